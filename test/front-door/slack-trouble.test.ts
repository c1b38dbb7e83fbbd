/** Slack at its worst: nothing is lost, nothing is said twice, the rollback never waits for it (facts/threats.md T56 to T58). */
import { expect, test } from 'vitest';
import type { FaultKind } from '../../rehearsal/slack/faults.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 4 });

/** The approved texts and the card, in the order in which they must be read. */
const IN_ORDER = [/^Incident open/, / · rb-/, /^Approved by Bo/, /^Rolling back/, /^Rollback confirmed/];

function told(room: Room, where: string): readonly string[] {
  return room
    .as('bo')
    .messages(where)
    .map(({ plain }) => plain)
    .filter((text) => text.includes(room.app) || text.includes(room.channel));
}

test('away for ten minutes in the middle: the time to recovery is the same, the backlog comes in order with its own times', async () => {
  const { slack, leap, database } = rooms.stage();
  const room = rooms.room();
  await room.asks('ana');
  slack.goDown();
  slack.comeUp();
  expect(await room.approves('bo')).toMatchObject({ kind: 'closed' });
  slack.goDown();
  await room.becomes('recovered');
  const { rows } = await database.pool.query(
    'select extract(epoch from recovered_at - approved_at)::int as seconds from operation where app = $1',
    [room.app],
  );
  expect((rows[0] as { seconds: number }).seconds).toBeLessThan(120);
  await leap(10 * 60_000);
  slack.comeUp();
  await room.sees('bo', /I watch it/, 40_000);
  const read = room.as('bo').messages(room.channel);
  const positions = IN_ORDER.map((pattern) => read.findIndex(({ plain }) => pattern.test(plain)));
  expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  expect(positions).not.toContain(-1);
  for (const pattern of IN_ORDER) expect(read.filter(({ plain }) => pattern.test(plain))).toHaveLength(1);
  const confirmed = read.find(({ plain }) => plain.startsWith('Rollback confirmed'))?.plain;
  const { recovered_at: at } = (await room.operation()) as { recovered_at: Date };
  expect(confirmed).toContain(`${at.toISOString().slice(11, 16)} UTC`);
});

test('every third message meets a fault, of each kind in turn: all are said once, in order', async () => {
  const { slack } = rooms.stage();
  const room = rooms.room();
  rooms.allow('internal_error', 'http_429', 'http_500');
  const { channel } = await room.asks('ana').then(() => room.operation());
  const kinds: readonly FaultKind[] = [
    { kind: 'rate-limited', retryAfterSeconds: 1 },
    { kind: 'server-error', when: 'before' },
    { kind: 'server-error', when: 'after' },
    { kind: 'reset', when: 'before' },
    { kind: 'reset', when: 'after' },
    { kind: 'error', error: 'internal_error' },
  ];
  for (const fault of kinds)
    slack.faults.add({ ...fault, method: 'chat.postMessage', where: { channel: String(channel) } });
  expect(await room.approves('bo')).toMatchObject({ kind: 'closed' });
  await room.sees('bo', /I watch it/, 60_000);
  const read = room.as('bo').messages(room.channel);
  for (const pattern of IN_ORDER) expect(read.filter(({ plain }) => pattern.test(plain))).toHaveLength(1);
});

test('the channel is archived in the middle: the fallback channel and both people read the rest', async () => {
  const { slack } = rooms.stage();
  const room = rooms.room();
  rooms.allow('is_archived', 'channel_not_found', 'not_in_channel');
  await room.asks('ana');
  expect(await room.approves('bo')).toMatchObject({ kind: 'closed' });
  await room.sees('bo', /^Rolling back/);
  slack.office.archive(room.channel);
  await room.becomes('recovered');
  const confirmed = (where: string, who = 'bo') =>
    room.as(who).find(where, new RegExp(`Meant for #${room.channel}[\\s\\S]*Rollback confirmed`));
  await slack.until(() => confirmed('status') && confirmed('dm') && confirmed('dm', 'ana'), 40_000);
  expect(room.readable(confirmed('dm')?.plain ?? '')).toMatchInlineSnapshot(`
    "Meant for #ops, but it is archived:
    Rollback confirmed: v86 (Rollback to v84) is live, dynos up, smoke check passing. HH:MM UTC. Wall-clock: N min."
  `);
  const card = await slack.until(
    () => room.as('bo').find('status', new RegExp(`${room.app}.*RECOVERED`)),
    40_000,
  );
  // Redrawn once more by then, or not yet: only what was posted says where it was meant to go.
  expect(room.readable(card.plain).replace(/^Meant for.*\n/, '')).toMatchInlineSnapshot(`
    "*raxx-api-prod v85 → v84* · RECOVERED · M:SS
    ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC → v86
    ✓ Release v86 succeeded, command NN s
    ✓ Dynos on v86: 2 of 2
    ✓ Smoke: 200 (503 before)
    ✓ Recovered HH:MM:SS UTC, held, confirmed
    Ended HH:MM:SS UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx
    [Still broken] [Note]"
  `);
  expect(told(room, 'status').filter((text) => text.includes('Rollback confirmed'))).toHaveLength(1);
});

test('the bot was removed from the channel: the request reaches people elsewhere, and can be approved from there', async () => {
  const { slack } = rooms.stage();
  const room = rooms.room();
  slack.office.removeBot(room.channel);
  await room.busy('ana', async () => {
    const modal = await room.opens('ana');
    expect(await modal.submit()).toMatchObject({ kind: 'closed' });
  });
  const card = await slack.until(
    () => room.as('bo').find('status', new RegExp(`${room.app}[\\s\\S]*\\[Review\\]`)),
    40_000,
  );
  expect(await room.approves('bo', card)).toMatchObject({ kind: 'closed' });
  await room.becomes('recovered');
  expect(room.posts()).toEqual(['answered, acted']);
});
