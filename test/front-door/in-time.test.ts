/** What the clock and the whole of Heroku decide; one scenario after another, because they change it for everybody. */
import { test } from 'vitest';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 7, 'raxx-console-prod': 1 }, { times: { sendDeadlineMs: 1_000 } });
const MINUTE_MS = 60_000;

async function says(room: Room, pattern: RegExp): Promise<string> {
  return room.readable((await room.sees('bo', pattern)).plain);
}

test('nobody approves within 15 minutes: expired, its buttons say so, and the form that was still open does nothing', async ({
  expect,
}) => {
  const { leap, slack } = rooms.stage();
  const room = rooms.room();
  const request = await room.asks('ana');
  const review = await room.reviews('bo');
  await leap(16 * MINUTE_MS);
  // Whether or not it was already swept: the row decides.
  expect(await review.submit()).toMatchObject({ kind: 'updated' });
  expect(room.readable(room.as('bo').modal()?.text() ?? '')).toMatch(/expired/);
  await review.close();
  await room.becomes('expired');
  expect(await says(room, /^Expired: nobody/)).toMatchInlineSnapshot(`
    "Expired: nobody approved raxx-api-prod v85 → v84 by HH:MM UTC. Nothing was sent. @Ana
    If it is still needed: \`/rollback raxx-api-prod v84\`"
  `);
  expect(await says(room, /· EXPIRED ·/)).toMatchInlineSnapshot(`
    "*raxx-api-prod v85 → v84* · EXPIRED · M:SS
    Ended HH:MM:SS UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx"
  `);
  await room.as('kim').tap(request, 'rollback.review');
  const told = await slack.until(() => room.as('kim').find(room.channel, /^Already|expired at/), 5_000);
  expect(room.readable(told.plain)).toMatchInlineSnapshot(`
    "Already handled: it is expired. Nothing more was done.
    The card in the channel shows where it stands."
  `);
  expect(room.posts()).toEqual([]);
});

test('an expired request does not stand in the way of a new one', async ({ expect }) => {
  const { leap } = rooms.stage();
  const room = rooms.room();
  await room.asks('ana');
  await leap(15 * MINUTE_MS + 1_000);
  await room.asks('kim', 'v84 still down');
  await room.approves('bo');
  await room.becomes('recovered');
  expect(room.posts()).toEqual(['answered, acted']);
});

test('a renewal is offered as long as a request is good for', async ({ expect }) => {
  const { leap } = rooms.stage();
  const room = rooms.room();
  await room.asks('ana');
  const review = await room.reviews('bo');
  await room.released({ kind: 'config', name: 'A' });
  await review.submit();
  const stale = await room.sees('bo', /\[Review v86/);
  await leap(16 * MINUTE_MS);
  await room.as('bo').tap(stale, 'rollback.renew');
  expect(await says(room, /request expired/)).toMatchInlineSnapshot(`
    "This request expired at HH:MM UTC. Nothing was done.
    Ask again with \`/rollback\`."
  `);
});

test('the watch lasts fifteen minutes and costs at most 40 requests', async ({ expect }) => {
  const { heroku, slack, leap, database } = rooms.stage();
  const room = rooms.room('raxx-console-prod');
  await room.asks('ana', 'v59 page is empty');
  await room.approves('bo');
  await room.becomes('recovered');
  const before = heroku.control.journal.requests().length;
  const { id } = await room.operation();
  await slack.until(
    async () => {
      await leap(MINUTE_MS);
      const run = await database.pool.query({
        text: `select 1 from dbos.workflow_status where workflow_uuid = $1 and status = 'SUCCESS'`,
        values: [id],
      });
      return run.rows.length > 0;
    },
    40_000,
    'the run to end',
  );
  const watched = heroku.control.journal
    .requests()
    .slice(before)
    .filter(({ name }) => name !== 'smoke');
  expect(watched.filter(({ name }) => name === 'dynos-read').length).toBe(5);
  expect(watched.length).toBeLessThanOrEqual(40);
});

test('nobody decides for 60 minutes: closed by itself, loudly', async ({ expect }) => {
  const { heroku, leap } = rooms.stage();
  const room = rooms.room();
  await room.asks('ana');
  heroku.control.fault({ on: 'rollback-post', app: room.app, fate: { kind: 'reset-before-acting' } });
  await room.approves('bo');
  const asked = await room.sees('bo', /\[Send once more\]/);
  await leap(16 * MINUTE_MS);
  await room.as('kim').tap(asked, 'rollback.send-once-more');
  expect(room.readable((await room.sees('kim', /expired/)).plain)).toMatchInlineSnapshot(`
    "The approval expired at HH:MM UTC, so I do not send it again. Nothing was done.
    [Close] this one, then ask anew with \`/rollback\`."
  `);
  await leap(61 * MINUTE_MS);
  await room.becomes('closed');
  expect(await says(room, /^Closed by itself/)).toMatchInlineSnapshot(`
    "Closed by itself after 60 minutes without a decision: raxx-api-prod v85 → v84. It is NOT proven rolled back. @Ana @Bo
    It was never confirmed and may still land: I watch for that for 24 h and say so. CI may not deploy until somebody unlocks. Look at \`heroku ps -a raxx-api-prod\` and \`heroku releases -a raxx-api-prod\` now.
    [Unlock deploys]"
  `);
  expect(
    room
      .as('ana')
      .notifications()
      .some(({ text, why }) => why === 'mention' && text.startsWith('Closed by itself')),
  ).toBe(true);
  await room.as('kim').tap(asked, 'rollback.close');
  expect(room.readable((await room.sees('kim', /^Already/)).plain)).toMatchInlineSnapshot(`
    "Already handled: it is closed. Nothing more was done.
    The card in the channel shows where it stands."
  `);
});

test('too many requests: sent again by itself, up to five times, then people are told', async ({
  expect,
}) => {
  const { heroku, database } = rooms.stage();
  const room = rooms.room();
  await room.asks('ana');
  const fate = { kind: 'rate-limited', retryAfterSeconds: 1 } as const;
  heroku.control.fault({ on: 'rollback-post', app: room.app, times: 5, fate });
  await room.approves('bo');
  await room.becomes('failed');
  expect(room.posts()).toEqual(Array.from({ length: 5 }, () => 'rate-limited'));
  expect(await says(room, /^Not sent:/)).toMatchInlineSnapshot(`
    "Not sent: five tries did not get the rollback raxx-api-prod v85 → v84 to Heroku (it says we ask too often). Nothing changed. @Ana @Bo
    Is Heroku up? status.heroku.com. Then ask again: \`/rollback raxx-api-prod v84\`"
  `);
  expect(await says(room, /· FAILED ·/)).toMatchInlineSnapshot(`
    "*raxx-api-prod v85 → v84* · FAILED · M:SS
    ✓ Approved Bo HH:MM:SS UTC
    Ended HH:MM:SS UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx"
  `);
  const locks = await database.pool.query({
    text: 'select 1 from deploy_lock where app = $1 and removed_at is null',
    values: [room.app],
  });
  expect(locks.rows).toEqual([]);
});

test('T35 too many requests for code only too: five tries, at most twelve requests, then people are told', async ({
  expect,
}) => {
  const { heroku } = rooms.stage();
  const room = rooms.room();
  await room.asksForCode('ana');
  const review = await room.reviews('bo');
  const asked = () => heroku.control.journal.requests().filter(({ app }) => app === room.app).length;
  const before = asked();
  const fate = { kind: 'rate-limited', retryAfterSeconds: 1 } as const;
  heroku.control.fault({ on: 'release-create', app: room.app, times: 10, fate });
  await review.submit();
  await room.becomes('failed');
  expect(room.posts('release-create')).toEqual(Array.from({ length: 5 }, () => 'rate-limited'));
  expect(asked() - before).toBeLessThanOrEqual(12);
  expect(await says(room, /^Not sent:/)).toMatchInlineSnapshot(`
    "Not sent: five tries did not get the rollback raxx-api-prod v85 → v80 (code only) to Heroku (it says we ask too often). Nothing changed. @Ana @Bo
    Is Heroku up? status.heroku.com. Then ask again: \`/rollback raxx-api-prod v80\`"
  `);
  heroku.control.clearFaults();
});

test('Heroku cannot be connected to for a while: sent once it can be', async ({ expect }) => {
  const { heroku } = rooms.stage();
  const room = rooms.room();
  await room.asks('ana');
  const review = await room.reviews('bo');
  await heroku.control.refuseConnections(1_500);
  await review.submit();
  await room.becomes('recovered');
  expect(room.posts()).toEqual(['answered, acted']);
});
