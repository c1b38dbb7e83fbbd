/** T37: what nobody confirmed may land hours later. It is watched for, said once, and nothing is done about it. */
import { expect, test } from 'vitest';
import { BOT } from '../../rehearsal/heroku/seed.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 4 }, { times: { sendDeadlineMs: 1_000 } });
const MINUTE = 60_000;
const FIX = { kind: 'deploy', commit: 'f1xed00d', behaviour: 'healthy' } as const;

async function unconfirmed(room: Room): Promise<void> {
  const { heroku } = rooms.stage();
  heroku.control.fault({ on: 'rollback-post', app: room.app, fate: { kind: 'reset-before-acting' } });
  await room.asks('ana');
  await room.approves('bo');
  await room.becomes('needs_human');
}

async function late(room: Room, pattern = /^Landed late/): Promise<readonly string[]> {
  await room.sees('bo', pattern, 30_000);
  return room
    .as('bo')
    .messages(room.channel)
    .filter(({ plain }) => pattern.test(plain))
    .map(({ plain }) => room.readable(plain));
}

async function audits(room: Room): Promise<readonly unknown[]> {
  const { rows } = await rooms.stage().database.pool.query({
    text: `select payload from audit where action = 'rollback.landed-late' and target_id = $1`,
    values: [(await room.operation())['id']],
  });
  return rows;
}

test('closed by a person: three hours later it lands over a fix, and people hear it once, with the way back', async () => {
  const { heroku, leap, database } = rooms.stage();
  const room = rooms.room();
  await unconfirmed(room);
  await room.as('kim').tap(await room.sees('kim', /\[Close\]/), 'rollback.close');
  await room.becomes('closed');
  expect(room.readable((await room.sees('bo', /^Closed by/)).plain)).toMatchInlineSnapshot(`
    "Closed by Kim at HH:MM UTC: raxx-api-prod v85 → v84. @Ana @Bo
    It was never confirmed and may still land: I watch for that for 24 h and say so. CI may not deploy until somebody unlocks. See \`heroku releases -a raxx-api-prod\`
    [Unlock deploys]"
  `);
  await leap(3 * 60 * MINUTE);
  heroku.control.release(room.app, 'ben@raxx.app', FIX);
  heroku.control.endCommand(room.app, 86, 'succeeds');
  heroku.control.release(room.app, BOT, { kind: 'rollback', to: 84 });
  await leap(16 * MINUTE);
  expect(await late(room)).toMatchInlineSnapshot(`
    [
      "Landed late: the rollback of raxx-api-prod that Heroku never confirmed took effect at HH:MM UTC, as v87 (Rollback to v84). @Ana @Bo
    I sent nothing new. It went over v86 (Deploy f1xed00d) by ben@raxx.app. Undo with \`/rollback raxx-api-prod v86\`",
    ]
  `);
  await leap(2 * 60 * MINUTE);
  await room.sees('bo', /v87 appeared late/);
  expect(await late(room)).toHaveLength(1);
  expect(await audits(room)).toEqual([{ payload: { version: 87, late: true } }]);
  const { rows } = await database.pool.query({
    text: 'select outcome from drill_record where app = $1 order by id',
    values: [room.app],
  });
  expect(rows.map(({ outcome }) => room.readable(String(outcome)))).toMatchInlineSnapshot(`
    [
      "Not confirmed — Heroku never confirmed it, closed by Kim",
      "v87 landed late, at HH:MM UTC",
    ]
  `);
  expect(await room.operation()).toMatchObject({ status: 'closed', release_id: null });
  expect(room.posts()).toEqual(['reset-before-acting']);
});

test('closed by itself after an hour, loudly; a later rollback ends the watch, so its release is not called late', async () => {
  const { leap } = rooms.stage();
  const room = rooms.room();
  await unconfirmed(room);
  await leap(61 * MINUTE);
  await room.becomes('closed');
  expect(room.readable((await room.sees('bo', /^Closed by itself/)).plain)).toMatchInlineSnapshot(`
    "Closed by itself after 60 minutes without a decision: raxx-api-prod v85 → v84. It is NOT proven rolled back. @Ana @Bo
    It was never confirmed and may still land: I watch for that for 24 h and say so. CI may not deploy until somebody unlocks. Look at \`heroku ps -a raxx-api-prod\` and \`heroku releases -a raxx-api-prod\` now.
    [Unlock deploys]"
  `);
  await room.asks('ana', 'v84 signup still 500s');
  await room.approves('bo');
  await room.becomes('recovered');
  await leap(20 * MINUTE);
  await room.sees('bo', /is stable for 5 min/);
  expect(room.as('bo').find(room.channel, /Landed late|second rollback/)).toBeNull();
});

test('a later rollback to another release does not end the watch: what lands over it is said', async () => {
  const { heroku, leap } = rooms.stage();
  const room = rooms.room();
  await unconfirmed(room);
  await room.as('kim').tap(await room.sees('kim', /\[Close\]/), 'rollback.close');
  await room.becomes('closed');
  await room.asks('ana', 'v83 signup still 500s');
  await room.approves('bo');
  await room.becomes('recovered');
  heroku.control.release(room.app, BOT, { kind: 'rollback', to: 84 });
  await leap(16 * MINUTE);
  const [told, ...more] = await late(room);
  expect(told).toContain('took effect at HH:MM UTC, as v87 (Rollback to v84)');
  expect(told).toContain('It went over v86 (Rollback to v83)');
  expect(more).toEqual([]);
});
