import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lockArguments } from '../../src/runbooks/rollback/lock-arguments.ts';

const SHA = '4f9c2e7a1b3d5f60718293a4b5c6d7e8f9012345';
const words = (typed: string) => typed.split(/\s+/u).filter((word) => word !== '');

describe('what follows /ops lock and /ops unlock', () => {
  test.each([
    ['api waiting for the fix', { app: 'api', commit: null, reason: 'waiting for the fix' }],
    [`api ${SHA} it is the fix`, { app: 'api', commit: SHA, reason: 'it is the fix' }],
    ['api 4F9C2E7 it is the fix', { app: 'api', commit: '4f9c2e7', reason: 'it is the fix' }],
    ['api deadbee is what it says', { app: 'api', commit: 'deadbee', reason: 'is what it says' }],
    ['api 4f9c2e7', { app: 'api', commit: '4f9c2e7', reason: '' }],
    ['api', { app: 'api', commit: null, reason: '' }],
    ['', { app: '', commit: null, reason: '' }],
    ['api 500s on signup', { app: 'api', commit: null, reason: '500s on signup' }],
    ['api v85 is bad', { app: 'api', commit: null, reason: 'v85 is bad' }],
    ['api 2026-06-21 freeze', { app: 'api', commit: null, reason: '2026-06-21 freeze' }],
    ['api until 4f9c2e7 is out', { app: 'api', commit: null, reason: 'until 4f9c2e7 is out' }],
  ])('%s', (typed, value) => {
    expect(lockArguments(words(typed))).toEqual({ ok: true, value });
  });

  test.each(['4f9c2', 'a1b2c3', `${SHA}0`, '4f9c2e7g', '4f9c2e7\u0430b3d', '4f9c2e7\u200b', '４f9c2e7a'])(
    '%s was meant as a commit and is none',
    (typed) => {
      expect(lockArguments(['api', typed, 'it', 'is', 'the', 'fix'])).toMatchObject({
        ok: false,
        refusal: { reason: 'bad-commit', typed },
      });
    },
  );
});

test('a commit is never taken for a reason, however it is mistyped by one character', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[0-9a-f]{8,40}$/),
      fc.nat(),
      fc.constantFrom('g', 'o', 'l', '\u0430', '\u0435', '\u200b', 'ö'),
      (sha, where, slip) => {
        // Without a digit it might be a word.
        fc.pre(/\d/.test(sha));
        const at = where % sha.length;
        const typed = sha.slice(0, at) + slip + sha.slice(at + 1);
        fc.pre(/\d/.test(typed));
        expect(lockArguments(['api', typed, 'reason']).ok).toBe(false);
      },
    ),
  );
});
