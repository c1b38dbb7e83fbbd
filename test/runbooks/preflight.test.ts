import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  levelOf,
  overridable,
  preflightOf,
  preflightSchema,
  sameFinding,
  toAcknowledge,
} from '../../src/findings.ts';
import type { ConfigDifference, Read } from '../../src/ports.ts';
import { preflight } from '../../src/runbooks/rollback/preflight.ts';
import { isGuarded } from '../../src/runbooks/rollback/preflight-blocks.ts';
import type { PreflightFacts } from '../../src/runbooks/rollback/preflight-facts.ts';
import { API, dyno, NOW, release } from './facts.ts';

const ok = <T>(value: T): Read<T> => ({ ok: true, value });
const unread = { ok: false, why: 'slow' } as const;
const config = (over: Partial<ConfigDifference>) =>
  ok({ appears: [], changes: [], vanishes: [], stays: [], flagsNow: [], flagsThen: [], ...over });
const COMMITS = { count: 1, authors: ['Ben'], fixes: [], labelsKnown: true, paths: ['api/signup.py'] };
const FIX = { sha: 'e07f41b2d9c8', title: 'Close CVE-1', author: 'Ben', protects: 'security' } as const;
const QUIET = {
  verdict: 'nothing' as const,
  counts: [],
  tracebacks: { since: 0, before: 0, naming: null, example: null },
};
const HEALTHY = {
  dynos: ok([dyno('web.1', 85), dyno('web.2', 85)]),
  smoke: { kind: 'answered', status: 200, cached: false, originGuard: false },
} as const;
const FREEZE = {
  from: new Date(NOW.getTime() - 3_600_000),
  until: new Date(NOW.getTime() + 3_600_000),
  reason: 'year end',
  tell: 'Kristerpher',
  apps: null,
};
const DAYS = 86_400_000;

/** v85 runs and is bad, everything could be read, nothing else is remarkable. */
function facts(over: Partial<PreflightFacts> = {}): PreflightFacts {
  return {
    app: API,
    kind: 'rollback',
    target: release(84),
    releases: [release(85, { current: true }), release(84), release(83)],
    dynos: ok([dyno('web.1', 85, 'crashed'), dyno('web.2', 85)]),
    formation: ok([
      { type: 'web', quantity: 2, size: 'Standard-1X' },
      { type: 'release', quantity: 0, size: 'Standard-1X' },
    ]),
    config: config({}),
    addons: ok(['DATABASE_URL', 'CACHE_PORT']),
    commits: ok(COMMITS),
    migration: { kind: 'none', why: null, names: [] },
    evidence: ok(QUIET),
    path: null,
    smoke: { kind: 'answered', status: 503, cached: false, originGuard: false },
    locks: [],
    incident: null,
    freezes: [],
    flags: [{ variable: 'FLAG_SENTRY', prerequisites: ['SENTRY_DSN'] }],
    damage: false,
    requestedBase: { id: 'r85', version: 85, bad: 85 },
    now: NOW,
    ...over,
  };
}

test('everything was looked at and nothing is remarkable: CLEAR', () => {
  const looked = preflight(facts());
  expect(looked).toMatchObject({ verdict: 'CLEAR', findings: [] });
  expect(preflightSchema.parse(looked)).toEqual(looked);
});

test('a preflight of another shape, as an older build stored it, is looked at anew', () => {
  expect(preflightOf({ verdict: 'CLEAR', findings: [{ code: 'not-checked', sources: [] }] })).toBeNull();
  expect(preflightOf(null)).toBeNull();
  expect(preflightOf(preflight(facts()))?.verdict).toBe('CLEAR');
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
    [
      'a migration took something away',
      { migration: { kind: 'destructive', why: null, names: ['0047.py: drop_column'] } },
      { code: 'migration-destructive', names: ['0047.py: drop_column'] },
    ],
  ])('%s', (_, over, finding) => {
    const looked = preflight(facts(over));
    expect(looked.verdict).toBe('BLOCKED');
    expect(looked.findings.filter((each) => levelOf(each) === 'blocks')).toEqual([finding]);
  });

  test('a reason overrides what people may risk, not what Heroku refuses', () => {
    const blocked = (over: Partial<PreflightFacts>) => overridable(preflight(facts(over)));
    expect(blocked({ migration: { kind: 'destructive', why: null, names: [] } })).toBe(true);
    expect(blocked({ config: config({ changes: ['REDIS_URL'] }) })).toBe(true);
    expect(blocked({ releases: [release(86, { status: 'pending' }), ...facts().releases] })).toBe(true);
    expect(blocked({ dynos: ok([dyno('web.1', 84)]) })).toBe(false);
    expect(
      blocked({ target: release(84, { status: 'expired' }), config: config({ changes: ['REDIS_URL'] }) }),
    ).toBe(false);
    expect(blocked({})).toBe(false);
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
    [
      'the add-ons could not be read',
      { addons: unread },
      { code: 'unknown-source', source: 'add-ons', why: 'slow' },
    ],
    [
      'the logs could not be read',
      { evidence: unread },
      { code: 'unknown-source', source: 'logs', why: 'slow' },
    ],
    [
      'the logs do not reach back far enough',
      { evidence: ok({ ...QUIET, verdict: 'unknown' }) },
      { code: 'unknown-source', source: 'logs', why: 'too-short' },
    ],
    [
      'the commits could not be read',
      { commits: { ok: false, why: 'no-token' } },
      { code: 'unknown-source', source: 'commits', why: 'no-token' },
    ],
    [
      'the labels of the commits could not be read',
      { commits: ok({ ...COMMITS, labelsKnown: false }) },
      { code: 'unknown-source', source: 'labels', why: 'down' },
    ],
    [
      'the target’s release command will not know the newer schema',
      { migration: { kind: 'additive-with-command', why: null, names: ['0047.py'] } },
      { code: 'migration-unknown-to-target', names: ['0047.py'] },
    ],
    [
      'a migration could not be judged',
      { migration: { kind: 'unknown', why: 'no-diff', names: ['0047.py'] } },
      { code: 'migration-unknown', why: 'no-diff', names: ['0047.py'] },
    ],
    [
      'it would undo a security fix',
      { commits: ok({ ...COMMITS, fixes: [FIX] }) },
      { code: 'undoes-fix', commits: [FIX] },
    ],
    [
      'the fault was there before',
      { evidence: ok({ ...QUIET, verdict: 'was-there-before' }) },
      { code: 'not-since-release', version: 85 },
    ],
    ['nothing shows a fault at all', HEALTHY, { code: 'not-since-release', version: 85 }],
    [
      'the errors arise before Heroku',
      { path: { where: 'before-heroku', codes: [] } },
      { code: 'arises-elsewhere', where: 'before-heroku' },
    ],
    [
      'a freeze',
      { freezes: [FREEZE] },
      {
        code: 'frozen',
        until: FREEZE.until.toISOString(),
        reason: 'year end',
        tell: 'Kristerpher',
      },
    ],
    [
      'a flag comes back on without what it needs',
      {
        config: config({
          vanishes: ['SENTRY_DSN'],
          changes: ['FLAG_SENTRY'],
          flagsNow: [],
          flagsThen: ['FLAG_SENTRY'],
        }),
      },
      { code: 'flag-prerequisites', flags: [{ flag: 'FLAG_SENTRY', missing: ['SENTRY_DSN'] }] },
    ],
    [
      'config vars that add-ons own go back or vanish; guarded ones are named where they block',
      { config: config({ changes: ['CACHE_PORT', 'PLAIN'] }) },
      { code: 'addon-config', changes: ['CACHE_PORT'], vanishes: [] },
    ],
  ])('%s', (_, over, finding) => {
    const looked = preflight(facts(over));
    expect(looked.verdict).toBe('NEEDS ACKNOWLEDGEMENT');
    expect(
      toAcknowledge(looked).filter(
        ({ code }) => code !== 'config-changes' || 'appears' in (finding as object),
      ),
    ).toEqual([finding]);
  });
});

describe('CLEAR all the same', () => {
  test.each<[string, Partial<PreflightFacts>, unknown]>([
    [
      'an additive migration without a release command',
      { migration: { kind: 'additive', why: null, names: ['0047.py'] } },
      [],
    ],
    ['a freeze of another app', { freezes: [{ ...FREEZE, apps: ['raxx-console-prod'] }] }, []],
    ['a freeze that begins later', { freezes: [{ ...FREEZE, from: new Date(NOW.getTime() + 1) }] }, []],
    ['a freeze that ends now', { freezes: [{ ...FREEZE, until: NOW }] }, []],
    ['errors of the app itself', { path: { where: 'app', codes: [] } }, []],
    [
      'a flag as broken now as it was then',
      { config: config({ flagsNow: ['FLAG_SENTRY'], flagsThen: ['FLAG_SENTRY'] }) },
      [],
    ],
    [
      'deploys are locked, for others',
      {
        locks: [
          {
            id: 1,
            app: API.name,
            commit: 'e07f41b2d9c8',
            operationId: null,
            reason: 'bad build',
            owner: 'Bo',
            since: NOW,
            letThrough: [],
          },
        ],
      },
      [{ code: 'deploy-locked', commit: 'e07f41b2d9c8', owner: 'Bo', reason: 'bad build' }],
    ],
    [
      'the target will soon be destroyed',
      {
        target: release(66, { createdAt: new Date(NOW.getTime() - 28 * DAYS) }),
        releases: [release(85, { current: true }), release(66)],
      },
      [{ code: 'target-expires-soon', version: 66 }],
    ],
    [
      'an old target among the newest releases is kept',
      { target: release(84, { createdAt: new Date(NOW.getTime() - 300 * DAYS) }) },
      [],
    ],
  ])('%s', (_, over, findings) => {
    const looked = preflight(facts(over));
    expect(looked).toMatchObject({ verdict: 'CLEAR', findings });
    expect(toAcknowledge(looked)).toEqual([]);
  });
});

test('code only: config is kept, so nothing of it goes back', () => {
  expect(preflight(facts({ kind: 'code-only' }))).toMatchObject({ kind: 'code-only', configNames: [] });
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
    releaseCommand: { present: true, lastSeconds: 47, last: 'failed' },
    sameCode: false,
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

describe('container apps', () => {
  const velvet = { ...API, stack: 'container' as const, image: 'ghcr.io/raxx-app/velvet' };

  test('are told beforehand that the image may be gone, which asks for no tick', () => {
    const looked = preflight(facts({ app: velvet }));
    expect(looked).toMatchObject({ verdict: 'CLEAR', findings: [{ code: 'container' }] });
    expect(toAcknowledge(looked)).toEqual([]);
  });

  test('an image that is pushed again is no obstacle, and must be agreed to', () => {
    const target = release(84, { status: 'expired', eligibleForRollback: false });
    const looked = preflight(facts({ app: velvet, kind: 're-pin', target }));
    expect(looked).toMatchObject({
      verdict: 'NEEDS ACKNOWLEDGEMENT',
      findings: [{ code: 'image-gone', version: 84 }],
    });
  });

  test('an image of what already runs is not pushed again', () => {
    const looked = preflight(facts({ app: velvet, kind: 're-pin', target: release(85) }));
    expect(looked).toMatchObject({ verdict: 'BLOCKED' });
  });
});
