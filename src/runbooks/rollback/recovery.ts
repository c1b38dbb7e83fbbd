/** Whether production is back (rollback.md, "verify"; design.md rulings 6 and 13). Pure. */
import type { Progress, ReleaseRef } from '../../operation.ts';
import type { Dyno, ReadFailure, Release, SmokeResult } from '../../ports.ts';

export interface RecoveryFacts {
  readonly ours: ReleaseRef;
  /** Null while unread: unknown is never proof. */
  readonly release: Release | null;
  readonly dynos: readonly Dyno[] | null;
  readonly webQuantity: number | null;
  readonly smoke: SmokeResult | null;
  /** The release that is current instead of ours because it came after it; null when none is known. */
  readonly onTop?: Release | null;
  /** Why something could not be read. */
  readonly unread?: ReadFailure | undefined;
}

export type Waiting = 'release' | 'dynos' | 'smoke';

export type Recovery =
  | { readonly kind: 'holds'; readonly progress: Progress }
  | { readonly kind: 'waiting'; readonly on: Waiting; readonly progress: Progress }
  /** The release command failed, and ours is not what runs, or nobody can tell (ruling 6). */
  | {
      readonly kind: 'release-failed';
      readonly runs: number | null;
      /** Heroku calls ours current all the same: dynos may still be changing over to it. */
      readonly current: boolean;
      readonly progress: Progress;
    }
  /** Somebody released on top of ours. */
  | { readonly kind: 'overtaken'; readonly head: Release; readonly progress: Progress }
  /** Web is scaled to 0: a smoke check that passes would be somebody else's answer. */
  | { readonly kind: 'nothing-runs'; readonly progress: Progress };

export function recovery(facts: RecoveryFacts): Recovery {
  const { release, ours } = facts;
  const web = facts.dynos?.filter((dyno) => dyno.type === 'web') ?? null;
  const progress = progressOf(facts, web);
  if (facts.onTop) return { kind: 'overtaken', head: facts.onTop, progress };
  if (!release || release.status === 'pending') return { kind: 'waiting', on: 'release', progress };
  if (release.status !== 'succeeded') {
    // Heroku's documents say the old release goes on running, the RCA says otherwise: the dynos decide.
    const runs = web && web.length > 0 ? Math.max(...web.map((dyno) => dyno.releaseVersion)) : null;
    const { current } = release;
    if (runs !== ours.version || !current) return { kind: 'release-failed', runs, current, progress };
  }
  if (!release.current) return { kind: 'waiting', on: 'release', progress };
  if (web?.length === 0 && facts.webQuantity === 0) return { kind: 'nothing-runs', progress };
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
    ...(facts.unread ? { unread: facts.unread } : {}),
    ...(smoke ? smokeProgress(smoke) : {}),
  };
}

export function smokeProgress(smoke: SmokeResult): Pick<Progress, 'smoke' | 'smokeProblem'> {
  return { smoke: smoke.kind === 'answered' ? smoke.status : 0, ...problemOf(smoke) };
}

function problemOf(smoke: SmokeResult): Pick<Progress, 'smokeProblem'> {
  if (smoke.kind === 'unreachable') return { smokeProblem: 'unreachable' };
  if (smoke.originGuard) return { smokeProblem: 'origin-guard' };
  return smoke.cached ? { smokeProblem: 'cached' } : {};
}
