import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openPool } from '../../src/postgres/pool.ts';
import { one, row, rows, transaction } from '../../src/postgres/sql.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { startPostgresProxy } from '../support/postgres-proxy.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const NUMBER = z.object({ n: z.number() });

describe('rows', () => {
  test('bigint, timestamptz and jsonb arrive as number, Date and JSON', async () => {
    const shape = z.object({ n: z.number(), at: z.date(), body: z.object({ a: z.array(z.number()) }) });
    const text = `select $1::bigint as n, $2::timestamptz as at, $3::jsonb as body`;
    const at = new Date('2026-06-21T02:58:00.123Z');
    const values = [Number.MAX_SAFE_INTEGER, at, { a: [1] }];
    expect(await one(database.pool, shape, text, values)).toEqual({
      n: Number.MAX_SAFE_INTEGER,
      at,
      body: { a: [1] },
    });
  });

  test('a bigint that a number cannot hold is a fault', async () => {
    const text = 'select 9007199254740993::bigint as n';
    await expect(rows(database.pool, NUMBER, text)).rejects.toThrow(/beyond 2\^53/);
  });

  test('a plain query on the same pool keeps the driver\u2019s parsing, which DBOS expects', async () => {
    expect((await database.pool.query('select 5::bigint as n')).rows).toEqual([{ n: '5' }]);
  });

  test('a row of another shape is told without its values', async () => {
    const text = 'select $1 as n\nfrom generate_series(1, 1)';
    const fault = await rows(database.pool, NUMBER, text, ['xoxb-secret']).catch(String);
    expect(fault).toMatch(/unexpected row \(n: .*expected number.*\) from: select \$1 as n$/);
    expect(fault).not.toContain('xoxb');
  });

  test('row: none is null, several are a fault; one: none is a fault', async () => {
    const series = (last: number) => `select * from generate_series(1, ${last}) n`;
    expect(await row(database.pool, NUMBER, series(0))).toBeNull();
    expect(await row(database.pool, NUMBER, series(1))).toEqual({ n: 1 });
    await expect(row(database.pool, NUMBER, series(2))).rejects.toThrow(/2 rows instead of one/);
    await expect(one(database.pool, NUMBER, series(0))).rejects.toThrow(/no row instead of one/);
  });
});

describe('transaction', () => {
  beforeEach(async () => {
    await database.pool.query('create sequence tries; create table crew (name text primary key)');
  });
  afterEach(async () => {
    await database.pool.query('drop sequence tries; drop table crew');
  });
  const crew = async () =>
    (await rows(database.pool, z.object({ name: z.string() }), 'select name from crew order by 1')).map(
      ({ name }) => name,
    );
  // A sequence is not rolled back: it counts attempts.
  const failUntil = (attempt: number, code: string) =>
    `do $$ begin if nextval('tries') < ${attempt} then raise sqlstate '${code}'; end if; end $$`;

  test.each(['40001', '40P01'])('begins again after a conflict (%s)', async (code) => {
    await transaction(database.pool, async (tx) => {
      await tx.query({ text: `insert into crew values ('ana')` });
      await tx.query({ text: failUntil(5, code) });
    });
    expect(await crew()).toEqual(['ana']);
  });

  test('gives up after five attempts', async () => {
    const work = transaction(database.pool, (tx) => tx.query({ text: failUntil(6, '40001') }));
    await expect(work).rejects.toThrow();
    expect(await one(database.pool, NUMBER, 'select last_value as n from tries')).toEqual({ n: 5 });
  });

  test('does not repeat other faults, and leaves nothing', async () => {
    const work = transaction(database.pool, async (tx) => {
      await tx.query({ text: `select nextval('tries')` });
      await tx.query({ text: `insert into crew values ('ana')` });
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await crew()).toEqual([]);
    expect(await one(database.pool, NUMBER, 'select last_value as n from tries')).toEqual({ n: 1 });
  });

  test('a swallowed error does not look like success', async () => {
    const work = transaction(database.pool, async (tx) => {
      await tx.query({ text: `insert into crew values ('ana')` });
      await tx.query({ text: 'select 1 / 0' }).catch(() => undefined);
    });
    await expect(work).rejects.toThrow(/rolled back/);
    expect(await crew()).toEqual([]);
  });

  test('commits durably even where the session would not', async () => {
    const session = 'synchronous_commit';
    const shown = await transaction(database.pool, (tx) =>
      one(tx, z.object({ [session]: z.string() }), `show ${session}`),
    );
    expect(shown).toEqual({ [session]: 'on' });
  });

  test.each([
    ['before-request', []],
    ['before-answer', ['ana']],
  ] as const)('a connection lost at the commit, %s, is told, and the pool goes on', async (place, kept) => {
    const proxy = await startPostgresProxy(database.url);
    const pool = openPool(proxy.url, { applicationName: 'test', max: 1, onError: () => undefined });
    proxy.onBoundary(async ({ at, sql }) => (at === place && sql === 'commit' ? 'cut' : 'pass'));
    const work = transaction(pool, (tx) => tx.query({ text: `insert into crew values ('ana')` }));
    await expect(work).rejects.toThrow();
    expect(await one(pool, NUMBER, 'select 1 as n')).toEqual({ n: 1 });
    expect(await crew()).toEqual(kept);
    await pool.end();
    await proxy.stop();
  });
});
