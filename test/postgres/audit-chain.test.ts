import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

const APPEND = 'select audit_append($1, $2, $3, $4, $5)';

/** Rows whose number, link or hash is not what the formula of 0001-foundation.sql says. */
async function faults(): Promise<readonly unknown[]> {
  const { rows } = await database.pool.query(`
    select seq from (
      select a.*,
        row_number() over (order by seq) as expected_seq,
        coalesce(lag(hash) over (order by seq), '') as expected_previous,
        encode(sha256(convert_to(jsonb_build_array(
          seq, extract(epoch from at)::text, action, actor, target_type, target_id, payload, previous_hash
        )::text, 'UTF8')), 'hex') as expected_hash
      from audit a
    ) checked
    where seq <> expected_seq or previous_hash <> expected_previous or hash <> expected_hash`);
  return rows;
}

test('sixteen writers, half of whom roll back, leave one chain without gaps', async () => {
  const writers = Array.from({ length: 16 }, async (_, writer) => {
    for (let i = 0; i < 5; i += 1) {
      const client = await database.appPool.connect();
      await client.query('begin');
      await client.query(APPEND, ['rollback.requested', `writer ${writer}`, 'operation', `op_${i}`, { i }]);
      await client.query(writer % 2 === 0 ? 'commit' : 'rollback');
      client.release();
    }
  });
  await Promise.all(writers);
  const { rows } = await database.pool.query(
    'select count(*)::int as kept, max(seq)::int as newest from audit',
  );
  expect(rows).toEqual([{ kept: 40, newest: 40 }]);
  expect(await faults()).toEqual([]);
});

test('a rewrite by whoever can disable the triggers shows', async () => {
  for (const actor of ['ana', 'bo', 'cy']) {
    await database.appPool.query(APPEND, ['rollback.approved', actor, 'operation', 'op_1', {}]);
  }
  expect(await faults()).toEqual([]);
  await database.pool.query(`
    alter table audit disable trigger all;
    update audit set actor = 'dee' where seq = 2;
    alter table audit enable trigger all`);
  expect(await faults()).toEqual([{ seq: '2' }]);
});

test.each([`update audit set actor = ''`, 'delete from audit', 'truncate audit'])(
  'the owner is refused: %s',
  async (statement) => {
    await expect(database.pool.query(statement)).rejects.toThrow(/append-only/);
  },
);
