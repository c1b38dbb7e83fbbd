/** What an answer means for a delivery: taken, a no, or later. */
import { expect, test } from 'vitest';
import type { Unreachable } from '../../src/http/reach.ts';
import { GIVE_UP_AFTER_MS, verdictOn } from '../../src/http/webhook-verdict.ts';

function answered(status: number, headers: Record<string, string> = {}) {
  return { kind: 'answered', status, headers, body: '' } as const;
}
const unreachable = (why: Unreachable['why']) => ({ kind: 'unreachable', why }) as const;
const FIRST = { tries: 0, ageMs: 0 };

test.each([200, 201, 202, 204])('%i: taken', (status) => {
  expect(verdictOn(answered(status), FIRST)).toEqual({ state: 'delivered' });
});

// A redirect would take a signed body elsewhere.
test.each([301, 308, 400, 401, 403, 404, 409, 410, 413, 422])('%i: a no', (status) => {
  expect(verdictOn(answered(status), FIRST)).toEqual({ state: 'given-up', problem: String(status) });
});

test.each([408, 425, 429, 500, 502, 503, 504])('%i: later', (status) => {
  expect(verdictOn(answered(status), FIRST)).toEqual({
    state: 'waiting',
    problem: String(status),
    seconds: 5,
  });
});

test.each(['slow', 'refused', 'dns', 'tls', 'broken'] as const)('%s: later', (why) => {
  expect(verdictOn(unreachable(why), FIRST)).toEqual({ state: 'waiting', problem: why, seconds: 5 });
});

test('an address that may not be reached does not become another by waiting', () => {
  expect(verdictOn(unreachable('forbidden-address'), FIRST)).toMatchObject({ state: 'given-up' });
});

test.each([
  [0, 5],
  [1, 10],
  [2, 20],
  [5, 160],
  [6, 300],
  [400, 300],
])('after %i tries: in %i s', (tries, seconds) => {
  expect(verdictOn(answered(503), { tries, ageMs: 0 })).toMatchObject({ seconds });
});

test.each([
  ['120', 120],
  ['1', 5],
  ['0', 5],
  ['999999', 3_600],
  ['-1', 5],
  ['soon', 5],
  ['Wed, 21 Oct 2026 07:28:00 GMT', 5],
])('asked for %s: in %i s', (header, seconds) => {
  expect(verdictOn(answered(429, { 'retry-after': header }), FIRST)).toMatchObject({ seconds });
});

test('a day is enough', () => {
  expect(verdictOn(answered(503), { tries: 300, ageMs: GIVE_UP_AFTER_MS - 1 })).toMatchObject({
    state: 'waiting',
  });
  expect(verdictOn(answered(503), { tries: 300, ageMs: GIVE_UP_AFTER_MS })).toEqual({
    state: 'given-up',
    problem: '503',
  });
});
