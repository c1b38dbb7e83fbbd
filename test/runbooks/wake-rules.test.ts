/** heroku.md's four reasons to wake the operator: what is taken for one, and what is not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ErrorCode, ErrorRun } from '../../src/incident.ts';
import type { LogLine, Release, SmokeResult } from '../../src/ports.ts';
import {
  affectsUs,
  cannotBeReached,
  errorRuns,
  recognised,
  type WakeFacts,
} from '../../src/runbooks/incident/wake-rules.ts';

const NOW = new Date('2026-06-21T04:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const UP: SmokeResult = { kind: 'answered', status: 200, cached: false, originGuard: false };
const DOWN: SmokeResult = { kind: 'answered', status: 503, cached: false, originGuard: false };
const GREEN = { ok: true, value: { green: true, incidents: [] } } as const;

function release(version: number, over: Partial<Release> = {}): Release {
  return {
    id: `id-${version}`,
    version,
    description: `Deploy c0ffee${version}`,
    status: 'succeeded',
    current: false,
    eligibleForRollback: true,
    slugId: `slug-${version}`,
    hasArtifact: true,
    outputStreamUrl: null,
    user: { id: 'u', email: 'ben@raxx.app' },
    createdAt: ago(30),
    updatedAt: ago(30),
    ...over,
  };
}

function facts(over: Partial<WakeFacts> = {}): WakeFacts {
  return {
    since: ago(20),
    now: NOW,
    releases: { ok: true, value: [release(85)] },
    errors: [],
    smoke: UP,
    platform: GREEN,
    handled: false,
    ...over,
  };
}

const rules = (over: Partial<WakeFacts>) => recognised(facts(over)).map(({ rule }) => rule);
const releases = (...value: readonly Release[]) => ({ releases: { ok: true, value } }) as const;

test('nothing wrong: nothing', () => {
  expect(rules({})).toEqual([]);
});

describe('a deploy that failed past its gate', () => {
  const failed = release(86, { status: 'failed', createdAt: ago(25) });
  test.each([
    ['the newest deploy failed', releases(failed, release(85)), ['deploy-failed']],
    // A config change on top of it mends nothing.
    [
      'a config change came after',
      releases(release(87, { description: 'Set X config vars' }), failed),
      ['deploy-failed'],
    ],
    ['a later deploy succeeded', releases(release(87), failed), []],
    ['it failed yesterday', releases({ ...failed, createdAt: ago(24 * 60) }), []],
    ['its command still runs', releases({ ...failed, status: 'pending' }), []],
    // The bot's own rollback says for itself what became of it.
    ['a rollback failed', releases({ ...failed, description: 'Rollback to v84' }, release(85)), []],
    ['there is no release', releases(), []],
    ['the list cannot be read', { releases: { ok: false, why: 'down' } } as const, []],
  ])('%s', (_, over, expected) => {
    expect(rules(over)).toEqual(expected);
  });
});

describe('errors that go on', () => {
  const run = (code: ErrorCode, first: number, last: number, times = 2): ErrorRun => ({
    code,
    first: ago(first),
    last: ago(last),
    times,
  });
  const seen = (...of: Parameters<typeof run>) => ({ errors: [run(...of)] });
  test.each([
    ['for 30 min and still', seen('R14', 30, 0), ['errors-go-on']],
    ['for 29 min', seen('R14', 29, 0), []],
    ['seen long ago, the last 10 min ago', seen('R14', 60, 10), ['errors-go-on']],
    ['seen long ago, the last 11 min ago', seen('R14', 60, 11), []],
    ['a single boot timeout', seen('R10', 30, 0, 1), []],
  ])('%s', (_, over, expected) => {
    expect(rules(over)).toEqual(expected);
  });

  const line = (minutes: number, text: string): LogLine => ({
    at: ago(minutes),
    source: 'heroku',
    process: 'web.1',
    text,
  });
  const R10 = 'Error R10 (Boot timeout) -> Web process failed to bind';
  const R14 = 'Error R14 (Memory quota exceeded)';
  test.each([
    ['one R14', [line(3, R14)], [], ['R14 3-3 ×1']],
    ['two R10, the newer one first', [line(1, R10), line(3, R10)], [], ['R10 3-1 ×2']],
    ['one more of a known one', [line(1, R10)], [run('R10', 40, 25)], ['R10 40-1 ×3']],
    [
      'what was counted stays counted',
      [line(25, R10), line(30, R10)],
      [run('R10', 40, 25)],
      ['R10 40-25 ×2'],
    ],
    ['not in the log any more', [], [run('R10', 40, 25)], ['R10 40-25 ×2']],
    ['29 min of silence', [line(1, R10)], [run('R10', 60, 30)], ['R10 60-1 ×3']],
    ['half an hour of silence: another', [line(1, R10)], [run('R10', 60, 31)], ['R10 1-1 ×1']],
    ['hours later, in one log', [line(4, R14), line(120, R14)], [], ['R14 4-4 ×1']],
    ['the app only talks about it', [{ ...line(1, R14), source: 'app' }], [], []],
  ])('%s', (_, lines, before, expected) => {
    const minutes = (at: Date) => (NOW.getTime() - at.getTime()) / 60_000;
    expect(
      errorRuns(lines, before).map(
        ({ code, first, last, times }) => `${code} ${minutes(first)}-${minutes(last)} ×${times}`,
      ),
    ).toEqual(expected);
  });

  test('however the looks fall, the log comes to the same', () => {
    const logged = fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { maxLength: 20 });
    fc.assert(
      fc.property(logged, fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 9 }), (minutes, looks) => {
        const lines = minutes.map((each) => line(each, R10));
        const latestLast = [...looks, 0].toSorted((a, b) => b - a);
        const inParts = latestLast.reduce<readonly ErrorRun[]>(
          (known, look) =>
            errorRuns(
              lines.filter(({ at }) => at <= ago(look)),
              known,
            ),
          [],
        );
        expect(inParts).toEqual(errorRuns(lines, []));
      }),
    );
  });
});

describe('Heroku itself', () => {
  const incident = (text: string) =>
    ({ platform: { ok: true, value: { green: false, incidents: [{ title: text, text }] } } }) as const;
  test.each([
    ['Apps in the US region are not reachable', true],
    ['Elevated router errors (us)', true],
    ['Elevated router errors', true],
    ['Elevated errors in EU and US', true],
    ['Elevated errors in the EU region', false],
    ['Elevated errors in the EU region. Please contact us', false],
    ['Private Spaces in Frankfurt: build failures', false],
  ])('%s: %s', (text, expected) => {
    expect(affectsUs({ text })).toBe(expected);
    expect(rules(incident(text))).toEqual(expected ? ['heroku-incident'] : []);
  });

  test('what cannot be read is neither green nor an incident', () => {
    expect(rules({ platform: { ok: false, why: 'slow' }, smoke: DOWN })).toEqual([]);
  });
});

describe('an app that cannot be reached', () => {
  test.each([
    ['and Heroku is green', {}, ['unreachable']],
    ['a rollback is under way', { handled: true }, []],
    ['Heroku is not green', { platform: { ok: true, value: { green: false, incidents: [] } } } as const, []],
  ])('%s', (_, over, expected) => {
    expect(rules({ smoke: DOWN, ...over })).toEqual(expected);
  });

  test.each<[SmokeResult, boolean]>([
    [DOWN, true],
    [{ kind: 'unreachable', why: 'refused' }, true],
    [{ kind: 'unreachable', why: 'slow' }, true],
    [UP, false],
    [{ ...UP, status: 404 }, false],
    [{ ...UP, status: 403, originGuard: true }, false],
    [{ ...DOWN, cached: true }, false],
    [{ kind: 'unreachable', why: 'forbidden-address' }, false],
  ])('%o: %s', (smoke, expected) => {
    expect(cannotBeReached(smoke)).toBe(expected);
  });
});
