import { afterEach, beforeEach, expect, test } from 'vitest';
import { LeaseLost } from '../../src/lease-lost.ts';
import { claimLease } from '../../src/run/claim-lease.ts';
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
