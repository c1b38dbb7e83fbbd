/** What a Web API method comes to, and the arguments it is given. */
import { knownBlocks, type Problem, spoken } from '../block-kit/check.ts';
import { isRecord } from '../block-kit/rules.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Grants } from '../manifest.ts';
import type { SlackState } from '../state.ts';

export type Answer = { readonly ok: true; readonly body: JsonObject } | Failure;

export interface Failure {
  readonly ok: false;
  readonly error: string;
  readonly extra?: JsonObject;
}

export interface Request {
  readonly state: SlackState;
  readonly args: JsonObject;
  /** What the manifest grants the app. */
  readonly grants: Grants;
  /** `127.0.0.1:PORT` of this workspace. */
  readonly host: string;
}

export function ok(body: JsonObject): Answer {
  return { ok: true, body };
}

export function fail(error: string, extra?: JsonObject): Failure {
  return extra === undefined ? { ok: false, error } : { ok: false, error, extra };
}

/** Messages answer `invalid_blocks`, views `invalid_arguments`; both name the fields. */
export function refusedPayload(error: string, problems: readonly Problem[]): Failure {
  const said = problems.map(spoken);
  return fail(error, {
    errors: said,
    response_metadata: { messages: said.map((line) => `[ERROR] ${line}`) },
  });
}

export function argument(args: JsonObject, name: string): string {
  const value = args[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function truthy(args: JsonObject, name: string): boolean {
  return ['true', '1'].includes(String(args[name] ?? ''));
}

/** Form bodies carry structures as JSON text, JSON bodies as they are. `undefined`: not JSON. */
export function structure(args: JsonObject, name: string): Json | undefined {
  const value = args[name];
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return undefined;
  }
}

export function blocksArgument(args: JsonObject) {
  if (args['blocks'] === undefined) return { ok: true, value: [] } as const;
  const blocks = structure(args, 'blocks');
  if (!Array.isArray(blocks)) return { ok: false, failure: fail('invalid_blocks_format') } as const;
  const known = knownBlocks(blocks);
  if (!known.ok) return { ok: false, failure: refusedPayload('invalid_blocks', known.problems) } as const;
  return lengthOf(known.value) > LONGEST_BLOCKS
    ? ({ ok: false, failure: fail('msg_blocks_too_long') } as const)
    : known;
}

/** Undocumented; bolt-js issue 2509 met it at about 13,200 characters over all blocks. */
const LONGEST_BLOCKS = 13_200;

function lengthOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + lengthOf(each), 0);
  if (!isRecord(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, each]) => sum + (key === 'text' && typeof each === 'string' ? each.length : lengthOf(each)),
    0,
  );
}
