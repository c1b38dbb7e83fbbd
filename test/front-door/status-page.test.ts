/** A status page that is down, busy, or says no: texts wait for it in order, and people hear of it. */
import { expect, test } from 'vitest';
import { CHANNELS } from '../../rehearsal/slack/cast.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 2 }, { receivers: true, rate: 1 });

function page() {
  const { receivers } = rooms.stage();
  if (receivers === null) throw new Error('nobody takes webhooks');
  return receivers.statusPage;
}

const onPage = (room: Room) =>
  page()
    .updates()
    .filter(({ body }) => body['app'] === room.app)
    .map(({ body }) => body['text']);

function shown(room: Room, text: string): string {
  return room.readable(text).replace(/127\.0\.0\.1:\d+/g, 'status.example.com');
}

async function publishes(room: Room, typed: string): Promise<void> {
  await room.as('ana').slash(room.channel, `/incident public ${room.app} ${typed}`);
  const draft = await room.sees('ana', new RegExp(`by Ana[\\s\\S]*${typed}`));
  await room.as('ana').tap(draft, 'public.publish');
  await room.sees('ana', new RegExp(`Ana published this[\\s\\S]*${typed}`));
}

test('a status channel that takes nothing: the thread hears that customers were not told', async () => {
  const { slack } = rooms.stage();
  rooms.allow('is_archived');
  const room = rooms.room();
  await room.asks('kim');
  const draft = await room.sees('kim', /Draft for customers, while you look/);
  slack.faults.add({
    kind: 'error',
    error: 'is_archived',
    method: 'chat.postMessage',
    where: { channel: CHANNELS.status },
  });
  await room.as('kim').tap(draft, 'public.publish');
  const told = await room.sees('bo', /Customers were not told/);
  expect(shown(room, told.plain)).toMatchInlineSnapshot(`
    "Customers were not told in #status: it is archived. The text is in the draft above.
    Put it there by hand once the channel takes messages again; I do not try again."
  `);
  expect(told.broadcast).toBe(true);
});

test('down for ten minutes, answering that it is busy, losing an answer, saying no; one process that stops and one that is killed', async () => {
  const { slack, leap, another, bot } = rooms.stage();
  const room = rooms.room();
  await room.asks('ana');

  // Nothing listens there: the second text waits behind the first.
  await page().goDown();
  await publishes(room, 'First word.');
  await publishes(room, 'Second word.');
  await leap(6_000);
  const failing = await room.sees('ana', /has not taken the text/);
  expect(shown(room, failing.plain)).toMatchInlineSnapshot(`
    "The status page at status.example.com has not taken the text yet: nothing listens there. I go on trying until HH:MM UTC tomorrow.
    Put the text there by hand if customers read it there."
  `);
  expect(failing.broadcast).toBe(true);
  await leap(600_000);
  await page().comeUp();
  // The first request there is lost on the way back, the next is put off.
  page().faults.add({ kind: 'answer-lost' });
  page().faults.add({ kind: 'answers', status: 429, retryAfterSeconds: 600 });
  await leap(300_000);
  await slack.until(() => page().faults.armed().length === 0, 30_000, 'both faults to be used');
  expect(onPage(room)).toEqual(['First word.']);

  // Whoever lives then sends it, with the same key.
  const other = await another();
  await bot.stop(4_000);
  slack.connect({ requestUrl: other.requestUrl });
  await leap(601_000);
  await slack.until(() => onPage(room).length === 2, 20_000, 'the second text');
  expect(onPage(room)).toEqual(['First word.', 'Second word.']);
  const taken = await room.sees('ana', /has taken the text now/);
  expect(shown(room, taken.plain)).toMatchInlineSnapshot(
    `"The status page at status.example.com has taken the text now."`,
  );
  expect(
    page()
      .requests()
      .filter(({ key }) => key.includes(room.app))
      .map(({ came, signature }) => `${came}, ${signature}`),
  ).toEqual(['taken, ok', 'again, ok', 'taken, ok']);

  // A no is final: people do it by hand, and what comes after is not held up.
  page().faults.add({ kind: 'answers', status: 400 });
  await publishes(room, 'Third word.');
  const no = await room.sees('ana', /did not take the text/);
  expect(shown(room, no.plain)).toMatchInlineSnapshot(`
    "The status page at status.example.com did not take the text: it answered 400. I do not try again.
    Put the text there by hand if customers read it there. Look at \`status_page\` in the configuration, and at what its receiver logged."
  `);
  await publishes(room, 'Fourth word.');
  await slack.until(() => onPage(room).length === 3, 20_000, 'the fourth text');
  expect(onPage(room).at(-1)).toBe('Fourth word.');
  const said = room
    .as('ana')
    .messages(room.channel)
    .filter(({ plain }) => plain.includes('status page at') && /taken the text|take the text/.test(plain));
  expect(said).toHaveLength(3);

  // Killed between the tap and the page: it is in a row, and the next process sends it.
  await page().goDown();
  await publishes(room, 'Fifth word.');
  other.process.kill('SIGKILL');
  await page().comeUp();
  slack.connect({ requestUrl: (await another()).requestUrl });
  await leap(30_000);
  await slack.until(() => onPage(room).length === 4, 40_000, 'the fifth text');
  expect(onPage(room).at(-1)).toBe('Fifth word.');
}, 150_000);
