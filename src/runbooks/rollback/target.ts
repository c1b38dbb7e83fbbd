/** Which release to go back to (rollback.md, steps 1 to 3 of "before"; design.md ruling 8). Pure. */
import type { Dyno, Release } from '../../ports.ts';

const DEPLOY = /^Deploy\b/;
const ROLLBACK_TO = /^Rollback to v(\d+)$/;

/** The newest release, whatever became of it: what a send compares against. */
export function head(releases: readonly Release[]): Release | null {
  return releases.reduce<Release | null>(
    (newest, each) => (newest && newest.version > each.version ? newest : each),
    null,
  );
}

/** The release that is bad because it runs: what the web dynos carry, else Heroku's `current` (ruling 6). */
export function running(releases: readonly Release[], dynos: readonly Dyno[]): number | null {
  const versions = dynos.filter((dyno) => dyno.type === 'web').map((dyno) => dyno.releaseVersion);
  if (versions.length > 0) return Math.max(...versions);
  return releases.find((release) => release.current)?.version ?? null;
}

export function isRollbackTo(release: Release, version: number): boolean {
  return Number(ROLLBACK_TO.exec(release.description)?.[1] ?? Number.NaN) === version;
}

export function mayBeTarget(release: Release, bad: number | null): boolean {
  return (
    release.eligibleForRollback &&
    release.status === 'succeeded' &&
    release.version !== bad &&
    !release.current
  );
}

/** Newest first: what a person may choose from. */
export function candidates(releases: readonly Release[], bad: number | null): readonly Release[] {
  return releases
    .filter((release) => mayBeTarget(release, bad) && (bad === null || release.version < bad))
    .toSorted((a, b) => b.version - a.version);
}

/**
 * The newest release that served before the bad Deploy and is eligible. Not "the last Deploy" (it may be one
 * already rolled back from) and not bare `heroku rollback`'s pick (which only undoes the last config change).
 */
export function defaultTarget(releases: readonly Release[], bad: number | null): Release | null {
  if (bad === null) return null;
  const badDeploy = releases
    .filter((release) => release.version <= bad && DEPLOY.test(release.description))
    .reduce<Release | null>(
      (newest, each) => (newest && newest.version > each.version ? newest : each),
      null,
    );
  const before = badDeploy?.version ?? bad;
  return candidates(releases, bad).find((release) => release.version < before) ?? null;
}
