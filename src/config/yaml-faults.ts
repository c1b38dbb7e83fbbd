/** What zod found wrong in the YAML, said with paths and remedies, never with values. */
import type { z } from 'zod';
import { near } from './near.ts';
import type { Path } from './yaml-file.ts';

/** Something wrong at a place in the file. */
export interface Fault {
  readonly path: Path;
  readonly what: string;
  readonly remedy: string;
}

type Issue = z.core.$ZodIssue;

export function faultsOf(issues: readonly Issue[], data: unknown): readonly Fault[] {
  const misspelt = new Set(issues.flatMap(meant));
  return issues
    .filter((issue) => !misspelt.has(issue.path.join('.')))
    .flatMap((issue) => faultOf(issue, data));
}

/** Keys that are missing only because they are misspelt: one mistake, told once. */
function meant(issue: Issue): readonly string[] {
  if (issue.code !== 'unrecognized_keys') return [];
  return issue.keys
    .flatMap((key) => near(key, issue.message.split(', ')).slice(0, 1))
    .map((key) => [...issue.path, key].join('.'));
}

function faultOf(issue: Issue, data: unknown): readonly Fault[] {
  const { path } = issue;
  const name = nameOf(path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      what: `"${key}" is not a key of ${name}`,
      remedy: instead(key, issue.message.split(', ')),
    }));
  }
  if (issue.code === 'invalid_key') {
    const remedy = issue.issues.map(({ message }) => message).join('; ');
    return [{ path, what: `${name} has a name that does not fit`, remedy }];
  }
  const found = valueAt(data, path);
  const remedy = objectWanted(issue) ? `Write below it: ${issue.message}` : issue.message;
  return [{ path, what: `${name} ${found === undefined ? 'is missing' : 'does not fit'}`, remedy }];
}

function instead(key: string, known: readonly string[]): string {
  const [nearest] = near(key, known);
  return nearest === undefined ? `Known here: ${known.join(', ')}` : `Did you mean ${nearest}?`;
}

/** The message of an object's schema is the list of its keys. */
function objectWanted(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.expected === 'object';
}

function nameOf(path: Path): string {
  return path.length === 0 ? 'the file' : path.join('.');
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    data,
  );
}
