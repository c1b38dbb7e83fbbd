/** Slack or the database in trouble: the rollback goes on, and what people are told stays true. */
import { expect, test } from 'vitest';
import { openRooms } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 3 }, { proxied: true });

test('Slack goes down in the middle: the rollback does not wait, and what there was to say comes in order, once', async () => {
  const { slack, database } = rooms.stage();
  const room = rooms.room();
  await room.asks('ana');
  expect(await room.approves('bo')).toMatchObject({ kind: 'closed' });
  slack.goDown();
  await room.becomes('recovered');
  expect(room.as('bo').find(room.channel, /confirmed/)).toBeNull();
  const waiting = await database.pool.query({
    text: `select count(*)::int as n from outbox where channel = (select channel from operation where app = $1) and status <> 'sent'`,
    values: [room.app],
  });
  expect(waiting.rows[0]).toSatisfy(({ n }: { n: number }) => n >= 3);
  slack.comeUp();
  await room.sees('bo', /I watch it/, 40_000);
  await room.sees('bo', /RECOVERED/);
  expect(room.reads('bo')).toMatchInlineSnapshot(`
    "Incident open: raxx-api-prod signup 500s since 02:58 UTC. Investigating. Started: HH:MM UTC
    ---
    Draft for customers, while you look. [Publish] puts it into #status as it stands:
    > We are investigating an issue affecting the trading platform. Our team is on it and we will post an update within 15 minutes.
    [ ] Add: No account data has been affected.
    [Publish] [Edit]
    ---
    *raxx-api-prod v85 → v84* · RECOVERED · M:SS
    ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC → v86
    ✓ Release v86 succeeded, command NN s
    ✓ Dynos on v86: 2 of 2
    ✓ Smoke: 200 (503 before)
    ✓ Recovered HH:MM:SS UTC, held, confirmed
    Ended HH:MM:SS UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx
    [Still broken] [Note]
    ---
    Approved by Bo at HH:MM UTC: raxx-api-prod v85 → v84. Sending now. @Ana @Bo
    ---
    Rolling back raxx-api-prod from v85 to v84. Initiated at HH:MM UTC.
    ---
    Draft for customers, now that the rollback is live. [Publish] puts it into #status as it stands:
    > We have rolled back to the previous release. The platform is recovering. We will confirm full recovery shortly.
    [Publish] [Edit]
    ---
    Rollback confirmed: v86 (Rollback to v84) is live, dynos up, smoke check passing. HH:MM UTC. Wall-clock: N min.
    ---
    raxx-api-prod is back on v84's code, M:SS after the request. @Ana @Bo
    I watch its dynos for 5 more minutes and its releases for 15. CI may not deploy v85 again until somebody unlocks.
    [Close incident] [Unlock deploys] [Undo]
    ---
    Draft for customers, once you have seen for yourself that it works. [Publish] puts it into #status as it stands:
    > The platform has recovered. Thank you for your patience. We are conducting a post-incident review.
    [Publish] [Edit]"
  `);
});

test('Slack refuses the blocks of a message: its words are said plainly instead', async () => {
  const { slack } = rooms.stage();
  const room = rooms.room();
  rooms.allow('invalid_blocks');
  await room.asks('ana');
  const { channel } = await room.operation();
  await room.approves('bo');
  await room.sees('bo', /^Rollback confirmed/);
  slack.faults.add({
    method: 'chat.postMessage',
    kind: 'error',
    error: 'invalid_blocks',
    where: { channel: String(channel) },
  });
  const plain = await room.sees('bo', /I watch it/);
  expect(plain.blocks).toEqual([]);
  expect(room.readable(plain.plain)).toMatchInlineSnapshot(`
    "raxx-api-prod is back on v84's code, M:SS after the request. @Ana @Bo
    I watch its dynos for 5 more minutes and its releases for 15. CI may not deploy v85 again until somebody unlocks."
  `);
});

test('the database does not answer: people hear in time that nothing was done, and later that it works again', async () => {
  const { slack, proxy, logged } = rooms.stage();
  if (!proxy) throw new Error('no proxy');
  const room = rooms.room();
  const request = await room.asks('ana');
  proxy.stall();
  const ana = room.as('ana');
  const answers = await Promise.all([
    ana.slash(room.channel, `/rollback ${room.app} v84`),
    ana.slash(room.channel, `/rollback status ${room.app}`),
    room.as('bo').tap(request, 'rollback.review'),
  ]);
  for (const { notice, delivery } of answers) {
    expect(notice).toBeNull();
    expect(delivery?.outcome).toBe('acknowledged');
  }
  const told = ana.messages(room.channel).filter(({ ephemeralFor }) => ephemeralFor === ana.id);
  expect(told.map(({ plain }) => plain)).toMatchInlineSnapshot(`
    [
      "I could not reach my database, so I did not start this. Nothing was done. Please try again in a minute.",
      "I could not reach my database, so I did not start this. Nothing was done. Please try again in a minute.",
    ]
  `);
  const tapped = await slack.until(() => room.as('bo').find(room.channel, /my database/), 5_000);
  expect(tapped.ephemeralFor).toBe(room.as('bo').id);
  expect(ana.modal()).toBeNull();
  proxy.restore();
  await room.approves('bo');
  await room.becomes('recovered');
  expect(room.posts()).toEqual(['answered, acted']);
  expect(logged.filter((line) => line.startsWith('FATAL'))).toEqual([]);
});
