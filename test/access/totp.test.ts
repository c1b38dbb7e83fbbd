import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acceptedStep, codeAt, enrolmentUri, stepAt, typedCode } from '../../src/access/totp.ts';

/** The ASCII key `12345678901234567890` of RFC 6238, appendix B, in base32. */
const RFC_SEED = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const seeds = fc.string({
  unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'),
  minLength: 32,
  maxLength: 32,
});

/** Appendix B gives eight digits; six are their last six. */
test.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('S5: RFC 6238 appendix B, %i s: %s', (seconds, code) => {
  const at = new Date(seconds * 1000);
  expect(codeAt(RFC_SEED, stepAt(at))).toBe(code);
  expect(acceptedStep(RFC_SEED, code, at)).toBe(Math.floor(seconds / 30));
});

describe('S5, T23: the window is exactly this step and the one before', () => {
  const step = 59_400_000;
  const at = (s: number) => new Date((step * 30 + s) * 1000);
  const code = codeAt(RFC_SEED, step);
  test.each([
    [-31, null],
    [-1, null],
    [0, step],
    [29.999, step],
    [30, step],
    [59.999, step],
    [60, null],
    [90, null],
  ])('%d s after it began', (s, expected) => {
    expect(acceptedStep(RFC_SEED, code, at(s))).toBe(expected);
  });

  test('whatever the seed and the time', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 1_000, max: 4_000_000_000 }),
        fc.integer({ min: -5, max: 5 }),
        (seed, s, off) => {
          const now = new Date(s * 1000);
          const typed = codeAt(seed, stepAt(now) + off);
          const accepted = acceptedStep(seed, typed, now);
          // Six digits of two steps are the same once in a million.
          if (off === 0 || off === -1) expect(codeAt(seed, accepted ?? 0)).toBe(typed);
          else if (accepted !== null) expect(codeAt(seed, accepted)).toBe(typed);
        },
      ),
    );
  });
});

test.each([
  ['123456', '123456'],
  [' 123 456\n', '123456'],
  ['12345', null],
  ['1234567', null],
  ['１２３４５６', null],
  ['12345a', null],
  ['-12345', null],
  ['', null],
])('typed %j is %j', (typed, code) => {
  expect(typedCode(typed)).toBe(code);
});

test('the address an authenticator app reads names the bot and the person', () => {
  expect(enrolmentUri(RFC_SEED, 'Ana')).toBe(
    `otpauth://totp/Switchback:Ana?issuer=Switchback&secret=${RFC_SEED}&algorithm=SHA1&digits=6&period=30`,
  );
});
