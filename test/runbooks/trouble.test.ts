import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Progress } from '../../src/operation.ts';
import type { Recovery } from '../../src/runbooks/rollback/recovery.ts';
import { dueToTell, lasting, nameOf, type Trouble, troublesOf } from '../../src/runbooks/rollback/trouble.ts';
import { release } from './facts.ts';

const UP: Progress = { release: 'succeeded', dynosUp: 2, dynosWanted: 2, dynosCrashed: [] };

test.each<[string, Recovery, readonly Trouble[]]>([
  ['nothing while it starts', { kind: 'waiting', on: 'dynos', progress: { ...UP, dynosUp: 1 } }, []],
  ['nothing while it is pending', { kind: 'waiting', on: 'release', progress: { release: 'pending' } }, []],
  [
    'a crash',
    { kind: 'waiting', on: 'dynos', progress: { ...UP, dynosUp: 1, dynosCrashed: ['web.2'] } },
    [{ kind: 'crashed', dynos: ['web.2'] }],
  ],
  ['a bad answer', { kind: 'waiting', on: 'smoke', progress: { ...UP, smoke: 503 } }, [{ kind: 'smoke' }]],
  [
    'no answer',
    { kind: 'waiting', on: 'smoke', progress: { ...UP, smoke: 0, smokeProblem: 'unreachable' } },
    [{ kind: 'smoke' }],
  ],
  [
    'not a cached answer, which says nothing',
    { kind: 'waiting', on: 'smoke', progress: { ...UP, smoke: 200, smokeProblem: 'cached' } },
    [],
  ],
  [
    'T46 the wrong door, which is no outage',
    { kind: 'waiting', on: 'smoke', progress: { ...UP, smoke: 403, smokeProblem: 'origin-guard' } },
    [{ kind: 'wrong-door' }],
  ],
  [
    'T75 a token that is refused',
    { kind: 'waiting', on: 'release', progress: { unread: 'unauthorized' } },
    [{ kind: 'blind', why: 'unauthorized' }],
  ],
  [
    'not that the formation alone could not be read',
    { kind: 'waiting', on: 'dynos', progress: { ...UP, dynosUp: 1, unread: 'slow' } },
    [],
  ],
  [
    'T40 a failed command whose release runs',
    { kind: 'waiting', on: 'smoke', progress: { ...UP, release: 'failed', smoke: 503 } },
    [{ kind: 'command-failed' }, { kind: 'smoke' }],
  ],
  [
    'T41 not a failed command whose release does not run: that is an end of its own',
    { kind: 'release-failed', runs: 85, current: false, progress: { ...UP, release: 'failed', dynosUp: 0 } },
    [],
  ],
  [
    'a failed command whose release is current, while the dynos may still change over',
    { kind: 'release-failed', runs: 85, current: true, progress: { ...UP, release: 'failed', dynosUp: 0 } },
    [{ kind: 'command-failed' }],
  ],
  ['nothing of what went over it', { kind: 'overtaken', head: release(87), progress: UP }, []],
])('there is to tell: %s', (_, seen, troubles) => {
  expect(troublesOf(seen)).toEqual(troubles);
});

const SMOKE: Trouble = { kind: 'smoke' };
const SLOW: Trouble = { kind: 'blind', why: 'slow' };

test.each<[Trouble, number]>([
  [{ kind: 'crashed', dynos: ['web.1'] }, 0],
  [{ kind: 'wrong-door' }, 0],
  [{ kind: 'command-failed' }, 0],
  [{ kind: 'blind', why: 'unauthorized' }, 0],
  [{ kind: 'blind', why: 'forbidden' }, 0],
  [SMOKE, 20_000],
  [SLOW, 30_000],
  [{ kind: 'blind', why: 'down' }, 30_000],
  [{ kind: 'blind', why: 'rate-limited' }, 30_000],
])('%o is told after %i ms', (trouble, ms) => {
  const since = lasting([trouble], {}, 1_000);
  expect(dueToTell([trouble], since, 1_000 + ms)).toEqual([trouble]);
  if (ms > 0) expect(dueToTell([trouble], since, 999 + ms)).toEqual([]);
});

test('what was gone in between begins anew', () => {
  const since = lasting([], lasting([SMOKE], {}, 0), 10_000);
  expect(dueToTell([SMOKE], lasting([SMOKE], since, 15_000), 25_000)).toEqual([]);
});

test('everybody hears within 30 s of trouble that stays', () => {
  const trouble: fc.Arbitrary<Trouble> = fc.constantFrom<Trouble>(
    SMOKE,
    SLOW,
    { kind: 'wrong-door' },
    { kind: 'crashed', dynos: ['web.1'] },
  );
  fc.assert(
    fc.property(trouble, fc.array(fc.integer({ min: 1, max: 15_000 }), { minLength: 1 }), (each, steps) => {
      let since = lasting([each], {}, 0);
      let now = 0;
      for (const step of steps) {
        now += step;
        since = lasting([each], since, now);
      }
      expect(dueToTell([each], since, now).length === 1 || now < 30_000).toBe(true);
      expect(Object.keys(since)).toEqual([nameOf(each)]);
    }),
  );
});
