/** What is asked for at a bad moment: while Slack does not say who somebody is, while somebody else closes. */
import { expect, test } from 'vitest';
import { CAST } from '../../rehearsal/slack/cast.ts';
import { incidentDesk } from './incident-desk.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms(
  { 'raxx-api-prod': 3 },
  { rate: 1, receivers: true, times: { webhookLookMs: 50, membershipMs: 0 } },
);

const desk = incidentDesk(rooms);
const MIN = 60_000;

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

test('a promise put off and then broken: the headline keeps to what customers were told, whoever closes is told too', async () => {
  const { leap, slack } = rooms.stage();
  const room = rooms.room();
  await room.asks('ana');
  const draft = await room.sees('ana', /Draft for customers, while you look/);
  await room.as('ana').tap(draft, 'public.publish');
  const headline = await desk.headline(room, /Next one promised by/);
  const until = /Next one promised by (\d\d:\d\d UTC)/.exec(headline.plain)?.[1];
  await leap(12 * MIN);
  const another = await room.sees('ana', /so that they hear in time[\s\S]*Snooze/);
  await room.busy('ana', async () => {
    await room.as('ana').tap(another, 'public.snooze');
    const form = await slack.until(() => room.as('ana').modal(), 5_000, 'the form');
    await form.fill('reason', 'reason', 'nearly there');
    expect((await form.submit()).kind).toBe('closed');
  });
  // Everybody is called at 20 minutes; customers were told 15.
  await leap(4 * MIN);
  const late = await desk.headline(room, /it is late/);
  expect(late.plain).toContain(`The next one was promised by ${until}: it is late.`);
  await leap(5 * MIN);
  await room.sees('kim', /I call all operators: customers were promised/);
  await room.busy('bo', async () => {
    const form = await room.fills('bo', () =>
      room.as('bo').slash(room.channel, `/incident close ${room.app}`),
    );
    expect(form.text()).toContain(
      `Customers were promised a word by ${until} and have had none. Closing tells them nothing by itself.`,
    );
    await form.fill('resolution', 'resolution', 'gone by itself');
    expect((await form.submit()).kind).toBe('closed');
  });
  expect((await room.sees('bo', /^Closed by/)).plain).toContain(
    `Customers were promised a word by ${until}, and it was closed without one.`,
  );
});
