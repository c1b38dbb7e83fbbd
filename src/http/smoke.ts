/** Port `Smoke`: one GET of the app's fronted URL (rollback.md, verify). */
import type { IncomingHttpHeaders } from 'node:http';
import type { SmokeTarget } from '../apps.ts';
import type { Log } from '../log.ts';
import type { Smoke, SmokeResult } from '../ports.ts';
import { type Answered, type ReachOptions, reach } from './reach.ts';

const DEADLINE_MS = 5_000;

export interface SmokeOptions extends ReachOptions {
  /** Null for an app that has no smoke check: a fault, configuration gives every app one. */
  readonly targetFor: (app: string) => SmokeTarget | null;
  readonly log: Pick<Log, 'info'>;
  /** Milliseconds in all; default 5,000. */
  readonly deadlineMs?: number;
}

/** Says what the front door answered; whether that means "recovered" is the procedure's to decide. */
export function openSmoke(options: SmokeOptions): Smoke {
  const { targetFor, log } = options;

  async function check({ url, headers }: SmokeTarget, deadlineMs: number): Promise<SmokeResult> {
    const asked = { method: 'GET', url, headers: { ...headers, ...NOT_FROM_CACHE }, deadlineMs } as const;
    const result = await reach(asked, options);
    return result.kind === 'answered' ? answered(result) : result;
  }

  return {
    async check(app, deadlineMs = options.deadlineMs ?? DEADLINE_MS) {
      const target = targetFor(app);
      if (target === null) throw new Error(`no smoke URL for ${app}`);
      const began = performance.now();
      const result = await check(target, deadlineMs);
      log.info({ app, ms: Math.round(performance.now() - began), ...result }, 'Smoke check');
      return result;
    },
  };
}

/** No query parameter to dodge caches: the origin would see a URL nobody else asks for. */
const NOT_FROM_CACHE = {
  'cache-control': 'no-cache, no-store',
  pragma: 'no-cache',
  'accept-encoding': 'identity',
  'user-agent': 'switchback-smoke',
};

function answered({ status, headers, body }: Answered): SmokeResult {
  return {
    kind: 'answered',
    status,
    cached: fromCache(headers),
    // The app's own words for "you came past Cloudflare" (FLAG_ENFORCE_CF_ORIGIN).
    originGuard: status === 403 && body.includes('direct_origin_blocked'),
  };
}

/** Cloudflare's states in which the body came from its cache; `Age` is what any other cache adds. */
const CACHED_STATES = new Set(['HIT', 'STALE', 'UPDATING', 'REVALIDATED']);

function fromCache(headers: IncomingHttpHeaders): boolean {
  const state = headers['cf-cache-status'];
  if (typeof state === 'string' && CACHED_STATES.has(state.toUpperCase())) return true;
  return Number(headers.age ?? 0) > 0;
}
