/** Which release to go back to (rollback.md, steps 1 to 3 of "before"; design.md ruling 8). Pure. */
import type { Dyno, Release } from '../../ports.ts';
import { wentBackTo } from './description.ts';

const DEPLOY = /^Deploy(ed)?\b/;

export function isDeploy({ description }: Pick<Release, 'description'>): boolean {
  return DEPLOY.test(description);
}

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

/** Heroku takes it and it is not what runs. `current` may be a target: the failed release may run instead (ruling 6). */
export function mayBeTarget(release: Release, bad: number | null): boolean {
  return release.eligibleForRollback && release.status === 'succeeded' && release.version !== bad;
}

/** Newest first: what a person may choose from. */
export function candidates(releases: readonly Release[], bad: number | null): readonly Release[] {
  return releases
    .filter((release) => mayBeTarget(release, bad) && (bad === null || release.version < bad))
    .toSorted((a, b) => b.version - a.version);
}

/**
 * The newest eligible release that served before the code which runs now was deployed, leaving out what somebody
 * already rolled back from. Not "the last Deploy" (it may be the bad code itself, come back by a rollback) and not
 * bare `heroku rollback`'s pick (which may only undo a config change).
 */
export function defaultTarget(releases: readonly Release[], bad: number | null): Release | null {
  if (bad === null) return null;
  const badDeploy = deployOf(releases, bad);
  const left = leftBehind(releases, bad);
  return candidates(releases, bad).find(({ version }) => version < badDeploy && !left(version)) ?? null;
}

/** The release that brought the code of `version`: through rollbacks to where they went, past config changes. */
export function deployOf(releases: readonly Release[], version: number): number {
  const release = releases.find((each) => each.version === version);
  if (!release) return version;
  const back = wentBackTo(release.description);
  // People choose descriptions: only ever downwards.
  if (back !== null && back < version) return deployOf(releases, back);
  const before = head(releases.filter((each) => each.version < version && each.status === 'succeeded'));
  return before && !bringsCode(release, before) ? deployOf(releases, before.version) : version;
}

function bringsCode(release: Release, before: Release): boolean {
  return release.slugId !== null && before.slugId !== null
    ? release.slugId !== before.slugId
    : isDeploy(release);
}

/** Whether a release was undone by a rollback that served. */
function leftBehind(releases: readonly Release[], bad: number): (version: number) => boolean {
  const undone = releases.flatMap((release) => {
    const back = wentBackTo(release.description);
    return back !== null && release.status === 'succeeded' && release.version <= bad
      ? [{ after: back, before: release.version }]
      : [];
  });
  return (version) => undone.some(({ after, before }) => after < version && version < before);
}

/** Whether the release that runs has the target's code, so that a rollback changes config alone. */
export function sameCode(releases: readonly Release[], target: Release, bad: number | null): boolean {
  const runs = releases.find((release) => release.version === bad);
  return runs !== undefined && runs.slugId !== null && runs.slugId === target.slugId;
}
