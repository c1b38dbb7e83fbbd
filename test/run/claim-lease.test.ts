import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LeaseLost } from '../../src/lease-lost.ts';
import { claimLease, KNOWS, NeedsNewerBuild } from '../../src/run/claim-lease.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { addOperation } from './stage.ts';

let database: FreshDatabase;

beforeEach(async () => {
  database = await freshDatabase();
  await addOperation(database.pool, 'op');
  await database.pool.query(`insert into executor (executor_id, lock_key) values ('alive', 1)`);
});

afterEach(() => database.drop());

test('each claim takes the next lease; no two get the same', async () => {
  const claims = await Promise.all([1, 2, 3].map(() => claimLease(database.appPool, 'op', 'alive')));
  expect(claims.toSorted()).toEqual([1, 2, 3]);
});

test('T70 a process that was overtaken cannot rob its heir', async () => {
  await claimLease(database.appPool, 'op', 'alive');
  await expect(claimLease(database.appPool, 'op', 'overtaken')).rejects.toThrow(LeaseLost);
  expect(await claimLease(database.appPool, 'op', 'alive')).toBe(2);
});

test('no operation, no lease', async () => {
  expect(await claimLease(database.appPool, 'none', 'alive')).toBeNull();
});

describe('a build beside a newer one', () => {
  const turnInto = (kind: string) =>
    database.pool.query('update operation set kind = $1 where id = $2', [kind, 'op']);

  test('every kind there is has a number that this build knows', async () => {
    const { rows } = await database.pool.query<{ kind: string }>(
      `select substring(found[1] from '''(.*)''') as kind from pg_constraint,
        regexp_matches(pg_get_constraintdef(oid), '''[a-z-]+''', 'g') as found
       where conname = 'operation_kind_check'`,
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['rollback', 'code-only', 're-pin']);
    for (const [n, { kind }] of rows.entries()) {
      await turnInto(kind);
      expect(await claimLease(database.appPool, 'op', 'alive')).toBe(n + 1);
    }
  });

  test.for(['code-only', 're-pin'])('that knows rollbacks only claims no %s', async (kind) => {
    await turnInto(kind);
    await expect(claimLease(database.appPool, 'op', 'alive', 1)).rejects.toThrow(NeedsNewerBuild);
    expect(await claimLease(database.appPool, 'op', 'alive')).toBe(1);
    await turnInto('rollback');
    expect(await claimLease(database.appPool, 'op', 'alive', 1)).toBe(2);
  });

  test('meets the rule of the build to come, which replaces the function', async () => {
    await database.pool.query(
      `create or replace function operation_needs(operation) returns integer language sql immutable as 'select 3'`,
    );
    await expect(claimLease(database.appPool, 'op', 'alive')).rejects.toThrow(
      `needs a build that knows 3; this one knows ${KNOWS}`,
    );
    await database.pool.query(
      `create or replace function operation_needs(operation) returns integer language sql immutable as 'select null::int'`,
    );
    await expect(claimLease(database.appPool, 'op', 'alive', 99)).rejects.toThrow(NeedsNewerBuild);
  });
});
