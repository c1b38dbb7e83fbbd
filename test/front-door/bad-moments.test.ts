/** What is asked for at a bad moment: while Slack does not say who somebody is, while somebody else closes. */
import { expect, test } from 'vitest';
import { CAST } from '../../rehearsal/slack/cast.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms(
  { 'raxx-api-prod': 2 },
  { rate: 1, receivers: true, times: { webhookLookMs: 50, membershipMs: 0 } },
);

/** Who this person was called by directly. */
function called(room: Room, handle: string): readonly string[] {
  return room
    .as(handle)
    .directMessages()
    .map(({ plain }) => plain)
    .filter((plain) => plain.includes(room.app) && plain.includes('needs you'));
}

/** Slack does not say any more who this is; how often it was asked. */
function unknown(handle: 'kristerpher'): () => number {
  const { faults } = rooms.stage().slack;
  const where = { user: CAST[handle].id };
  faults.add({ kind: 'hang', when: 'before', method: 'users.info', times: ASKED, where });
  return () => ASKED - (faults.armed().find(({ fault }) => fault.where === where)?.left ?? 0);
}
const ASKED = 1_000;

test('somebody closes while everybody is being called: no alert is left behind', async () => {
  const { slack, receivers, database } = rooms.stage();
  const room = rooms.room();
  await room.opensIncident('ana');
  const asked = unknown('kristerpher');
  await room.busy('bo', async () => {
    const form = await room.fills('bo', () =>
      room.as('bo').slash(room.channel, `/incident close ${room.app}`),
    );
    await form.fill('resolution', 'resolution', 'it went away by itself');
    const before = asked();
    const call = room.as('ana').slash(room.channel, `/incident escalate ${room.app} everything burns`);
    await slack.until(() => asked() > before, 5_000, 'the look-up');
    expect((await form.submit()).kind).toBe('closed');
    await call;
  });
  await room.sees('ana', /Bo closed this incident at|Ana calls all operators/);
  const waiting = `select from webhook_delivery d join incident i on i.id = d.incident_id
                    where i.app = $1 and d.state = 'waiting'`;
  const sent = async () => (await database.pool.query({ text: waiting, values: [room.app] })).rowCount === 0;
  await slack.until(sent, 20_000, 'the pager to know everything');
  const alerts = receivers?.pager.alerts().filter(({ source }) => source === room.app);
  expect(alerts?.filter(({ state }) => state === 'open')).toEqual([]);
});

test('whoever Slack does not know in time is called all the same', async () => {
  const { slack } = rooms.stage();
  const room = rooms.room();
  await room.opensIncident('ana');
  unknown('kristerpher');
  await room.as('ana').slash(room.channel, `/incident escalate ${room.app} checkout is down`);
  await slack.until(
    () => ['bo', 'kim', 'kristerpher'].every((each) => called(room, each).length === 1),
    20_000,
    'the direct messages',
  );
  expect(called(room, 'ana')).toEqual([]);
  slack.faults.clear();
});
