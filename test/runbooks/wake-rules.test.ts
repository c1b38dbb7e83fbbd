/** heroku.md's four reasons to wake the operator: what is taken for one, and what is not. */
import { describe, expect, test } from 'vitest';
import type { LogLine, Release, SmokeResult } from '../../src/ports.ts';
import {
  affectsUs,
  cannotBeReached,
  recognised,
  sightingsIn,
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
    sightings: [],
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
  const seen = (first: number, last: number) => ({
    sightings: [{ code: 'R14', first: ago(first), last: ago(last) }] as const,
  });
  test.each([
    ['for 30 min and still', seen(30, 0), ['errors-go-on']],
    ['for 29 min', seen(29, 0), []],
    ['seen long ago, the last 10 min ago', seen(60, 10), ['errors-go-on']],
    ['seen long ago, the last 11 min ago', seen(60, 11), []],
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
  const never = { R10: null, R14: null };
  test.each([
    ['one R14 is enough', [line(3, R14)], never, ['R14 3-3']],
    ['one R10 is none', [line(3, R10)], never, []],
    ['two are', [line(3, R10), line(1, R10)], never, ['R10 3-1']],
    ['one more R10 of a known row', [line(1, R10)], { R10: ago(40), R14: null }, ['R10 40-1']],
    ['known, and not in the log any more', [], { R10: ago(40), R14: ago(40) }, []],
    ['the app only talks about it', [{ ...line(1, R14), source: 'app' }], never, []],
  ])('%s', (_, lines, before, expected) => {
    const minutes = (at: Date) => (NOW.getTime() - at.getTime()) / 60_000;
    expect(
      sightingsIn(lines, before).map(({ code, first, last }) => `${code} ${minutes(first)}-${minutes(last)}`),
    ).toEqual(expected);
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
