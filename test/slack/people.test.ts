import { afterEach, beforeEach, expect, test } from 'vitest';
import { CAST, OPERATORS } from '../../rehearsal/slack/cast.ts';
import { type SlackWorld, startSlack } from '../../rehearsal/slack/start.ts';
import type { People } from '../../src/ports.ts';
import { type RoleTable, slackPeople } from '../../src/slack/people.ts';
import { slackWeb } from '../../src/slack/web.ts';
import { GRANTS, listeningLog } from './bench.ts';

const TABLE: RoleTable = {
  persons: [
    { id: 'kris', slackIds: [CAST.kristerpher.id, CAST.sue.id], role: 'superadmin', agent: false },
    { id: 'robot', slackIds: [CAST['raxx-dev-bot'].id], role: 'ops', agent: true },
    // Listed by mistake, all of them: the account's own flags outweigh the table.
    ...[CAST.gus, CAST.otto, CAST.dee, CAST.switchback].map(({ id, handle }) => ({
      id: handle,
      slackIds: [id],
      role: 'superadmin' as const,
      agent: false,
    })),
  ],
  groups: [{ id: OPERATORS.id, role: 'ops' }],
};

let slack: SlackWorld;
let people: People;
let now: number;

beforeEach(async () => {
  slack = await startSlack({ grants: GRANTS });
  now = Date.parse('2026-11-20T03:00:00Z');
  const log = listeningLog();
  people = slackPeople({
    web: slackWeb({ token: slack.botToken, apiUrl: slack.apiUrl, log }),
    home: () => ({ teamId: slack.teamId, enterpriseId: null }),
    table: TABLE,
    log,
    now: () => now,
  });
});
afterEach(() => slack.stop());

const outcome = async (id: string) => {
  const known = await people.who(id);
  return known.ok ? `${known.person.id} ${known.person.role} ${known.person.agent}` : known.why;
};

test.each([
  [CAST.kristerpher.id, 'kris superadmin false'],
  [CAST.sue.id, 'kris superadmin false'],
  [CAST.bo.id, `${CAST.bo.id} ops false`],
  [CAST.ana.id, `${CAST.ana.id} null false`],
  [CAST['raxx-dev-bot'].id, 'robot ops true'],
  [CAST.gus.id, 'guest'],
  [CAST.otto.id, 'outsider'],
  [CAST.dee.id, 'deactivated'],
  [CAST.switchback.id, 'bot'],
  ['U0NOBODY', 'unknown'],
])('%s is %s', async (id, expected) => {
  expect(await outcome(id)).toBe(expected);
});

test('a flag or a role that changes is believed after a minute, and no later', async () => {
  expect(await outcome(CAST.bo.id)).toBe(`${CAST.bo.id} ops false`);
  slack.office.setOperators(['kim']);
  expect(await outcome(CAST.bo.id)).toBe(`${CAST.bo.id} ops false`);
  now += 60_000;
  expect(await outcome(CAST.bo.id)).toBe(`${CAST.bo.id} null false`);
  slack.office.deactivate('kim');
  expect(await outcome(CAST.kim.id)).toBe('deactivated');
});

test('whoever cannot be looked up may do nothing, but only until Slack answers again', async () => {
  expect(await outcome(CAST.kim.id)).toContain('ops');
  now += 60_000;
  slack.goDown();
  expect(await outcome(CAST.kim.id)).toBe('slack-unreachable');
  slack.comeUp();
  expect(await outcome(CAST.kim.id)).toContain('ops');
  slack.faults.add({ kind: 'hang', when: 'before', method: 'users.info' });
  expect(await outcome(CAST.bo.id)).toBe('slack-unreachable');
  slack.faults.clear();
});

test('an unreadable group gives nobody its role, and takes none from those listed', async () => {
  slack.faults.add({ kind: 'error', error: 'missing_scope', method: 'usergroups.users.list', times: 2 });
  expect(await outcome(CAST.bo.id)).toBe('slack-unreachable');
  expect(await outcome(CAST.kristerpher.id)).toBe('kris superadmin false');
});

const told = async () => (await people.operators()).map(({ slackId }) => slackId);

test('whoever cannot be looked up in time is told all the same, and decides nothing', async () => {
  slack.faults.add({ kind: 'hang', when: 'before', method: 'users.info', where: { user: CAST.kim.id } });
  expect(await told()).toEqual([CAST.kristerpher.id, CAST.bo.id, CAST.kim.id]);
  expect((await people.approvers()).map(({ slackId }) => slackId)).not.toContain(CAST.kim.id);
  slack.faults.clear();
});

test('a group that cannot be read any more: those who were in it are told', async () => {
  await told();
  now += 60_000;
  slack.faults.add({ kind: 'error', error: 'fatal_error', method: 'usergroups.users.list', times: Infinity });
  expect(await told()).toEqual([CAST.kristerpher.id, CAST.bo.id, CAST.kim.id]);
  now += 60_000;
  slack.goDown();
  // Of a person with two accounts both, since nobody can say which is in use; the agent never.
  const all = await told();
  expect(all).toEqual(expect.arrayContaining([CAST.kristerpher.id, CAST.sue.id, CAST.bo.id, CAST.kim.id]));
  expect(all).not.toContain(CAST['raxx-dev-bot'].id);
});

test('approvers are able humans, one account each', async () => {
  const approvers = await people.approvers();
  expect(approvers.map((each) => each.slackId)).toEqual([CAST.kristerpher.id, CAST.bo.id, CAST.kim.id]);
});
