import { expect, test } from 'vitest';
import type { SmokeResult } from '../../src/ports.ts';
import { allUp, passes, type RecoveryFacts, recovery } from '../../src/runbooks/rollback/recovery.ts';
import { dyno, release } from './facts.ts';

const PASSED: SmokeResult = { kind: 'answered', status: 200, cached: false, originGuard: false };

/** v86 is ours and everything holds. */
function facts(over: Partial<RecoveryFacts> = {}): RecoveryFacts {
  return {
    ours: { id: 'r86', version: 86 },
    release: release(86, { current: true }),
    dynos: [dyno('web.1', 86), dyno('web.2', 86), dyno('worker.1', 85)],
    webQuantity: 2,
    smoke: PASSED,
    ...over,
  };
}

test('recovered: succeeded, current, every web dyno up on it, smoke really answered 200', () => {
  expect(recovery(facts())).toEqual({
    kind: 'holds',
    progress: { release: 'succeeded', dynosUp: 2, dynosWanted: 2, dynosCrashed: [], smoke: 200 },
  });
});

test.each<[string, Partial<RecoveryFacts>, string]>([
  ['the release cannot be read', { release: null }, 'release'],
  ['the release command runs', { release: release(86, { status: 'pending', current: true }) }, 'release'],
  ['another release is current', { release: release(86, { current: false }) }, 'release'],
  ['the dynos cannot be read', { dynos: null }, 'dynos'],
  ['there is no dyno', { dynos: [] }, 'dynos'],
  [
    'web is scaled to zero, and a dyno is still there',
    { webQuantity: 0, dynos: [dyno('web.1', 86, 'down')] },
    'dynos',
  ],
  ['only workers are up', { dynos: [dyno('worker.1', 86), dyno('worker.2', 86)] }, 'dynos'],
  ['fewer than the formation asks for', { dynos: [dyno('web.1', 86)] }, 'dynos'],
  ['nobody knows how many there should be', { webQuantity: null }, 'dynos'],
  ['one is up on another version', { dynos: [dyno('web.1', 86), dyno('web.2', 85)] }, 'dynos'],
  [
    'an old one is still there',
    { dynos: [dyno('web.1', 86), dyno('web.2', 86), dyno('web.3', 85)] },
    'dynos',
  ],
  ...(['crashed', 'down', 'idle', 'starting'] as const).map(
    (state): [string, Partial<RecoveryFacts>, string] => [
      `one is ${state}`,
      { dynos: [dyno('web.1', 86), dyno('web.2', 86, state)] },
      'dynos',
    ],
  ),
  ['smoke was not asked', { smoke: null }, 'smoke'],
  ['smoke got a cached 200', { smoke: { ...PASSED, cached: true } }, 'smoke'],
  ['smoke got 503', { smoke: { ...PASSED, status: 503 } }, 'smoke'],
  ['smoke got a redirect', { smoke: { ...PASSED, status: 302 } }, 'smoke'],
  ['smoke got 204', { smoke: { ...PASSED, status: 204 } }, 'smoke'],
  ['T46 smoke met the origin guard', { smoke: { ...PASSED, status: 403, originGuard: true } }, 'smoke'],
  ['smoke got no answer', { smoke: { kind: 'unreachable', why: 'slow' } }, 'smoke'],
])('not recovered: %s', (_, over, on) => {
  expect(recovery(facts(over))).toMatchObject({ kind: 'waiting', on });
});

test.each<[string, Partial<RecoveryFacts>, number | null]>([
  ['T41 old code serves, as documented', { dynos: [dyno('web.1', 85)] }, 85],
  [
    'it runs all the same, and Heroku does not call it current',
    { release: release(86, { status: 'failed' }) },
    86,
  ],
  ['nobody can tell', { dynos: null }, null],
  ['nothing runs', { dynos: [dyno('worker.1', 86)] }, null],
])('release command failed: %s', (_, over, runs) => {
  for (const status of ['failed', 'expired'] as const) {
    const facts86 = facts({ release: release(86, { status, current: true }), ...over });
    const found = facts86.release && { ...facts86.release, status };
    expect(recovery({ ...facts86, release: found })).toMatchObject({ kind: 'release-failed', runs });
  }
});

test.each<[string, Partial<RecoveryFacts>, object]>([
  ['T40 everything else holds: healthy, as in the RCA', {}, { kind: 'holds' }],
  [
    'a dyno is still starting',
    { dynos: [dyno('web.1', 86), dyno('web.2', 86, 'starting')] },
    { on: 'dynos' },
  ],
  ['smoke fails', { smoke: { ...PASSED, status: 503 } }, { on: 'smoke' }],
])('release command failed and the dynos run it all the same: %s', (_, over, expected) => {
  const failed = release(86, { status: 'failed', current: true });
  const found = recovery(facts({ release: failed, ...over }));
  expect(found).toMatchObject(expected);
  expect(found.progress.release).toBe('failed');
});

test('nothing runs: web is scaled to zero, and no smoke check makes that a recovery', () => {
  expect(recovery(facts({ dynos: [], webQuantity: 0 }))).toMatchObject({ kind: 'nothing-runs' });
  expect(recovery(facts({ dynos: null, webQuantity: 0 }))).toMatchObject({ kind: 'waiting', on: 'dynos' });
});

test('T84 overtaken: somebody released on top, whatever ours looks like', () => {
  const head = release(87, { current: true });
  expect(recovery(facts({ onTop: head }))).toMatchObject({ kind: 'overtaken', head });
  expect(recovery(facts({ onTop: head, dynos: null, smoke: null }))).toMatchObject({ kind: 'overtaken' });
});

test('why something could not be read is part of what was seen', () => {
  expect(recovery(facts({ release: null, unread: 'rate-limited' })).progress).toMatchObject({
    unread: 'rate-limited',
  });
});

test('progress says what was seen, and nothing about what was not', () => {
  expect(recovery(facts({ release: null, dynos: null, webQuantity: null, smoke: null })).progress).toEqual(
    {},
  );
  const command = release(86, {
    current: true,
    outputStreamUrl: 'https://example.test/output',
    updatedAt: new Date(release(86).createdAt.getTime() + 47_400),
  });
  expect(
    recovery(
      facts({
        release: command,
        dynos: [dyno('web.1', 86, 'crashed'), dyno('web.2', 85, 'crashed')],
        webQuantity: 3,
        smoke: { kind: 'unreachable', why: 'refused' },
      }),
    ).progress,
  ).toEqual({
    release: 'succeeded',
    releaseCommandSeconds: 47,
    dynosUp: 0,
    dynosWanted: 3,
    dynosCrashed: ['web.1'],
    smoke: 0,
    smokeProblem: 'unreachable',
  });
  expect(recovery(facts({ webQuantity: null })).progress).not.toHaveProperty('dynosWanted');
});

test.each([
  ['cached', { ...PASSED, cached: true }],
  ['origin-guard', { ...PASSED, status: 403, originGuard: true }],
])('the smoke problem is named: %s', (problem, smoke) => {
  expect(recovery(facts({ smoke })).progress.smokeProblem).toBe(problem);
});

test('more dynos than asked for are fine when all are ours', () => {
  expect(allUp([dyno('web.1', 86), dyno('web.2', 86)], 86, 1)).toBe(true);
});

test('only a fresh 200 passes', () => {
  expect(passes(PASSED)).toBe(true);
  expect(passes({ ...PASSED, status: 201 })).toBe(false);
});
