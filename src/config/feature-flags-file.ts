/** config/feature_flags.yaml: the declared flags and what each needs while it is on. Every fault with its line. */
import { z } from 'zod';
import type { DeclaredFlag } from '../apps.ts';
import type { Problem } from './problems.ts';
import { faultsOf } from './yaml-faults.ts';
import { readYaml } from './yaml-file.ts';

const KEY =
  'Write flag keys as in feature_flags.yaml of the code: lower-case letters, digits and underscores';
const NAMES = 'Write a list of config var names';
const FLAG = z.strictObject(
  {
    description: z
      .string({ error: 'Write what the flag gates, in a line' })
      .regex(/^.{1,200}$/, 'Write what the flag gates, in a line'),
    prerequisites: z
      .array(z.string({ error: NAMES }).regex(/^[A-Z][A-Z0-9_]*$/, NAMES), { error: NAMES })
      .default([]),
  },
  { error: 'description, prerequisites' },
);
const FLAGS = z.record(z.string().regex(/^[a-z][a-z0-9_]*$/, KEY), FLAG, { error: KEY });

export interface FlagsFile {
  /** Null when anything is wrong with the file. */
  readonly value: readonly DeclaredFlag[] | null;
  readonly problems: readonly Problem[];
}

/** `text` null: the file cannot be read. */
export function readFlagsFile(file: string, text: string | null): FlagsFile {
  if (text === null) {
    const remedy = 'Name an existing file in feature_flags, or leave the key out';
    return { value: null, problems: [{ in: 'file', file, line: null, what: 'cannot be read', remedy }] };
  }
  const yaml = readYaml(text);
  if (!yaml.ok)
    return { value: null, problems: yaml.faults.map((fault) => ({ in: 'file', file, ...fault })) };
  const parsed = FLAGS.safeParse(yaml.data);
  if (!parsed.success) {
    const problems = faultsOf(parsed.error.issues, yaml.data).map(
      ({ path, what, remedy }): Problem => ({
        in: 'file',
        file,
        line: yaml.place(path)?.line ?? null,
        what,
        remedy,
      }),
    );
    return { value: null, problems };
  }
  const value = Object.entries(parsed.data).map(([key, { prerequisites }]) => ({
    variable: `FLAG_${key.toUpperCase()}`,
    prerequisites,
  }));
  return { value, problems: [] };
}
