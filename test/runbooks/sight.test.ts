/** What a look at an app makes of what it saw before and what it sees now. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Seen } from '../../src/incident.ts';
import type { Dyno, Release, ReleaseStatus } from '../../src/ports.ts';
import { type Change, changes, type Facts, type Known, nextLook } from '../../src/runbooks/incident/sight.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 5, 21, 3, minute));
const SINCE = at(0);

function release(version: number, over: Partial<Release> = {}): Release {
  return {
    id: `r${version}`,
    version,
    description: `Deploy ${version}`,
    status: 'succeeded',
    current: false,
    eligibleForRollback: true,
    slugId: null,
    hasArtifact: true,
    outputStreamUrl: null,
    user: { id: 'kim', email: 'kim@raxx.app' },
    createdAt: at(version - 85),
    updatedAt: at(version - 84),
    ...over,
  };
}

function web(...states: readonly (readonly [Dyno['state'], number])[]): readonly Dyno[] {
  return states.map(([state, releaseVersion], i) => ({
    id: `d${i}`,
    name: `web.${i + 1}`,
    type: 'web',
    state,
    releaseVersion,
    updatedAt: at(5),
  }));
}

const known = (over: Partial<Known> = {}): Known => ({
  before: null,
  since: SINCE,
  ours: new Set(),
  sending: false,
  flags: ['FLAG_SIGNUP'],
  ...over,
});
const UP: Seen = { since: SINCE, version: 85, pending: [], dynos: { web: { crashed: [], upOn: 85 } } };
const facts = (over: Partial<Facts> = {}): Facts => ({
  releases: [release(85)],
  dynos: web(['up', 85], ['up', 85]),
  ...over,
});
/** In a word each. */
function told(by: Known, of: Facts): readonly string[] {
  return changes(by, of).changes.map(inAWord);
}

function inAWord(change: Change): string {
  switch (change.what) {
    case 'release':
      return `v${change.release.version} ${change.release.status} ${change.flags.join('+')}`.trim();
    case 'settled':
      return `v${change.release.version} now ${change.release.status}`;
    case 'crashed':
      return `${change.names.join('+')} crashed on v${change.version}`;
    case 'up':
      return `${change.count} ${change.type} up on v${change.version}`;
  }
}

describe('the first look', () => {
  test('nothing of before the incident, all of what came since, and what has crashed', () => {
    const releases = [release(87), release(86), release(84, { createdAt: at(-9) })];
    expect(told(known(), facts({ releases, dynos: web(['up', 87], ['crashed', 87]) }))).toEqual([
      'v86 succeeded',
      'v87 succeeded',
      'web.2 crashed on v87',
    ]);
  });
  test('that all is well is no news', () => {
    expect(told(known({ since: at(9) }), facts())).toEqual([]);
    expect(changes(known({ since: at(9) }), facts()).seen).toEqual({ ...UP, since: at(9) });
  });
});

describe('releases', () => {
  test('all between two looks, oldest first; flags by their names', () => {
    const flag = release(88, { description: 'Set FLAG_SIGNUP, OTHER config vars' });
    const near = release(87, { description: 'Set FLAG_SIGNUP_NEW config vars' });
    const releases = [flag, near, release(86, { status: 'failed' }), release(85)];
    expect(told(known({ before: UP }), facts({ releases }))).toEqual([
      'v86 failed',
      'v87 succeeded',
      'v88 succeeded FLAG_SIGNUP',
    ]);
  });
  test('ours tell of themselves; while one is sent, others wait, and are told then', () => {
    const releases = [release(87), release(86), release(85)];
    const sending = changes(known({ before: UP, sending: true }), facts({ releases }));
    expect(sending.changes).toEqual([]);
    const then = known({ before: sending.seen, ours: new Set([86]) });
    expect(told(then, facts({ releases }))).toEqual(['v87 succeeded']);
  });
  test('it began earlier than was said: what was made from then on too, once, in whatever order it is learnt', () => {
    const releases = [release(88), release(87), release(86), release(85)];
    const late = changes(known({ since: at(3) }), facts({ releases }));
    expect(late.changes.map(inAWord)).toEqual(['v88 succeeded']);
    const waits = changes(known({ before: late.seen, since: at(1), sending: true }), facts({ releases }));
    expect(waits.changes).toEqual([]);
    const earlier = known({ before: waits.seen, since: at(1), ours: new Set([86]) });
    const then = changes(earlier, facts({ releases: [release(89), ...releases] }));
    expect(then.changes.map(inAWord)).toEqual(['v87 succeeded', 'v89 succeeded']);
    // Later again, and back: nothing that was told before.
    const later = changes(known({ before: then.seen, since: at(3) }), facts({ releases }));
    expect(told(known({ before: later.seen, since: at(1) }), facts({ releases }))).toEqual([]);
  });
  test.each<[ReleaseStatus, readonly string[]]>([
    ['pending', []],
    ['succeeded', ['v86 now succeeded']],
    ['failed', ['v86 now failed']],
  ])('one whose command was running is now %s', (status, expected) => {
    const first = changes(known({ before: UP }), facts({ releases: [release(86, { status: 'pending' })] }));
    expect(first.changes).toHaveLength(1);
    const then = facts({ releases: [release(86, { status })] });
    expect(told(known({ before: first.seen }), then)).toEqual(expected);
  });
});

describe('dynos', () => {
  const seen = (crashed: readonly string[], upOn: number | null): Known =>
    known({ before: { ...UP, dynos: { web: { crashed, upOn } } } });
  test.each<[string, Known, readonly Dyno[], readonly string[]]>([
    ['start, after a release', seen([], 85), web(['starting', 86], ['up', 86]), []],
    ['are all up after a release', seen([], 85), web(['up', 86], ['up', 86]), ['2 web up on v86']],
    ['are up as before', seen([], 86), web(['up', 86]), []],
    ['crash', seen([], 86), web(['up', 86], ['crashed', 86]), ['web.2 crashed on v86']],
    ['have crashed before', seen(['web.2'], 86), web(['up', 86], ['crashed', 86]), []],
    ['crash too', seen(['web.2'], 86), web(['crashed', 86], ['crashed', 86]), ['web.1 crashed on v86']],
    ['start again', seen(['web.2'], 86), web(['up', 86], ['starting', 86]), []],
    ['are all up again', seen(['web.2'], 86), web(['up', 86], ['up', 86]), ['2 web up on v86']],
    ['run two releases', seen([], 85), web(['up', 85], ['up', 86]), []],
    ['are gone for a moment', seen([], 85), [], []],
    ['run once', seen([], 85), web(['crashed', 85]).map((dyno) => ({ ...dyno, type: 'run' })), []],
  ])('%s', (_what, by, dynos, expected) => {
    expect(told(by, facts({ dynos }))).toEqual(expected);
  });
});

const dyno = fc.tuple(fc.constantFrom<Dyno['state']>('crashed', 'starting', 'up'), fc.constantFrom(85, 86));
test('however often it is looked at the same, it is told once; and no release is left out', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(dyno, { maxLength: 3 }), { minLength: 1, maxLength: 6 }),
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 }),
      (looks, made) => {
        let before: Seen = UP;
        let newest = 85;
        const listed: number[] = [];
        looks.forEach((states, i) => {
          newest += made[i] ?? 0;
          const releases = Array.from({ length: newest - 84 }, (_, n) => release(newest - n));
          const now = facts({ releases, dynos: web(...states) });
          const first = changes(known({ before }), now);
          const told = first.changes.filter((change) => change.what === 'release');
          listed.push(...told.map((change) => change.release.version));
          expect(changes(known({ before: first.seen }), now).changes).toEqual([]);
          before = first.seen;
        });
        expect(listed).toEqual(Array.from({ length: newest - 85 }, (_, n) => 86 + n));
      },
    ),
  );
});

test('looks become rarer', () => {
  const gap = (hours: number) => {
    const now = new Date(SINCE.getTime() + hours * 3_600_000);
    return (nextLook(SINCE, now).getTime() - now.getTime()) / 1_000;
  };
  expect([0, 1.9, 2, 23, 24, 100].map(gap)).toEqual([30, 30, 120, 120, 600, 600]);
});
