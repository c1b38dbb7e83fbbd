/** facts/threats.md section 2, steps 6 and 7: what proves that a release is ours. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Release, Sent } from '../../src/ports.ts';
import {
  type Attribution,
  classify,
  effects,
  seen,
  somebodyElse,
} from '../../src/runbooks/rollback/attribution.ts';
import { NOW, release } from './facts.ts';

const BOT = { id: 'user-bot', email: 'switchback-bot@raxx.app' };
const OURS = { description: 'Rollback to v84', user: BOT, createdAt: NOW };

const answered = (status: number, over: Partial<Extract<Sent, { kind: 'answered' }>> = {}): Sent => ({
  kind: 'answered',
  status,
  release: null,
  errorId: null,
  requestId: null,
  ...over,
});
const made = (version: number, over: Partial<Release> = {}) => ({
  release: release(version, { ...OURS, ...over }),
});
const refusal = (status: number, errorId: string) => answered(status, { errorId });

test.each<[string, Sent, unknown]>([
  ['201 with our release', answered(201, made(86)), { kind: 'confirmed', release: { version: 86 } }],
  ['201, landed over somebody', answered(201, made(88)), { kind: 'confirmed', release: { version: 88 } }],
  ['201, still pending', answered(201, made(86, { status: 'pending' })), { kind: 'confirmed' }],
  [
    '201 with the wrong description',
    answered(201, made(86, { description: 'Rollback to v83' })),
    { kind: 'ambiguous' },
  ],
  ['201 with the base itself', answered(201, made(85)), { kind: 'ambiguous' }],
  ['201 with a body nobody can read', answered(201), { kind: 'ambiguous', cause: 'HTTP 201' }],
  ['200 with our release', answered(200, made(86)), { kind: 'ambiguous' }],
  ['202', answered(202), { kind: 'ambiguous' }],
  ['302', answered(302), { kind: 'ambiguous' }],
  ['never connected', { kind: 'never-connected', why: 'dns' }, { kind: 'not-executed', cause: 'dns' }],
  ['429', refusal(429, 'rate_limit'), { kind: 'not-executed', cause: 'rate limit' }],
  ['429 without a word', answered(429), { kind: 'not-executed', cause: 'rate limit' }],
  ['400', refusal(400, 'bad_request'), { kind: 'failed', status: 400, errorId: 'bad_request' }],
  ['401', refusal(401, 'unauthorized'), { kind: 'failed', status: 401, errorId: 'unauthorized' }],
  ['403', refusal(403, 'forbidden'), { kind: 'failed', status: 403, errorId: 'forbidden' }],
  ['404', refusal(404, 'not_found'), { kind: 'failed', status: 404, errorId: 'not_found' }],
  ['422', refusal(422, 'invalid_params'), { kind: 'failed', status: 422, errorId: 'invalid_params' }],
  ['404 from something that is not Heroku', answered(404), { kind: 'ambiguous', cause: 'HTTP 404' }],
  ['403 from a proxy', answered(403), { kind: 'ambiguous' }],
  ['409', refusal(409, 'conflict'), { kind: 'ambiguous' }],
  ['408', refusal(408, 'timeout'), { kind: 'ambiguous' }],
  ...[500, 502, 503, 504].map((status): [string, Sent, unknown] => [
    String(status),
    refusal(status, 'internal_server_error'),
    { kind: 'ambiguous', cause: `HTTP ${status}` },
  ]),
  ['answer lost', { kind: 'lost', why: 'reset', requestId: null }, { kind: 'ambiguous', cause: 'reset' }],
])('classify: %s', (_, sent, verdict) => {
  expect(classify(sent, 85, 'Rollback to v84')).toMatchObject(verdict as object);
});

const ATTEMPT: Attribution = {
  botUserId: BOT.id,
  baseVersion: 85,
  description: 'Rollback to v84',
  since: NOW,
  taken: new Set(['r90']),
};
const later = (ms: number) => new Date(NOW.getTime() + ms);

test.each<[string, Release, boolean]>([
  ['all five hold', release(86, OURS), true],
  ['it landed over somebody', release(89, OURS), true],
  ["Heroku's clock is two minutes behind", release(86, { ...OURS, createdAt: later(-120_000) }), true],
  ['older than the intent', release(86, { ...OURS, createdAt: later(-120_001) }), false],
  ['the base itself', release(85, OURS), false],
  ['before the base', release(80, OURS), false],
  [
    'T38 the same rollback by somebody else',
    release(86, { ...OURS, user: { id: 'user-cy', email: BOT.email } }),
    false,
  ],
  ['another target', release(86, { ...OURS, description: 'Rollback to v83' }), false],
  ['a deploy of ours', release(86, { ...OURS, description: 'Deploy c0ffee' }), false],
  ['it belongs to another attempt', release(90, OURS), false],
])('adopted or not: %s', (_, each, adopted) => {
  expect(effects([each], ATTEMPT)).toEqual(adopted ? [each] : []);
});

test('nothing that is not ours is ever adopted, and all that is ours is', () => {
  const anyRelease = fc
    .record({
      version: fc.integer({ min: 83, max: 92 }),
      description: fc.constantFrom('Rollback to v84', 'Rollback to v83', 'Rollback to v840', 'Deploy c0ffee'),
      user: fc.constantFrom(BOT, { id: 'user-cy', email: BOT.email }),
      createdAt: fc.constantFrom(later(-300_000), later(-60_000), NOW, later(5_000)),
    })
    .map(({ version, ...over }) => release(version, over));
  fc.assert(
    fc.property(
      fc.uniqueArray(anyRelease, { selector: (each) => each.version, maxLength: 10 }),
      (releases) => {
        const adopted = effects(releases, ATTEMPT);
        for (const each of releases) {
          const ours =
            each.version > 85 &&
            each.description === 'Rollback to v84' &&
            each.user.id === BOT.id &&
            each.createdAt >= later(-120_000) &&
            each.id !== 'r90';
          expect(adopted.includes(each)).toBe(ours);
        }
        expect(adopted.map((each) => each.version)).toEqual(
          adopted.map((each) => each.version).toSorted((a, b) => a - b),
        );
        const other = somebodyElse(releases, ATTEMPT);
        if (other) {
          expect(adopted).not.toContain(other);
          expect(other.version).toBe(Math.max(...releases.map((each) => each.version)));
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test.each<[string, readonly Release[], number | null]>([
  ['nobody: the head is still the base', [release(85), release(84)], null],
  ['nobody: the list is empty', [], null],
  ['nobody: ours is newest', [release(87, OURS), release(86), release(85)], null],
  ['a deploy on top of the base', [release(86), release(85)], 86],
  ['a deploy on top of ours', [release(87), release(86, OURS)], 87],
  ['the same rollback by another person', [release(86, { description: 'Rollback to v84' })], 86],
])('somebody else: %s', (_, releases, expected) => {
  expect(somebodyElse(releases, ATTEMPT)?.version ?? null).toBe(expected);
});

test('a release seen is plain data', () => {
  const shown = seen(release(86, OURS));
  expect(structuredClone(shown)).toEqual({
    id: 'r86',
    version: 86,
    description: 'Rollback to v84',
    by: BOT.email,
    at: NOW.toISOString(),
  });
});
