/** The default target, over any history Heroku could show (design.md ruling 8). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Release } from '../../src/ports.ts';
import { descriptionOf } from '../../src/runbooks/rollback/description.ts';
import { candidates, defaultTarget } from '../../src/runbooks/rollback/target.ts';
import { release } from './facts.ts';

/** `back`: how many releases back a rollback goes, among those that served. */
interface Step {
  readonly what: 'deploy' | 'config' | 'rollback' | 'code-only';
  readonly back: number;
  readonly status: Release['status'];
  readonly eligible: boolean;
}

const steps = fc.array(
  fc.record<Step>({
    what: fc.constantFrom('deploy', 'deploy', 'config', 'rollback', 'code-only'),
    back: fc.nat(6),
    status: fc.constantFrom('succeeded', 'succeeded', 'succeeded', 'failed'),
    eligible: fc.boolean(),
  }),
  { minLength: 1, maxLength: 20 },
);

interface Made {
  readonly releases: readonly Release[];
  /** For each version that went back, where to. */
  readonly back: ReadonlyMap<number, number>;
}

/** Every deploy brings code of its own; the rest carries code that was there before. */
function history(all: readonly Step[]): Made {
  const releases: Release[] = [release(1)];
  const back = new Map<number, number>();
  for (const [i, { what, back: by, status, eligible }] of all.entries()) {
    const version = i + 2;
    const served = releases.filter((each) => each.status === 'succeeded').toReversed();
    const before = served[0];
    const target = served[Math.min(by, served.length - 1)];
    if (!before || !target) throw new Error('the first release served');
    const goesBack = what === 'rollback' || what === 'code-only';
    if (goesBack) back.set(version, target.version);
    const carried = goesBack ? target : before;
    releases.push(
      release(version, {
        status,
        eligibleForRollback: eligible && status === 'succeeded',
        ...(what === 'deploy' ? {} : { slugId: carried.slugId }),
        ...(what === 'config' ? { description: 'Set A config vars' } : {}),
        ...(goesBack ? { description: descriptionOf({ id: 'rb-7f3ak2mn', kind: what, target }) } : {}),
      }),
    );
  }
  return { releases: releases.toReversed(), back };
}

function running(releases: readonly Release[]): Release {
  const bad = releases.find((each) => each.status === 'succeeded');
  if (!bad) throw new Error('the first release served');
  return bad;
}

test('it served, can be gone back to, and has other code than what runs', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const { releases } = history(all);
      const bad = running(releases);
      const target = defaultTarget(releases, bad.version);
      if (!target) return;
      expect(candidates(releases, bad.version)).toContain(target);
      expect(target.version).toBeLessThan(bad.version);
      expect(target.slugId).not.toBe(bad.slugId);
    }),
    { numRuns: 2_000 },
  );
});

test('it is not what somebody already went back from, and nothing newer would have done', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const { releases, back } = history(all);
      const bad = running(releases);
      const target = defaultTarget(releases, bad.version);
      // Leaves out exactly what a rollback that served jumped over.
      const left = (version: number) =>
        [...back].some(
          ([at, to]) =>
            to < version &&
            version < at &&
            at <= bad.version &&
            releases.find((each) => each.version === at)?.status === 'succeeded',
        );
      if (target) expect(left(target.version)).toBe(false);
      const deployed = Math.min(
        ...releases.filter((each) => each.slugId === bad.slugId).map((each) => each.version),
      );
      const best = candidates(releases, bad.version).find(
        ({ version }) => version < deployed && !left(version),
      );
      expect(target?.version ?? null).toBe(best?.version ?? null);
    }),
    { numRuns: 2_000 },
  );
});

test('neither the order of the list nor the way of going back matters', () => {
  fc.assert(
    fc.property(steps, fc.integer(), (all, seed) => {
      const { releases } = history(all);
      const bad = running(releases).version;
      const chosen = defaultTarget(releases, bad)?.version ?? null;
      const shuffled = releases.toSorted(
        (a, b) => ((a.version * 7919 + seed) % 31) - ((b.version * 7919 + seed) % 31),
      );
      expect(defaultTarget(shuffled, bad)?.version ?? null).toBe(chosen);
      const other = all.map((step) => ({ ...step, what: SWAPPED[step.what] }));
      expect(defaultTarget(history(other).releases, bad)?.version ?? null).toBe(chosen);
    }),
    { numRuns: 1_000 },
  );
});

const SWAPPED = {
  deploy: 'deploy',
  config: 'config',
  rollback: 'code-only',
  'code-only': 'rollback',
} as const;
