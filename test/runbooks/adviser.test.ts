/** Ruling 12, case by case: what is advised, in which order, and how it is said. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding, Preflight } from '../../src/findings.ts';
import { advise, instead } from '../../src/runbooks/rollback/adviser.ts';
import { adviceByHand, adviceLine } from '../../src/words/adviser.ts';
import { anyPreflight } from '../chat/arbitrary.ts';
import { preflight } from './facts.ts';

const ABOUT = { app: 'raxx-api-prod', bad: 85, target: 84 };
const HEALTHY = { dynos: { up: 2, crashed: 0, all: 2 }, smoke: 200 } as const;
const QUIET = {
  verdict: 'nothing' as const,
  counts: [],
  tracebacks: { since: 0, before: 0, naming: 0, example: null },
};
const UP = { dynos: HEALTHY.dynos, smoke: 200, evidence: QUIET };
const newest = (status: 'succeeded' | 'failed') => [{ ...preflight().target, version: 85, status }];
const config = (over: Partial<Extract<Finding, { code: 'config-changes' }>>): Finding => ({
  code: 'config-changes',
  appears: [],
  changes: [],
  vanishes: [],
  ...over,
});

describe('what is advised', () => {
  test.each<[string, Partial<Preflight>, readonly string[]]>([
    ['dynos crash since the release', {}, ['roll-back']],
    ['smoke fails, all else well', { ...UP, smoke: 503 }, ['roll-back']],
    [
      'errors that began with the release',
      {
        ...UP,
        evidence: { ...QUIET, verdict: 'began-with-release', counts: [{ code: 'H12', since: 9, before: 0 }] },
      },
      ['roll-back'],
    ],
    ['nothing shows', UP, ['look-first']],
    [
      'the fault was there before',
      { findings: [{ code: 'not-since-release', version: 85 }] },
      ['look-first'],
    ],
    ['it arises elsewhere', { findings: [{ code: 'arises-elsewhere', where: 'platform' }] }, ['look-first']],
    ['data is being damaged', { damage: true }, ['maintenance', 'roll-back']],
    [
      'a declared flag was turned on since',
      { flags: { wouldTurnOn: [], wouldTurnOff: ['FLAG_X'] } },
      ['flag-off', 'roll-back'],
    ],
    [
      'only config changed',
      { sameCode: true, findings: [config({ vanishes: ['LIMIT'], changes: ['URL'] })] },
      ['set-back', 'roll-back'],
    ],
    [
      'only a flag changed: one piece of advice is enough',
      {
        sameCode: true,
        flags: { wouldTurnOn: [], wouldTurnOff: ['FLAG_X'] },
        findings: [config({ vanishes: ['FLAG_X'] })],
      },
      ['flag-off', 'roll-back'],
    ],
    [
      'config changed with the code, which may need it',
      { findings: [config({ vanishes: ['LIMIT'] })] },
      ['roll-back'],
    ],
    [
      'the release command failed, the app is well',
      { ...UP, undone: newest('failed') },
      ['roll-forward', 'look-first'],
    ],
    ['the release command failed, the app is not', { undone: newest('failed') }, ['roll-back']],
    [
      'a destructive migration',
      {
        verdict: 'BLOCKED',
        migration: { kind: 'destructive', why: null, names: [] },
        findings: [{ code: 'migration-destructive', names: [] }],
      },
      ['roll-forward'],
    ],
    [
      'a migration the old release command does not know',
      { findings: [{ code: 'migration-unknown-to-target', names: [] }] },
      ['roll-forward', 'roll-back'],
    ],
    [
      'it would undo a fix',
      { findings: [{ code: 'undoes-fix', commits: [] }] },
      ['roll-forward', 'roll-back'],
    ],
    [
      'tracebacks, none of this release',
      { ...UP, evidence: { ...QUIET, tracebacks: { since: 3, before: 0, naming: 0, example: null } } },
      ['roll-forward', 'look-first'],
    ],
    [
      'tracebacks, and nobody knows which files are this release’s',
      { ...UP, evidence: { ...QUIET, tracebacks: { since: 3, before: 0, naming: null, example: null } } },
      ['look-first'],
    ],
    [
      'the target runs already',
      { verdict: 'BLOCKED', findings: [{ code: 'already-runs', version: 84 }] },
      [],
    ],
    [
      'everything at once, cheapest and most easily taken back first',
      {
        damage: true,
        sameCode: true,
        flags: { wouldTurnOn: [], wouldTurnOff: ['FLAG_X'] },
        findings: [config({ vanishes: ['FLAG_X', 'LIMIT'] }), { code: 'undoes-fix', commits: [] }],
      },
      ['maintenance', 'flag-off', 'set-back', 'roll-forward', 'roll-back'],
    ],
  ])('%s', (_, over, expected) => {
    expect(advise(preflight(over)).map(({ what }) => what)).toEqual(expected);
  });
});

test('on the card: the first that is not what they came for', () => {
  expect(instead(preflight())).toBeNull();
  expect(instead(preflight({ damage: true }))).toEqual({ what: 'maintenance' });
});

test('never two of a kind, never rolling back beside looking first', () => {
  fc.assert(
    fc.property(anyPreflight, (any) => {
      const kinds = advise(any).map(({ what }) => what);
      expect(new Set(kinds).size).toBe(kinds.length);
      expect(kinds.includes('roll-back') && kinds.includes('look-first')).toBe(false);
    }),
  );
});

test('whatever a config var is called, nothing but plain words gets into a command to paste, and it stays silent', () => {
  const hostile = ['FLAG_OK', '$(reboot)', 'A;B', '`id`', 'X Y', '-rf'];
  const said = [
    adviceByHand({ what: 'flag-off', flags: hostile }, ABOUT),
    adviceByHand({ what: 'set-back', changed: hostile, added: hostile }, ABOUT),
  ].map(({ source }) => source);
  for (const text of said) {
    const commands = [...text.matchAll(/`([^`]*config:(?:set|unset)[^`]*)`/g)].map(
      ([, command]) => command ?? '',
    );
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) {
      expect(command).toMatch(/&gt;\/dev\/null 2&gt;&amp;1$/);
      expect(command).not.toMatch(/reboot|A;B|id|X Y|-rf/);
    }
  }
});

test('in its very words, and by hand there and back', () => {
  const all = advise(
    preflight({
      damage: true,
      sameCode: true,
      flags: { wouldTurnOn: [], wouldTurnOff: ['FLAG_BETA_WALKTHROUGH'] },
      findings: [
        config({ vanishes: ['FLAG_BETA_WALKTHROUGH', 'LIMIT'], changes: ['TIMEOUT'] }),
        { code: 'migration-destructive', names: [] },
        { code: 'undoes-fix', commits: [] },
      ],
    }),
  );
  const looks = (['not-since-release', 'arises-elsewhere', 'nothing-shows'] as const).map(
    (because) => ({ what: 'look-first', because }) as const,
  );
  const told = [...all, ...looks].map(
    (advice) =>
      `${adviceLine(advice, ABOUT).source}\n  ${adviceByHand(advice, ABOUT).source.replaceAll('\n', '\n  ')}`,
  );
  expect(`\n${told.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    *Maintenance mode first*: data is being damaged. It stops requests at once and makes no release.
      By hand: \`heroku maintenance:on -a raxx-api-prod\`. Requests stop at once; background work goes on.
      Take it back: \`heroku maintenance:off -a raxx-api-prod\`
    *Turn FLAG_BETA_WALKTHROUGH off instead*: it was off in v84. Cheaper, and easily taken back.
      By hand: \`heroku config:set FLAG_BETA_WALKTHROUGH=0 -a raxx-api-prod &gt;/dev/null 2&gt;&amp;1\`. It is a release and restarts the dynos.
      Take it back: \`heroku config:set FLAG_BETA_WALKTHROUGH=1 -a raxx-api-prod &gt;/dev/null 2&gt;&amp;1\`. A row in the console wins over the config var: flip it there, then.
    *Set TIMEOUT, LIMIT back instead*: no code changed since v84.
      Read what it is now first, outside Slack: \`heroku config:get NAME -a raxx-api-prod\`; setting that again takes it back.
      By hand: \`heroku config:unset LIMIT -a raxx-api-prod &gt;/dev/null 2&gt;&amp;1\`
      By hand: \`heroku config:set TIMEOUT=… -a raxx-api-prod &gt;/dev/null 2&gt;&amp;1\`
    *Roll forward instead*: a migration took away what the old code needs; a security or incident fix would be undone.
      Fix it on a branch, let CI deploy it, and watch: \`heroku releases -a raxx-api-prod\`
      Until then: \`heroku maintenance:on -a raxx-api-prod\`, taken back by \`heroku maintenance:off -a raxx-api-prod\`.
    *Roll back*: dynos crash, smoke fails since v85.
      That is what this request is for: send it, or let a second person review it.
    *Look first*: the fault did not begin with this release.
      Look: \`heroku ps -a raxx-api-prod\` and \`heroku logs --num 1500 -a raxx-api-prod\`. Nothing changes by looking.
      What is broken, and since when? v85 is what runs.
    *Look first*: the errors arise outside the app.
      Look: \`heroku ps -a raxx-api-prod\` and \`heroku logs --num 1500 -a raxx-api-prod\`. Nothing changes by looking.
      What is broken, and since when? v85 is what runs.
    *Look first*: dynos, smoke and logs show nothing that a rollback would mend.
      Look: \`heroku ps -a raxx-api-prod\` and \`heroku logs --num 1500 -a raxx-api-prod\`. Nothing changes by looking.
      What is broken, and since when? v85 is what runs.
    "
  `);
});
