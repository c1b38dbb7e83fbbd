/** What is left behind: a row for each request, refusal of consequence, decision and effect; the head said outside. */
import { describe, test } from 'vitest';
import { openRooms } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 2, 'raxx-console-prod': 1 });
const ANCHOR = /audit head (\d+) ([0-9a-f]{64}) (\S+Z)/;

/** One statement's rows, as the owner sees them. */
async function rowsOf(
  text: string,
  ...values: readonly unknown[]
): Promise<readonly Record<string, unknown>[]> {
  return (await rooms.stage().database.pool.query({ text, values: [...values] })).rows;
}

/** What the record channel says of the audit's head, by row. */
function anchors(): ReadonlyMap<number, string> {
  const said = rooms.stage().slack.as('kim').messages('status');
  return new Map(
    said.flatMap(({ plain }) => {
      const [, seq, hash] = ANCHOR.exec(plain) ?? [];
      return hash === undefined ? [] : [[Number(seq), hash] as const];
    }),
  );
}

/** The anchor of the newest row of this kind about this target, once it is said, is the row's own hash. */
async function isAnchored(action: string, target: unknown): Promise<boolean> {
  const [row] = await rowsOf(
    'select seq, hash from audit where action = $1 and target_id = $2 order by seq desc limit 1',
    action,
    target,
  );
  if (!row) return false;
  const { slack } = rooms.stage();
  const said = await slack.until(
    () => anchors().get(Number(row['seq'])),
    30_000,
    () => `the anchor of row ${row['seq']}`,
  );
  return said === row['hash'];
}

describe.concurrent('a rollback', () => {
  test('leaves a row for each step, and its end and the incident’s are anchored', async ({ expect }) => {
    const room = rooms.room();
    await room.asks('ana');
    await room.approves('bo');
    await room.becomes('recovered', 60_000);
    const { id, incident_id: incident } = await room.operation();
    await room.closes('bo', await room.sees('bo', /Close incident/));
    await room.sees('bo', /Incident closed/);
    const kept = await rowsOf('select action, actor from audit where target_id = any($1) order by seq', [
      id,
      incident,
      room.app,
    ]);
    expect(kept.map(({ action, actor }) => `${action} by ${actor}`)).toEqual([
      'incident.opened by ana',
      'rollback.requested by ana',
      `rollback.approved by ${room.as('bo').id}`,
      'rollback.intended by switchback',
      'rollback.landed by switchback',
      'deploy.lock-narrowed by switchback',
      'rollback.up by switchback',
      'rollback.recovered by switchback',
      `incident.closed by ${room.as('bo').id}`,
    ]);
    expect(await isAnchored('rollback.recovered', id)).toBe(true);
    expect(await isAnchored('incident.closed', incident)).toBe(true);
  });

  test('whoever tries what they may not is in the audit, with what they tried and why it was refused', async ({
    expect,
  }) => {
    const room = rooms.room();
    const card = await room.asks('ana');
    const { id } = await room.operation();
    for (let i = 0; i < 5; i += 1) {
      await room.as('ana').tap(card, 'rollback.review');
      await room.as('sue').tap(card, 'rollback.review');
      await room.as('gus').tap(card, 'rollback.review');
    }
    await room.sees('gus', /full member/);
    const refused = await rowsOf(
      `select distinct actor, payload ->> 'reason' as reason, payload ->> 'tried' as tried
         from audit where action = 'refused' and target_id = $1 order by actor`,
      id,
    );
    expect(refused.map(({ actor, reason, tried }) => [actor, reason, tried])).toEqual([
      [room.as('gus').id, 'not-a-member', 'rollback.review'],
      ['ana', 'solo-not-yet', 'rollback.review'],
      ['sue', 'wrong-role', 'rollback.review'],
    ]);
    // Another reason is another row, at once.
    await room.as('sue').slash('general', `/ops lock ${room.app} freeze`);
    const others = await rowsOf(
      `select 1 from audit where action = 'refused' and actor = 'sue' and payload ->> 'reason' = 'wrong-channel'`,
    );
    expect(others).toHaveLength(1);
  });

  test('reading, slips of the pen and lost races leave nothing', async ({ expect }) => {
    const room = rooms.room('raxx-console-prod');
    const before = await rowsOf(`select 1 from audit where action = 'refused' and actor = 'kristerpher'`);
    for (const typed of [
      '/rollback raxx-api-prd v84',
      `/rollback ${room.app} v0`,
      '/rollback status nothing',
      `/ops lock ${room.app}`,
      `/ops unlock ${room.app} why not`,
    ]) {
      await room.as('kristerpher').slash(room.channel, typed);
    }
    expect(await rowsOf(`select 1 from audit where action = 'refused' and actor = 'kristerpher'`)).toEqual(
      before,
    );
  });
});
