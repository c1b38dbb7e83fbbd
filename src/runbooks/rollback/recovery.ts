/** Whether production is back (rollback.md, "verify"; design.md rulings 6 and 13). Pure. */
import type { Progress, ReleaseRef } from '../../operation.ts';
import type { Dyno, Release, SmokeResult } from '../../ports.ts';

export interface RecoveryFacts {
  readonly ours: ReleaseRef;
  /** Null while unread: unknown is never proof. */
  readonly release: Release | null;
  readonly dynos: readonly Dyno[] | null;
  readonly webQuantity: number | null;
  readonly smoke: SmokeResult | null;
}

export type Waiting = 'release' | 'dynos' | 'smoke';

export type Recovery =
  | { readonly kind: 'holds'; readonly progress: Progress }
  | { readonly kind: 'waiting'; readonly on: Waiting; readonly progress: Progress }
  /** The release command failed: Heroku keeps the old release running (documented), or did not (the RCA). Dynos tell. */
  | { readonly kind: 'release-failed'; readonly runs: number | null; readonly progress: Progress };

export function recovery(facts: RecoveryFacts): Recovery {
  const { release, ours } = facts;
  const web = facts.dynos?.filter((dyno) => dyno.type === 'web') ?? null;
  const progress = progressOf(facts, web);
  if (!release || release.status === 'pending') return { kind: 'waiting', on: 'release', progress };
  if (release.status === 'failed' || release.status === 'expired') {
    return {
      kind: 'release-failed',
      runs: web && web.length > 0 ? Math.max(...web.map((dyno) => dyno.releaseVersion)) : null,
      progress,
    };
  }
  if (!release.current) return { kind: 'waiting', on: 'release', progress };
  if (!web || !allUp(web, ours.version, facts.webQuantity)) return { kind: 'waiting', on: 'dynos', progress };
  if (!facts.smoke || !passes(facts.smoke)) return { kind: 'waiting', on: 'smoke', progress };
  return { kind: 'holds', progress };
}

/** Whether this look could not see: that says nothing about the app, neither up nor down. */
export function unseen({ progress }: Recovery): boolean {
  if (progress.release === undefined) return true;
  return progress.release !== 'pending' && progress.dynosWanted === undefined;
}

/** Every web dyno the formation asks for is up on our version, and none other is left. */
export function allUp(web: readonly Dyno[], version: number, quantity: number | null): boolean {
  return (
    quantity !== null &&
    web.length >= Math.max(1, quantity) &&
    web.every((dyno) => dyno.state === 'up' && dyno.releaseVersion === version)
  );
}

/** 200, really asked of the app: a cached 200 proves nothing. */
export function passes(smoke: SmokeResult): boolean {
  return smoke.kind === 'answered' && smoke.status === 200 && !smoke.cached;
}

function progressOf(facts: RecoveryFacts, web: readonly Dyno[] | null): Progress {
  const { release, smoke } = facts;
  return {
    ...(release ? { release: release.status } : {}),
    ...(release && release.outputStreamUrl !== null && release.status !== 'pending'
      ? {
          releaseCommandSeconds: Math.max(
            0,
            Math.round((release.updatedAt.getTime() - release.createdAt.getTime()) / 1000),
          ),
        }
      : {}),
    ...(web
      ? {
          dynosUp: web.filter((dyno) => dyno.state === 'up' && dyno.releaseVersion === facts.ours.version)
            .length,
          ...(facts.webQuantity === null ? {} : { dynosWanted: Math.max(web.length, facts.webQuantity) }),
          dynosCrashed: web
            .filter((dyno) => dyno.state === 'crashed' && dyno.releaseVersion === facts.ours.version)
            .map((dyno) => dyno.name),
        }
      : {}),
    ...(smoke ? { smoke: smoke.kind === 'answered' ? smoke.status : 0, ...problemOf(smoke) } : {}),
  };
}

function problemOf(smoke: SmokeResult): Pick<Progress, 'smokeProblem'> {
  if (smoke.kind === 'unreachable') return { smokeProblem: 'unreachable' };
  if (smoke.originGuard) return { smokeProblem: 'origin-guard' };
  return smoke.cached ? { smokeProblem: 'cached' } : {};
}
