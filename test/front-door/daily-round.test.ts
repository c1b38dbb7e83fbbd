/** What is done once a day: by one of the processes, whichever looks first. */
import { expect, test } from 'vitest';
import { openRooms } from './rooms.ts';

const rooms = openRooms({ 'raxx-console-prod': 1 }, { times: { dailyLookMs: 50 } });
const DAY_MS = 24 * 60 * 60_000;

test('the audit’s head is said once a day by one of two processes, and not when it did not move', async () => {
  const { database, leap, slack, another } = rooms.stage();
  const room = rooms.room('raxx-console-prod');
  const rounds = async () => (await database.pool.query('select 1 from daily_round')).rows.length;
  const said = () =>
    slack
      .as('kim')
      .messages('status')
      .map(({ plain }) => plain)
      .filter((plain) => plain.includes('audit head'));

  await slack.until(async () => (await rounds()) === 1, 10_000, 'the first round');
  await room.as('ana').slash(room.channel, `/ops lock ${room.app} freeze`);
  await room.sees('ana', /are locked by/);
  expect(said()).toEqual([]);
  await leap(DAY_MS);
  await another();
  await slack.until(() => said().length > 0, 20_000, 'the anchor');
  const { rows } = await database.pool.query('select seq, hash, at from audit');
  const [head] = rows as { seq: string; hash: string; at: Date }[];
  expect(said()).toEqual([`The audit has 1 row. \`audit head 1 ${head?.hash} ${head?.at.toISOString()}\``]);

  // Those on call without a second factor hear of it with the round, each once.
  const nags = await database.pool.query(
    `select count(*)::int as posts, count(distinct channel)::int as people from outbox where key like 'second-factor/%/nag/%'
      group by right(key, 10) order by right(key, 10)`,
  );
  expect(nags.rows).toEqual([
    { posts: 4, people: 4 },
    { posts: 4, people: 4 },
  ]);

  await leap(DAY_MS);
  await slack.until(async () => (await rounds()) === 3, 20_000, 'the third round');
  expect((await database.pool.query(`select 1 from outbox where key like 'audit/%'`)).rows).toHaveLength(1);
});
