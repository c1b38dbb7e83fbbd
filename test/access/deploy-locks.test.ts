import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commitOf, stopping } from '../../src/access/deploy-locks.ts';
import type { DeployLock } from '../../src/ledger.ts';

const BAD = '4f9c2e7a1b3d5f60718293a4b5c6d7e8f9012345';
const FIX = '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567';

function lock(over: Partial<DeployLock> = {}): DeployLock {
  return {
    id: 1,
    app: 'raxx-api-prod',
    commit: null,
    operationId: null,
    reason: 'rolled back',
    owner: 'Ana',
    since: new Date('2026-06-21T03:03:00Z'),
    letThrough: [],
    ...over,
  };
}

describe('what stops a deploy', () => {
  test.each<{ name: string; locks: readonly DeployLock[]; commit: string | null; stopped: boolean }>([
    { name: 'nothing is locked', locks: [], commit: BAD, stopped: false },
    { name: 'nothing is locked, no commit named', locks: [], commit: null, stopped: false },
    { name: 'the whole app', locks: [lock()], commit: FIX, stopped: true },
    { name: 'the bad commit', locks: [lock({ commit: BAD })], commit: BAD, stopped: true },
    { name: 'the fix', locks: [lock({ commit: BAD })], commit: FIX, stopped: false },
    { name: 'no commit named, one is locked', locks: [lock({ commit: BAD })], commit: null, stopped: true },
    {
      name: 'the bad commit, abbreviated by CI',
      locks: [lock({ commit: BAD })],
      commit: '4f9c2e7',
      stopped: true,
    },
    {
      name: 'the bad commit, abbreviated here',
      locks: [lock({ commit: '4f9c2e7' })],
      commit: BAD,
      stopped: true,
    },
    { name: 'let through', locks: [lock({ letThrough: [FIX] })], commit: FIX, stopped: false },
    { name: 'another is let through', locks: [lock({ letThrough: [FIX] })], commit: BAD, stopped: true },
    {
      name: 'let through by its abbreviation',
      locks: [lock({ letThrough: ['0a1b2c3'] })],
      commit: FIX,
      stopped: false,
    },
    {
      name: 'an abbreviation of what is let through might mean another',
      locks: [lock({ letThrough: [FIX] })],
      commit: '0a1b2c3',
      stopped: true,
    },
    {
      name: 'let through one lock, stopped by a later one',
      locks: [lock({ letThrough: [FIX] }), lock({ id: 2 })],
      commit: FIX,
      stopped: true,
    },
  ])('$name', ({ locks, commit, stopped }) => {
    expect(stopping(locks, commit).length > 0).toBe(stopped);
  });
});

test('a commit is 7 to 40 hexadecimal digits, whatever their case', () => {
  expect(commitOf('4F9C2E7')).toBe('4f9c2e7');
  for (const typed of ['', '4f9c2e', `${BAD}0`, '4f9c2eg', '４f9c2e7', ' 4f9c2e7', 'v85', '4f9c2e7\n']) {
    expect(commitOf(typed)).toBeNull();
  }
  fc.assert(
    fc.property(fc.string(), (typed) => {
      const commit = commitOf(typed);
      expect(commit === null || /^[0-9a-f]{7,40}$/.test(commit)).toBe(true);
    }),
  );
});
