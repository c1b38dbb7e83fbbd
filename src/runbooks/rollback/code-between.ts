/** What lies between the target's code and the code that runs: its commits, and what they did to the schema. */
import type { App } from '../../apps.ts';
import type { Commits, Migration, Preflight } from '../../findings.ts';
import type { Asking, Comparison, Release } from '../../ports.ts';
import type { World } from '../world.ts';
import { migrationCaveat, type ReleaseOutput } from './migration-caveat.ts';
import type { Known } from './preflight-facts.ts';
import { deployOf, sameCode } from './target.ts';
import { commitOf, undoneCommits } from './undone-commits.ts';

/** Each of the three dependent reads. */
const ASKING: Asking = { purpose: 'look', deadlineMs: 2_000 };
/** Outputs are looked at only where GitHub says nothing, so only so many. */
const MOST_OUTPUTS = 5;

export interface CodeBetween {
  readonly commits: Known<Commits>;
  readonly migration: Migration;
}

export interface Between {
  readonly releases: readonly Release[];
  readonly target: Release;
  readonly bad: Release;
  readonly releaseCommand: boolean | null;
  /** An earlier look: the same two releases have the same code between them. */
  readonly earlier: Preflight | null;
}

const NOTHING: CodeBetween = {
  commits: { ok: true, value: { count: 0, authors: [], fixes: [], labelsKnown: true, paths: null } },
  migration: { kind: 'none', why: null, names: [] },
};

/** Slugs, then the comparison, then where GitHub says nothing what the release commands printed. */
export async function codeBetween(world: World, app: App, between: Between): Promise<CodeBetween> {
  const { releases, target, bad } = between;
  // Forward, to newer code, takes no commit away.
  const forward = deployOf(releases, target.version) > deployOf(releases, bad.version);
  if (forward || sameCode(releases, target, bad.version)) return NOTHING;
  const known = alreadyKnown(between);
  if (known) return known;
  const comparison = await compared(world, app, target, bad);
  const outputs = comparison.ok ? [] : await outputsOf(world, between);
  const caveat = migrationCaveat({
    migrationPaths: app.migrationPaths,
    knownPaths: world.apps.all
      .filter(({ repository }) => repository === app.repository)
      .flatMap(({ migrationPaths }) => migrationPaths),
    comparison,
    releaseCommand: between.releaseCommand,
    outputs,
  });
  return {
    commits: comparison.ok ? { ok: true, value: commitsOf(comparison.value) } : comparison,
    migration: {
      kind: caveat.kind,
      why: caveat.kind === 'unknown' ? caveat.why : null,
      names: caveat.kind === 'none' ? [] : [...caveat.names],
    },
  };
}

/** Nothing of it can have changed, but for whether the release command is there. */
function alreadyKnown({ target, bad, releaseCommand, earlier }: Between): CodeBetween | null {
  const same =
    earlier?.target.id === target.id &&
    earlier.base.bad === bad.version &&
    earlier.releaseCommand.present === releaseCommand;
  if (!same || !earlier?.commits?.labelsKnown) return null;
  return { commits: { ok: true, value: earlier.commits }, migration: earlier.migration };
}

async function compared(world: World, app: App, target: Release, bad: Release): Promise<Known<Comparison>> {
  const [from, to] = await Promise.all([target, bad].map((release) => commit(world, app, release)));
  if (!from?.ok) return from ?? { ok: false, why: 'not-found' };
  if (!to?.ok) return to ?? { ok: false, why: 'not-found' };
  return world.github.compare(app.repository, from.value, to.value, ASKING.deadlineMs ?? 0);
}

async function commit(world: World, app: App, release: Release): Promise<Known<string>> {
  const slug = release.slugId === null ? null : await world.heroku.slug(app.name, release.slugId, ASKING);
  const found = commitOf(release, slug?.ok ? slug.value : null);
  if (found !== null) return { ok: true, value: found };
  return slug && !slug.ok ? slug : { ok: false, why: 'not-found' };
}

function commitsOf(comparison: Comparison): Commits {
  const { commits, authors, fixes, labelsKnown } = undoneCommits(comparison);
  return {
    count: commits.length,
    authors: [...authors],
    fixes: fixes.map(({ sha, title, author, protects }) => ({
      sha,
      title,
      author,
      protects: protects ?? 'incident-fix',
    })),
    labelsKnown,
    paths: comparison.complete ? comparison.files.map(({ path }) => path) : null,
  };
}

/** Of the releases to be undone, the newest first. */
async function outputsOf(world: World, { releases, target }: Between): Promise<readonly ReleaseOutput[]> {
  const ran = releases
    .filter(({ version, outputStreamUrl }) => version > target.version && outputStreamUrl !== null)
    .toSorted((a, b) => b.version - a.version)
    .slice(0, MOST_OUTPUTS);
  return Promise.all(
    ran.map(async (release) => ({
      version: release.version,
      lines: await world.heroku.releaseOutput(release, ASKING),
    })),
  );
}
