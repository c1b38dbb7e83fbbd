import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levelOf, preflightSchema, sameFinding, toAcknowledge } from '../../src/findings.ts';
import type { Read } from '../../src/ports.ts';
import {
  isGuarded,
  NOT_CHECKED,
  type PreflightFacts,
  preflight,
} from '../../src/runbooks/rollback/preflight.ts';
import { API, dyno, NOW, release } from './facts.ts';

const ok = <T>(value: T): Read<T> => ({ ok: true, value });
const unread = { ok: false, why: 'slow' } as const;
const config = (over: Partial<Record<'appears' | 'changes' | 'vanishes', readonly string[]>>) =>
  ok({ appears: [], changes: [], vanishes: [], ...over });

/** v85 runs and is bad, everything could be read, nothing else is remarkable. */
function facts(over: Partial<PreflightFacts> = {}): PreflightFacts {
  return {
    app: API,
    target: release(84),
    releases: [release(85, { current: true }), release(84), release(83)],
    dynos: ok([dyno('web.1', 85, 'crashed'), dyno('web.2', 85)]),
    formation: ok([
      { type: 'web', quantity: 2, size: 'Standard-1X' },
      { type: 'release', quantity: 0, size: 'Standard-1X' },
    ]),
    config: config({}),
    smoke: { kind: 'answered', status: 503, cached: false, originGuard: false },
    requestedBase: { id: 'r85', version: 85, bad: 85 },
    now: NOW,
    ...over,
  };
}

const notChecked = { code: 'not-checked', sources: [...NOT_CHECKED] };

test('nothing remarkable is still not CLEAR: silence about what nobody looked at must not read as safety', () => {
  const looked = preflight(facts());
  expect(looked).toMatchObject({ verdict: 'NEEDS ACKNOWLEDGEMENT', findings: [notChecked] });
  expect(preflightSchema.parse(looked)).toEqual(looked);
});

describe('BLOCKED', () => {
  test.each<[string, Partial<PreflightFacts>, unknown]>([
    ['the target is what runs', { dynos: ok([dyno('web.1', 84)]) }, { code: 'already-runs', version: 84 }],
    [
      'the target is not eligible',
      { target: release(84, { eligibleForRollback: false }) },
      { code: 'target-not-eligible', version: 84, status: 'succeeded' },
    ],
    [
      'the target failed',
      { target: release(84, { status: 'failed' }) },
      { code: 'target-not-eligible', version: 84, status: 'failed' },
    ],
    [
      'a release command is running',
      {
        releases: [
          release(86, { status: 'pending', createdAt: new Date(NOW.getTime() - 90_000) }),
          ...facts().releases,
        ],
        requestedBase: null,
      },
      { code: 'release-pending', version: 86, by: 'ben@raxx.app', sinceSeconds: 90 },
    ],
    [
      'guarded config vars would change, each way',
      {
        config: config({
          appears: ['REDIS_URL'],
          changes: ['FLAG_ENFORCE_CF_ORIGIN', 'PLAIN'],
          vanishes: ['DATABASE_URL'],
        }),
      },
      { code: 'guarded-config', names: ['DATABASE_URL', 'FLAG_ENFORCE_CF_ORIGIN', 'REDIS_URL'] },
    ],
  ])('%s', (_, over, finding) => {
    const looked = preflight(facts(over));
    expect(looked.verdict).toBe('BLOCKED');
    expect(looked.findings.filter((each) => levelOf(each) === 'blocks')).toEqual([finding]);
  });
});

describe('NEEDS ACKNOWLEDGEMENT', () => {
  test.each<[string, Partial<PreflightFacts>, unknown]>([
    [
      'config vars go back, by name',
      { config: config({ appears: ['A'], changes: ['B'], vanishes: ['C'] }) },
      { code: 'config-changes', appears: ['A'], changes: ['B'], vanishes: ['C'] },
    ],
    [
      'somebody released since the request',
      {
        releases: [release(86, { description: 'Set X config vars', current: true }), ...facts().releases],
        dynos: ok([dyno('web.1', 86)]),
      },
      { code: 'released-since-request', version: 86, by: 'ben@raxx.app', description: 'Set X config vars' },
    ],
    [
      'the dynos could not be read',
      { dynos: unread },
      { code: 'unknown-source', source: 'dynos', why: 'slow' },
    ],
    [
      'the formation could not be read',
      { formation: unread },
      { code: 'unknown-source', source: 'formation', why: 'slow' },
    ],
    [
      'the config vars could not be read',
      { config: unread },
      { code: 'unknown-source', source: 'config vars', why: 'slow' },
    ],
    [
      'web is scaled to zero',
      { formation: ok([{ type: 'web', quantity: 0, size: 'Eco' }]) },
      { code: 'scaled-to-zero' },
    ],
    ['no web process at all', { formation: ok([]) }, { code: 'scaled-to-zero' }],
  ])('%s', (_, over, finding) => {
    const looked = preflight(facts(over));
    expect(looked.verdict).toBe('NEEDS ACKNOWLEDGEMENT');
    expect(toAcknowledge(looked)).toEqual([finding, notChecked]);
  });
});

test('an unreadable source is unknown in the facts too, never zero', () => {
  expect(preflight(facts({ dynos: unread, formation: unread, config: unread }))).toMatchObject({
    dynos: null,
    webQuantity: null,
    releaseCommand: { present: null },
    base: { bad: 85 },
  });
});

test('the facts people are shown', () => {
  const hour = 3_600_000;
  const at = (hoursAgo: number) => new Date(NOW.getTime() - hoursAgo * hour);
  const target = release(84, {
    createdAt: at(20),
    updatedAt: new Date(at(20).getTime() + 47_300),
    outputStreamUrl: 'https://example.test/output',
  });
  const looked = preflight(
    facts({
      target,
      releases: [
        release(83, { createdAt: at(30) }),
        release(85, { createdAt: at(1), current: true }),
        target,
        release(86, { status: 'failed', createdAt: at(0.5), outputStreamUrl: 'https://example.test/x' }),
      ],
      config: config({ changes: ['B', 'A'], appears: ['C'] }),
      requestedBase: null,
    }),
  );
  expect(looked).toMatchObject({
    base: { id: 'r86', version: 86, bad: 85 },
    target: { id: 'r84', version: 84, by: 'ben@raxx.app', at: at(20).toISOString() },
    undone: [{ version: 86 }, { version: 85 }],
    servedMs: 19 * hour,
    dynos: { up: 1, crashed: 1, all: 2 },
    webQuantity: 2,
    releaseCommand: { present: true, lastSeconds: 47 },
    smoke: 503,
    configNames: ['A', 'B', 'C'],
    lookedAt: NOW.toISOString(),
  });
});

test('a smoke check without an answer says why', () => {
  expect(preflight(facts({ smoke: { kind: 'unreachable', why: 'dns' } })).smoke).toBe('dns');
});

test.each([
  ['DATABASE_URL', ['*_URL'], true],
  ['_URL', ['*_URL'], true],
  ['DATABASE_URLS', ['*_URL'], false],
  ['FLAG_X', ['FLAG_X'], true],
  ['FLAG_XY', ['FLAG_X'], false],
  ['flag_x', ['FLAG_X'], false],
  ['FLAG_A_ORIGIN', ['FLAG_*_ORIGIN'], true],
  ['FLAG_ORIGIN', ['FLAG_*_ORIGIN'], false],
  ['AB', ['A*B*'], true],
  ['ABA', ['AB*BA'], false],
  ['ANYTHING', ['*'], true],
  ['X', [], false],
])('guarded: %s by %j is %s', (name, patterns, expected) => {
  expect(isGuarded(name, patterns)).toBe(expected);
});

test('a pattern guards what the same glob as a regular expression would match', () => {
  const text = fc.stringMatching(/^[AB]{0,6}$/);
  const pattern = fc.stringMatching(/^[AB*]{0,6}$/);
  fc.assert(
    fc.property(text, pattern, (name, glob) => {
      expect(isGuarded(name, [glob])).toBe(new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(name));
    }),
    { numRuns: 3_000 },
  );
});

test('a finding is the same after a trip through the database, and another when any fact differs', () => {
  const finding = { code: 'release-pending', version: 86, by: 'ben', sinceSeconds: 3 } as const;
  const reordered = { sinceSeconds: 3, by: 'ben', version: 86, code: 'release-pending' } as const;
  expect(sameFinding(finding, reordered)).toBe(true);
  expect(sameFinding(finding, { ...finding, version: 87 })).toBe(false);
});
