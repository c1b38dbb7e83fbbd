/** "Within 15 minutes" is a promise: a draft at 12, everybody called at 15, put off with a reason, kept by a word alone. */
import { expect, test } from 'vitest';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 6 }, { rate: 1, setUp: { change: { approval_expires: '3h' } } });

const MINUTE_MS = 60_000;
const OPERATORS = ['ana', 'bo', 'kim', 'kristerpher'] as const;

/** What a person was told directly because nothing went out in time. */
function called(room: Room, handle: string): readonly string[] {
  return room
    .as(handle)
    .directMessages()
    .map(({ plain }) => plain)
    .filter((plain) => plain.includes(room.app) && plain.includes('were promised a word'));
}

async function promises(room: Room): Promise<void> {
  await room.asks('ana');
  const draft = await room.sees('ana', /Draft for customers, while you look/);
  await room.as('ana').tap(draft, 'public.publish');
  await room.sees('ana', /Ana published this/);
}

async function leadBy(room: Room, id: string, name: string): Promise<void> {
  const commander = { id, name, slackId: room.as(id).id, agent: false };
  await rooms.stage().database.pool.query({
    text: 'update incident set commander = $2 where app = $1',
    values: [room.app, commander],
  });
}

/** What is due has been done. */
async function settled(): Promise<void> {
  const { database, slack } = rooms.stage();
  const due = `select 1 from agenda where done_at is null and what like 'promise-%' and due_at <= switchback_now()`;
  await slack.until(async () => (await database.pool.query(due)).rows.length === 0, 20_000, 'the agenda');
}

/** A word that promises no other. */
async function worksAgain(room: Room): Promise<void> {
  await room.as('bo').slash(room.channel, `/incident public ${room.app} It works again; we go on watching.`);
  const draft = await room.sees('bo', /Draft for customers, by Bo/);
  await room.as('bo').tap(draft, 'public.publish');
  await room.sees('bo', /Bo published this[\s\S]*works again/);
}

async function snoozes(room: Room, handle: string, reason: string): Promise<string> {
  const draft = await room.sees(handle, /so that they hear in time/);
  return room.busy(handle, async () => {
    const done = await room.as(handle).tap(draft, 'public.snooze');
    if (done.notice !== null) return done.notice;
    const modal = await rooms.stage().slack.until(() => room.as(handle).modal(), 5_000, 'the form');
    await modal.fill('reason', 'reason', reason);
    const about = modal.text();
    const sent = await modal.submit();
    if (sent.kind !== 'closed') throw new Error(`${sent.kind}: ${modal.text()}`);
    return room.readable(about);
  });
}

test('kept, put off three times, broken and over: one story of six incidents and two processes', async () => {
  const { slack, leap, another, bot } = rooms.stage();
  const [broken, kept, snoozed, over, closed, outrun] = [0, 1, 2, 3, 4, 5].map(() => rooms.room());
  if (!broken || !kept || !snoozed || !over || !closed || !outrun) throw new Error('six rooms');
  await Promise.all([broken, kept, snoozed, over, closed, outrun].map(promises));
  await worksAgain(over);
  await rooms.stage().database.pool.query({
    text: `update incident set closed_at = switchback_now() where app = $1`,
    values: [closed.app],
  });

  await leadBy(kept, 'sue', 'Sue');
  await leadBy(outrun, 'bo', 'Bo');

  // Whoever lives then keeps it.
  const other = await another();
  await bot.stop(4_000);
  slack.connect({ requestUrl: other.requestUrl });
  await leap(12 * MINUTE_MS);
  const draft = await broken.sees('ana', /so that they hear in time/);
  expect(broken.readable(draft.plain)).toMatchInlineSnapshot(`
    "Customers were promised a word by HH:MM UTC. @operators @Ana @Kristerpher
    Draft for customers, so that they hear in time. [Publish] puts it into #status as it stands:
    > We are still working on the issue affecting the trading platform. We will post another update within 15 minutes.
    [Publish] [Edit] [Snooze 5 min]"
  `);
  // Who leads it may not publish: so is everybody who may.
  const led = await kept.sees('ana', /so that they hear in time/);
  expect(kept.readable(led.plain).split('\n')[0]).toMatchInlineSnapshot(
    `"Customers were promised a word by HH:MM UTC. @operators @Sue @Ana @Kristerpher"`,
  );
  const ledByOperator = await outrun.sees('ana', /so that they hear in time/);
  expect(outrun.readable(ledByOperator.plain).split('\n')[0]).toMatchInlineSnapshot(
    `"Customers were promised a word by HH:MM UTC. @Bo"`,
  );
  await settled();
  for (const quiet of [over, closed]) expect(quiet.reads('ana')).not.toContain('so that they hear in time');

  // A word that somebody wrote: what was ready says less than customers know by now.
  const ready = await outrun.sees('ana', /so that they hear in time/);
  await worksAgain(outrun);
  expect(await outrun.tells('ana', 'public.publish', ready)).toMatchInlineSnapshot(`
    "Bo published “a text written by hand” at HH:MM UTC. Nothing more was published.
    Each text goes out once, and none after a later one."
  `);
  const stale = await outrun.sees('ana', /Not to be published any more/);
  expect(stale.ts).toBe(ready.ts);
  expect(outrun.readable(stale.plain)).toMatchInlineSnapshot(`
    "Not to be published any more: “a text written by hand” is out.
    > We are still working on the issue affecting the trading platform. We will post another update within 15 minutes."
  `);

  // A word that promises the next one: all of it begins anew.
  const next = await kept.sees('ana', /so that they hear in time/);
  await kept.as('kim').tap(next, 'public.publish');
  await kept.sees('kim', /Kim published this/);
  expect(await snoozes(snoozed, 'ana', 'The fix is being deployed')).toMatchInlineSnapshot(`
    "── Snooze 5 min ──
    Customers were promised a word by HH:MM UTC; without one, everybody is called at HH:MM UTC.
    This moves the call by five minutes. Customers are not told.
    Why can customers wait?
      The fix is being deployed
    [Not now] [Snooze]"
  `);
  const putOff = await snoozed.sees('bo', /put the call off/);
  expect(snoozed.readable(putOff.plain)).toMatchInlineSnapshot(`
    "Ana put the call off until HH:MM UTC: The fix is being deployed
    Customers were promised a word by HH:MM UTC. It can be put off twice more."
  `);

  await leap(3 * MINUTE_MS);
  const call = await broken.sees('bo', /calls? all operators/);
  expect(broken.readable(call.plain)).toMatchInlineSnapshot(`
    "I call all operators: customers were promised a word by HH:MM UTC and nothing was published. @operators @Ana @Kristerpher
    Publish the draft in the thread, or write one: \`/incident public raxx-api-prod …\`. Nothing more is done by itself."
  `);
  expect(call.broadcast).toBe(true);
  await settled();
  await slack.until(
    () => OPERATORS.every((who) => called(broken, who).length > 0),
    20_000,
    'direct messages',
  );
  expect(
    broken.readable(called(broken, 'kim')[0] ?? '').replace(/\/p\d{16}/g, '/pTS'),
  ).toMatchInlineSnapshot(`
    "You are needed for raxx-api-prod: customers were promised a word by HH:MM UTC and nothing was published.
    Publish the draft in the thread, or write one: \`/incident public raxx-api-prod …\` · open the thread (https://raxx.slack.com/archives/C0ROOM000000/pTS)"
  `);
  const tooLate = await broken.sees('bo', /and everybody was called/);
  expect(tooLate.ts).toBe(draft.ts);
  expect(broken.readable(tooLate.plain)).toMatchInlineSnapshot(`
    "Customers were promised a word by HH:MM UTC, and everybody was called.
    Draft for customers, so that they hear in time. [Publish] puts it into #status as it stands:
    > We are still working on the issue affecting the trading platform. We will post another update within 15 minutes.
    [Publish] [Edit]"
  `);
  for (const room of [kept, snoozed, over, closed, outrun]) expect(called(room, 'kim')).toEqual([]);

  // Twice more, and then it is enough.
  await snoozes(snoozed, 'bo', 'Still deploying');
  await snoozes(snoozed, 'bo', 'Verifying');
  const enough = await snoozed.sees('bo', /so that they hear in time/);
  expect(await snoozed.tells('bo', 'public.snooze', enough)).toMatchInlineSnapshot(`
    "It was put off three times, which is enough. Nothing was done.
    Everybody is called at HH:MM UTC, unless a word to customers goes out before: [Publish] or [Edit]."
  `);
  await leap(15 * MINUTE_MS);
  const late = await snoozed.sees('bo', /calls? all operators/);
  expect(snoozed.readable(late.plain)).toMatchInlineSnapshot(`
    "I call all operators: customers were promised a word by HH:MM UTC and nothing was published; the call was put off 3 times. @operators @Ana @Kristerpher
    Publish the draft in the thread, or write one: \`/incident public raxx-api-prod …\`. Nothing more is done by itself."
  `);
  await kept.sees('kim', /calls? all operators/);
  await settled();
  await slack.until(() => called(snoozed, 'kim').length > 0, 20_000, 'direct messages');
  for (const room of [broken, snoozed, kept]) expect(called(room, 'kim')).toHaveLength(1);
  expect(await broken.tells('bo', 'public.snooze', draft)).toMatchInlineSnapshot(`
    "Customers were promised a word by HH:MM UTC and everybody was called: nothing is left to put off. Nothing was done.
    Publish the draft in the thread, or write one: \`/incident public raxx-api-prod …\`"
  `);
  expect(await outrun.tells('bo', 'public.snooze', ready)).toMatchInlineSnapshot(`
    "Customers wait for no word any more. Nothing was done.
    The thread shows what was published and when."
  `);

  const { rows } = await rooms.stage().database.pool.query({
    text: `select text from timeline_entry t join incident i on i.id = t.incident_id
            where app = $1 and kind in ('promise', 'public') order by happened_at, t.id`,
    values: [snoozed.app],
  });
  expect(rows.map((row) => snoozed.readable((row as { text: string }).text))).toMatchInlineSnapshot(`
    [
      "Published to customers: We are investigating an issue affecting the trading platform. Our team is on it and we will post an update within 15 minutes.",
      "The word promised to customers is due by HH:MM UTC: a draft is ready.",
      "Put the call for the promised word off until HH:MM UTC: The fix is being deployed",
      "Put the call for the promised word off until HH:MM UTC: Still deploying",
      "Put the call for the promised word off until HH:MM UTC: Verifying",
      "The word promised to customers by HH:MM UTC was not published: called all operators.",
    ]
  `);
}, 150_000);
