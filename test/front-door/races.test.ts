/** Everybody at once, at two processes: one operation, one approval, one rollback (facts/threats.md, races). */
import { expect, test } from 'vitest';
import type { Delivery } from '../../rehearsal/slack/journal.ts';
import { clicker } from './clicks.ts';
import { openRooms } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 1 });
const HELD =
  'raxx-api-prod already has a rollback under way: to v84, asked by Ana at HH:MM UTC, now waiting for approval';
const LATE = 'taking longer than Slack waits';
const { caught, clicks, twoDoors } = clicker(rooms);

test('50 requests for one app in the same moment, at two processes: one operation, the others hear who holds it', async () => {
  const { database } = rooms.stage();
  await twoDoors();
  const room = rooms.room();
  const ask = await room.opens('ana');
  const answers = await clicks(await caught(() => ask.submit()), 50);
  // On a busy machine some are answered late, or Heroku is: with the truth about that, the rest told directly.
  rooms.allow(...['ana', 'bo'].map((handle) => `D${room.as(handle).id.slice(1)}`));
  const refused = answers.filter((answer) => answer !== '').map(room.readable);
  expect(refused.length).toBeGreaterThanOrEqual(49);
  for (const answer of refused)
    expect(answer).toMatch(new RegExp(`${HELD}|${LATE}|Heroku did not answer in time`));
  const found = await database.pool.query({
    text: `select (select count(*)::int from operation where app = $1) as operations,
                  (select count(*)::int from incident where app = $1) as incidents`,
    values: [room.app],
  });
  expect(found.rows).toEqual([{ operations: 1, incidents: 1 }]);
  await ask.close();

  // And 100 clicks on the approval.
  await room.sees('bo', /Approve\?[\s\S]*(NEEDS|CLEAR)/);
  const review = await room.reviews('bo');
  const sent = await clicks(await caught(() => review.submit()), 100);
  expect(sent.filter((answer) => answer === '').length).toBeLessThanOrEqual(1);
  for (const answer of sent) expect(answer).toMatch(new RegExp(`^$|Already handled: approved by Bo|${LATE}`));
  await review.close();
  await room.becomes('recovered');
  expect(room.posts()).toEqual(['answered, acted']);
  await room.sees('bo', /I watch it/);
  const approvals = room
    .as('bo')
    .messages(room.channel)
    .filter(({ plain }) => /^Approved by Bo/.test(plain));
  expect(approvals).toHaveLength(1);
  const audited = await database.pool.query({
    text: `select count(*)::int as n from audit where action = 'rollback.approved'`,
  });
  expect(audited.rows).toEqual([{ n: 1 }]);
});

test('the very bytes of an approval, sent again to the other process: nothing', async () => {
  const { slack, heroku } = rooms.stage();
  const [, second] = await twoDoors();
  const kim = slack.as('kim');
  await slack.as('ana').slash('ops', '/rollback api v84 signup 500s');
  const ask = await slack.until(() => slack.as('ana').modal(), 5_000);
  await slack.until(
    () => ask.text().includes('CLEAR'),
    8_000,
    () => ask.text(),
  );
  await ask.submit();
  const request = await slack.until(() => kim.find('ops', /Approve\?[\s\S]*(NEEDS|CLEAR)/), 10_000);
  await kim.tap(request, 'rollback.review');
  const review = await slack.until(() => kim.modal(), 5_000);
  await slack.until(() => review.text().includes('[Roll back to v84]'), 8_000);
  const sent = await review.submit();
  const delivery = 'delivery' in sent ? (sent.delivery as Delivery) : null;
  if (!delivery) throw new Error(sent.kind);
  const first = slack.requestUrl();
  slack.connect({ requestUrl: second ?? null });
  const again = await Promise.all(Array.from({ length: 5 }, () => slack.deliverAgain(delivery)));
  slack.connect({ requestUrl: first });
  expect(again.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  await slack.until(() => kim.find('ops', /Rollback confirmed/), 20_000);
  const posts = heroku.control.journal.requests('rollback-post').filter(({ app }) => app === 'raxx-api-prod');
  expect(posts).toHaveLength(1);
});
