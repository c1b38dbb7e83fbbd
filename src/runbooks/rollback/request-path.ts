/**
 * Dynos up, errors served: where on the request's way they arise, to be looked at before rolling back
 * (rollback.md, "confirm the request path before acting"). Pure.
 */
import type { Dyno, LogLine, Read, SmokeResult } from '../../ports.ts';
import { MAINTENANCE, routed } from './log-faults.ts';

/**
 * `origin-guard`: asked past the front door, which proves nothing. `maintenance`: somebody switched the page on.
 * `platform`: Heroku's own fault (H99). `router`: the router got no answer from dynos that are up.
 * `app`: the app itself answers with errors. `before-heroku`: the router saw no error, so it lies in front of it.
 */
export type Where =
  | 'origin-guard'
  | 'maintenance'
  | 'platform'
  | 'router'
  | 'app'
  | 'before-heroku'
  | 'unknown';

export interface RequestPath {
  readonly where: Where;
  readonly webUp: number;
  readonly webAll: number;
  /** HTTP status through the front door, or why there was none. */
  readonly smoke: number | string;
  /** The router's codes of the last minutes, the most frequent first; null: the log could not be read. */
  readonly codes: readonly { readonly code: string; readonly count: number }[] | null;
  /** Answers of 500 and above that the app gave by itself; null as above. */
  readonly appErrors: number | null;
}

export interface PathFacts {
  readonly dynos: Read<readonly Dyno[]>;
  readonly smoke: SmokeResult;
  readonly lines: Read<readonly LogLine[]>;
  readonly now: Date;
}

const LOOK_BACK_MS = 5 * 60_000;
/** Cloudflare's own: it did not reach the origin, or got nonsense from it. */
const FRONT_STATUSES = new Set([520, 521, 522, 523, 524, 525, 526, 527, 530]);

/** Null: no web dyno is up, or nothing shows that errors are served. */
export function requestPath({ dynos, smoke, lines, now }: PathFacts): RequestPath | null {
  const web = dynos.ok ? dynos.value.filter((dyno) => dyno.type === 'web') : [];
  const webUp = web.filter((dyno) => dyno.state === 'up').length;
  if (webUp === 0) return null;
  const recent = lines.ok
    ? lines.value.filter(({ at }) => now.getTime() - at.getTime() <= LOOK_BACK_MS)
    : null;
  const routes = recent?.flatMap((line) => routed(line) ?? []) ?? null;
  // Below 500 it is the client that went away (H27, H28).
  const codes =
    routes && counted(routes.flatMap(({ code, status }) => ((status ?? 500) >= 500 && code) || []));
  const appErrors =
    routes?.filter(({ code, status }) => code === null && (status ?? 0) >= 500).length ?? null;
  if (!servesErrors(smoke) && (codes?.length ?? 0) === 0 && (appErrors ?? 0) === 0) return null;
  return {
    where: whereOf(smoke, codes, appErrors),
    webUp,
    webAll: web.length,
    smoke: smoke.kind === 'answered' ? smoke.status : smoke.why,
    codes,
    appErrors,
  };
}

function servesErrors(smoke: SmokeResult): boolean {
  if (smoke.kind === 'unreachable') return smoke.why !== 'forbidden-address';
  return smoke.status >= 500 || smoke.originGuard;
}

function whereOf(smoke: SmokeResult, codes: RequestPath['codes'], appErrors: number | null): Where {
  if (smoke.kind === 'answered' && smoke.originGuard) return 'origin-guard';
  const first = codes?.[0]?.code;
  if (first === MAINTENANCE) return 'maintenance';
  if (first === 'H99') return 'platform';
  if (first !== undefined) return (codes?.[0]?.count ?? 0) >= (appErrors ?? 0) ? 'router' : 'app';
  if ((appErrors ?? 0) > 0) return 'app';
  if (smoke.kind === 'answered' && FRONT_STATUSES.has(smoke.status)) return 'before-heroku';
  return codes === null ? 'unknown' : 'before-heroku';
}

function counted(codes: readonly string[]): readonly { code: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .map(([code, count]) => ({ code, count }))
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
}
