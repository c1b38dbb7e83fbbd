/** Faults as data: each spoils the next `times` requests it matches. Delays are real milliseconds, never divided by speed. */
import { z } from 'zod';

export const REQUEST_NAMES = [
  'account-read',
  'rate-limit-read',
  'app-read',
  'app-patch',
  'releases-read',
  'release-read',
  'rollback-post',
  'release-create',
  'release-config-read',
  'config-read',
  'config-patch',
  'dynos-read',
  'dynos-restart',
  'dyno-stop',
  'formation-read',
  'formation-patch',
  'slug-read',
  'log-session-create',
  'webhook-write',
  'webhooks-read',
  'details-read',
  'stream-read',
  'logs-read',
  'smoke',
  'status-page',
  'unknown',
] as const;

export type RequestName = (typeof REQUEST_NAMES)[number];

const ms = z.number().nonnegative();
const status = z.union([z.literal(500), z.literal(502), z.literal(503), z.literal(504)]);

/** Instead of a proper answer. The first matching fate wins; modifiers all apply. */
const fate = z.discriminatedUnion('kind', [
  /** Acts; the socket is destroyed without an answer. */
  z.object({ kind: z.literal('lost-after-acting') }),
  /** The socket is destroyed and nothing happens. */
  z.object({ kind: z.literal('reset-before-acting') }),
  z.object({ kind: z.literal('hang-before-acting') }),
  z.object({ kind: z.literal('hang-after-acting') }),
  /** Acts; half of the body, then the socket is destroyed. */
  z.object({ kind: z.literal('cut-body') }),
  z.object({ kind: z.literal('rate-limited'), retryAfterSeconds: z.number().nullable() }),
  z.object({ kind: z.literal('error-before-acting'), status }),
  z.object({ kind: z.literal('error-after-acting'), status }),
  /** 200 with a page for people, from something in between. */
  z.object({ kind: z.literal('html'), acts: z.boolean() }),
  z.object({ kind: z.literal('no-scope') }),
  /** Heroku's own no, in its own words or given ones. */
  z.object({
    kind: z.literal('refused'),
    status: z.union([z.literal(404), z.literal(409), z.literal(410), z.literal(422)]),
    message: z.string().optional(),
  }),
  z.object({ kind: z.literal('unauthorized') }),
  /** The socket is destroyed at once; the request acts `ms` later. */
  z.object({ kind: z.literal('late-landing'), ms }),
]);

/** What somebody else does. */
export const releasing = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('config'), name: z.string() }),
  z.object({
    kind: z.literal('deploy'),
    commit: z.string(),
    behaviour: z.enum(['healthy', 'crashes', 'errors']).optional(),
    /** What its release command prints, e.g. `upgraded(…)` of printed.ts for a migration. */
    prints: z.array(z.string()).optional(),
    traceback: z.array(z.string()).optional(),
  }),
  /** An add-on provisioned, with the config var it brings. */
  z.object({ kind: z.literal('addon'), plan: z.string(), configVar: z.string() }),
  z.object({ kind: z.literal('rollback'), to: z.number() }),
  /** `heroku container:release web`, after a push: `image` is the digest of the image. */
  z.object({
    kind: z.literal('container'),
    image: z.string(),
    behaviour: z.enum(['healthy', 'crashes', 'errors']).optional(),
  }),
]);

const modifier = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slow'), ms }),
  /** `before`: on arrival; `inside`: in the same instant, just ahead of ours; `after`: ahead of the answer. */
  z.object({
    kind: z.literal('foreign-release'),
    when: z.enum(['before', 'inside', 'after']),
    by: z.string(),
    what: releasing,
  }),
  /** For the release that the request makes. */
  z.object({
    kind: z.literal('release-command'),
    outcome: z.enum(['succeeds', 'fails', 'hangs']),
    takesMs: ms.optional(),
    /** In place of what the code's command prints. */
    prints: z.array(z.string()).optional(),
  }),
  /** The release's dynos crash this long after `up`; 0 at once. Simulated time: divided by speed. */
  z.object({ kind: z.literal('dynos-crash'), afterMs: ms }),
  /** The release's dynos stay up and answer 503. */
  z.object({ kind: z.literal('serves-errors') }),
]);

export const faultSchema = z.object({
  on: z.union([z.enum(REQUEST_NAMES), z.literal('any'), z.array(z.enum(REQUEST_NAMES))]),
  app: z.string().optional(),
  /** How many matching requests it spoils, or all until it is lifted; default 1. */
  times: z.union([z.number().int().positive(), z.literal('always')]).optional(),
  /** How many it lets pass first; default none. */
  skip: z.number().int().nonnegative().optional(),
  fate: fate.optional(),
  modifiers: z.array(modifier).optional(),
  /** Which trouble of the rehearsal armed it. */
  trouble: z.string().optional(),
});

export type Fault = z.infer<typeof faultSchema>;
export type Fate = z.infer<typeof fate>;
export type Modifier = z.infer<typeof modifier>;
export type ForeignRelease = Extract<Modifier, { kind: 'foreign-release' }>;

/** What is to happen to one request. */
export interface Spoiling {
  readonly fate: Fate | null;
  readonly modifiers: readonly Modifier[];
}

/** A fault that waits for requests. */
export interface ArmedFault {
  readonly id: number;
  readonly fault: Fault;
  /** Requests it will still spoil; infinite until lifted. */
  readonly left: number;
  /** Requests it lets pass first. */
  readonly skip: number;
}

export interface Faults {
  add(fault: Fault): void;
  /** All of them, or those of one app. */
  clear(app?: string): void;
  /** False when there is none with this id any more. */
  lift(id: number): boolean;
  /** In the order in which they were added. */
  armed(): readonly ArmedFault[];
  /** How many are still waiting for a request. */
  waiting(): number;
  /** Uses them up. */
  take(name: RequestName, app: string | null): Spoiling;
}

/** `before`: what was armed already. */
export function makeFaults(before: readonly ArmedFault[] = []): Faults {
  let waiting: (ArmedFault & { left: number; skip: number })[] = [...before];
  let lastId = Math.max(0, ...before.map(({ id }) => id));
  return {
    add(fault) {
      lastId += 1;
      const left = fault.times === 'always' ? Number.POSITIVE_INFINITY : (fault.times ?? 1);
      waiting.push({ id: lastId, fault, left, skip: fault.skip ?? 0 });
    },
    clear(app) {
      waiting = app === undefined ? [] : waiting.filter(({ fault }) => fault.app !== app);
    },
    lift(id) {
      const before = waiting.length;
      waiting = waiting.filter((each) => each.id !== id);
      return waiting.length < before;
    },
    armed: () => waiting,
    waiting: () => waiting.length,
    take(name, app) {
      let chosen: Fate | null = null;
      const modifiers: Modifier[] = [];
      for (const each of waiting) {
        if (!matches(each.fault, name, app)) continue;
        if (each.skip > 0) {
          each.skip -= 1;
          continue;
        }
        // A second fate waits for the next request instead of being lost.
        if (each.fault.fate !== undefined && chosen !== null) continue;
        chosen = each.fault.fate ?? chosen;
        modifiers.push(...(each.fault.modifiers ?? []));
        each.left -= 1;
      }
      waiting = waiting.filter((each) => each.left > 0);
      return { fate: chosen, modifiers };
    },
  };
}

function matches(fault: Fault, name: RequestName, app: string | null): boolean {
  if (fault.app !== undefined && fault.app !== app) return false;
  if (fault.on === 'any') return true;
  return Array.isArray(fault.on) ? fault.on.includes(name) : fault.on === name;
}
