/** Who hears the operator texts, and when: in the thread always, directly or in the daily digest by ruling 14. */
import { expect, test } from 'vitest';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms(
  { 'raxx-api-prod': 4 },
  { setUp: { change: { hold: '2s', digest: { time: '20:00' } } }, times: { dailyLookMs: 50 } },
);
const OPERATORS = ['ana', 'bo', 'kim', 'kristerpher'] as const;
const DAY_MS = 24 * 60 * 60_000;
const DIGEST = /^\*?Incident digest/;

/** Ahead to the next time that a clock in UTC shows this. */
async function leapTo(time: string): Promise<void> {
  const { now, leap } = rooms.stage();
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  const ofDay = now().getTime() % DAY_MS;
  await leap((((hours * 60 + minutes) * 60 + seconds) * 1000 - ofDay + DAY_MS) % DAY_MS);
}

/** What a person was told directly about the room's incident, requests for approval aside. */
function told(room: Room, handle: string): readonly string[] {
  return room
    .as(handle)
    .directMessages()
    .map(({ plain }) => plain)
    .filter(
      (plain) =>
        plain.includes(room.app) && !/approve|waiting for you|Nobody has answered|You are needed/.test(plain),
    )
    .map((plain) => shown(room, plain));
}

/** Days made equal too, and a link with the name that stands there while its headline is not posted yet. */
function shown(room: Room, plain: string): string {
  return room
    .readable(plain)
    .replace(/\d{4}-\d\d-\d\d/g, 'YYYY-MM-DD')
    .replace(/open the thread \(\S+\)|\b(Incident )?(in|rb)-[a-z0-9]{8}\b\.?/g, 'THREAD');
}

const digests = () =>
  rooms
    .stage()
    .slack.as('kim')
    .messages('ops')
    .filter(({ plain }) => DIGEST.test(plain));

async function days(): Promise<number> {
  return (await rooms.stage().database.pool.query('select 1 from digest_day')).rows.length;
}

/** Nothing is due any more that only has to be said. */
async function settled(): Promise<void> {
  const { database, slack } = rooms.stage();
  const due = `select 1 from agenda where done_at is null and what in ('tell', 'next-day') and due_at <= switchback_now()`;
  await slack.until(async () => (await database.pool.query(due)).rows.length === 0, 10_000, 'the agenda');
}

test('before launch: the thread at once, people by one digest a day, and directly what runs into the next day', async () => {
  const { slack, another } = rooms.stage();
  await leapTo('12:00');
  const first = rooms.room();
  await first.asks('ana');
  await first.approves('bo');
  await first.becomes('recovered');
  await first.sees('bo', /^Rollback confirmed/);
  await settled();
  for (const handle of OPERATORS) expect(told(first, handle)).toEqual([]);

  // A digest a day, by one of two processes.
  const already = await days();
  await another();
  await leapTo('20:00:01');
  const digest = await slack.until(() => digests()[0], 20_000, 'the digest');
  expect(shown(first, digest.plain)).toMatchInlineSnapshot(`
    "*Incident digest, YYYY-MM-DD.* @operators @Ana @Kristerpher
    *raxx-api-prod* · SEV-2 · still open · THREAD
    • Incident open: raxx-api-prod signup 500s since 02:58 UTC. Investigating. Started: HH:MM UTC
    • Rolling back raxx-api-prod from v85 to v84. Initiated at HH:MM UTC.
    • Rollback confirmed: v86 (Rollback to v84) is live, dynos up, smoke check passing. HH:MM UTC. Wall-clock: N min."
  `);
  expect(digest.text).toContain('<!subteam^');
  expect(await days()).toBe(already + 1);

  // What is open at midnight is told then, with the reason; what was in the digest is not told again.
  const second = rooms.room();
  await second.asks('ana');
  await settled();
  expect(told(second, 'kim')).toEqual([]);
  await leapTo('23:59:58');
  await slack.until(
    () => OPERATORS.every((each) => told(second, each).length > 0),
    20_000,
    'the direct messages',
  );
  expect(told(second, 'kim')).toMatchInlineSnapshot(`
    [
      "Incident open: raxx-api-prod signup 500s since 02:58 UTC. Investigating. Started: HH:MM UTC
    Told now and not in the daily digest: it runs into the next UTC day. THREAD",
    ]
  `);
  await settled();
  for (const handle of OPERATORS) {
    expect(told(second, handle)).toHaveLength(1);
    expect(told(first, handle)).toEqual([]);
  }

  // What touches a live customer flow does not wait.
  const live = rooms.room();
  await live.opensIncident('kim', (form) => form.tick('flow', 'flow', 'live'));
  await slack.until(
    () => OPERATORS.every((each) => told(live, each).length > 0),
    20_000,
    'the direct messages',
  );
  expect(told(live, 'bo')).toMatchInlineSnapshot(`
    [
      "Incident open: raxx-api-prod signup 500s since 02:58 UTC. Investigating. Started: HH:MM UTC
    Told now and not in the daily digest: it touches a live customer flow. THREAD",
    ]
  `);

  // A day without anything says nothing.
  await leapTo('20:00:01');
  await slack.until(async () => (await days()) === already + 2, 10_000, 'the empty day');
  expect(digests()).toHaveLength(1);

  // Collected at noon, and nobody was there at eight in the evening.
  await leapTo('12:00');
  const third = rooms.room();
  await third.asks('ana');
  await settled();
  await leapTo('23:00');
  const late = await slack.until(() => digests()[1], 20_000, 'the late digest');
  expect(shown(third, late.plain)).toMatchInlineSnapshot(`
    "*Incident digest, YYYY-MM-DD.* @operators @Ana @Kristerpher Late: it was due at YYYY-MM-DD HH:MM:SS UTC, and I was not running then.
    *raxx-api-prod* · SEV-2 · still open · THREAD
    • Incident open: raxx-api-prod signup 500s since 02:58 UTC. Investigating. Started: HH:MM UTC"
  `);
  expect(told(third, 'kim')).toEqual([]);
});
