/** What has changed on an app since it was last seen: releases, and dynos that crashed or are all up again. Pure. */
import type { Seen, SeenDynos } from '../../incident.ts';
import type { Dyno, Release } from '../../ports.ts';

export type Change =
  | { readonly what: 'release'; readonly release: Release; readonly flags: readonly string[] }
  /** Its release command has ended. */
  | { readonly what: 'settled'; readonly release: Release }
  | {
      readonly what: 'crashed';
      readonly names: readonly string[];
      readonly version: number;
      readonly at: Date;
    }
  | {
      readonly what: 'up';
      readonly type: string;
      readonly count: number;
      readonly version: number;
      readonly at: Date;
    };

export interface Facts {
  /** Newest first, back to what was seen before. */
  readonly releases: readonly Release[];
  readonly dynos: readonly Dyno[];
}

export interface Known {
  /** Null: this is the first look. */
  readonly before: Seen | null;
  /** What was released since then belongs to the incident, also before the first look. */
  readonly since: Date;
  /** Releases that operations of ours tell about themselves. */
  readonly ours: ReadonlySet<number>;
  /** One of ours is being sent, and nobody knows yet which release it becomes: releases wait for the next look. */
  readonly sending: boolean;
  /** Variables of the declared flags. */
  readonly flags: readonly string[];
}

export function changes(
  known: Known,
  facts: Facts,
): { readonly changes: readonly Change[]; readonly seen: Seen } {
  const releases = releaseChanges(known, facts.releases);
  const dynos = dynoChanges(known.before?.dynos ?? null, facts.dynos);
  return {
    changes: [...releases.changes, ...dynos.changes],
    seen: { ...releases.seen, dynos: dynos.seen },
  };
}

function releaseChanges({ before, since, ours, sending, flags }: Known, newestFirst: readonly Release[]) {
  const releases = newestFirst.toReversed();
  const newest = releases.at(-1)?.version ?? 0;
  const lastBefore = releases.findLast(({ createdAt }) => createdAt < since)?.version ?? 0;
  const from = before?.version ?? lastBefore;
  const isNew = newTo({ before, since });
  const fresh = sending ? [] : releases.filter((release) => isNew(release) && !ours.has(release.version));
  const waited = releases.filter(({ version }) => before?.pending.includes(version) === true);
  const told: readonly Change[] = fresh.map((release) => ({
    what: 'release',
    release,
    flags: flags.filter((flag) => namesIt(release.description, flag)),
  }));
  const settled: readonly Change[] = waited
    .filter(({ status }) => status !== 'pending')
    .map((release) => ({ what: 'settled', release }));
  return {
    changes: [...settled, ...told],
    seen: {
      since: before && (sending || before.since < since) ? before.since : since,
      version: sending ? from : Math.max(from, newest),
      pending: [...waited, ...fresh]
        .filter(({ status }) => status === 'pending')
        .map(({ version }) => version),
    },
  };
}

/** What a look may tell: made since the last one, or before it when the incident turns out to have begun earlier. */
export function newTo({ before, since }: Pick<Known, 'before' | 'since'>): (release: Release) => boolean {
  return ({ version, createdAt }) =>
    before === null
      ? createdAt >= since
      : version > before.version || (createdAt >= since && createdAt < before.since);
}

/** `Set FLAG_A, FLAG_B config vars` */
function namesIt(description: string, variable: string): boolean {
  return description.split(/[^A-Za-z0-9_]+/).includes(variable);
}

/** One-off dynos come and go by themselves. */
const ONE_OFF: readonly string[] = ['run', 'release', 'scheduler'];

function dynoChanges(before: Seen['dynos'] | null, dynos: readonly Dyno[]) {
  const types = [...new Set(dynos.map(({ type }) => type))]
    .filter((type) => !ONE_OFF.includes(type))
    .toSorted();
  const each = types.map((type) => {
    const own = dynos.filter((dyno) => dyno.type === type);
    return { type, ...typeChanges(type, before, own) };
  });
  // A type that is gone for a moment is not forgotten.
  const seen: Record<string, SeenDynos> = { ...before };
  for (const { type, now } of each) seen[type] = now;
  return { changes: each.flatMap((found) => found.changes), seen };
}

/** Starting, and coming up one by one, are what a release looks like: only a crash, and that all are up, are told. */
function typeChanges(
  type: string,
  all: Seen['dynos'] | null,
  dynos: readonly Dyno[],
): { readonly changes: readonly Change[]; readonly now: SeenDynos } {
  const before = all?.[type] ?? { crashed: [], upOn: null };
  const crashed = dynos.filter(({ state }) => state === 'crashed');
  const newly = crashed.filter(({ name }) => !before.crashed.includes(name));
  const version = Math.max(...dynos.map(({ releaseVersion }) => releaseVersion));
  const allUp = dynos.every(({ state, releaseVersion }) => state === 'up' && releaseVersion === version);
  const told: Change[] = [];
  if (newly.length > 0) {
    const names = newly.map(({ name }) => name).toSorted();
    const on = Math.max(...newly.map(({ releaseVersion }) => releaseVersion));
    told.push({ what: 'crashed', names, version: on, at: latest(newly) });
  }
  const back = before.crashed.length > 0 || before.upOn !== version;
  if (allUp && back && all !== null) {
    told.push({ what: 'up', type, count: dynos.length, version, at: latest(dynos) });
  }
  const still = [...new Set([...before.crashed, ...crashed.map(({ name }) => name)])].toSorted();
  return {
    changes: told,
    now: allUp ? { crashed: [], upOn: version } : { crashed: still, upOn: before.upOn },
  };
}

function latest(dynos: readonly Dyno[]): Date {
  return new Date(Math.max(...dynos.map(({ updatedAt }) => updatedAt.getTime())));
}

/** Of one release, in the lines of the operation that made it too: whichever comes first. */
export const RELEASE_KEY = (app: string, version: number): string => `release/${app}/v${version}`;

const HOUR_MS = 3_600_000;

/** Every half minute in the first two hours, every two minutes on the first day, every ten from then on. */
export function nextLook(openedAt: Date, now: Date): Date {
  const age = now.getTime() - openedAt.getTime();
  const seconds = age < 2 * HOUR_MS ? 30 : age < 24 * HOUR_MS ? 120 : 600;
  return new Date(now.getTime() + seconds * 1_000);
}
