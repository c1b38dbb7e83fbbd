import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { type Workers, workersOn } from './processes.ts';
import {
  begin,
  hold,
  release,
  setStage,
  statusOf,
  symptomOf,
  traced,
  untilDone,
  untilTraced,
} from './stage.ts';

let database: FreshDatabase;
let workers: Workers;

beforeEach(async () => {
  database = await freshDatabase();
  await setStage(database.pool);
  workers = workersOn(database.appUrl, 1_500);
});

afterEach(async () => {
  await workers.killAll();
  await database.drop();
});

test('T70 a stopped owner is overtaken; awake again, its late write is refused, it does no more and exits 1', async () => {
  const owner = await workers.start();
  await hold(database.appPool, `first in ${owner.pid}`);
  await begin(database.appPool, 'op');
  await untilTraced(database.appPool, 'op', 'first');
  const heir = await workers.start();
  owner.signal('SIGSTOP');
  await untilDone(database.appPool, 'op');
  await release(database.appPool, `first in ${owner.pid}`);
  owner.signal('SIGCONT');
  expect(await owner.exit).toBe(1);
  expect(await traced(database.appPool, 'op')).toEqual(['first', 'first', 'act', 'last', 'refused']);
  expect(await symptomOf(database.appPool, 'op')).toBe(`last by ${heir.pid}`);
  expect(await statusOf(database.appPool, 'op')).toBe('SUCCESS');
});

test('T70 stopped between two steps while runs are due: it takes nothing back from its heir', async () => {
  const owner = await workers.start();
  await hold(database.appPool, 'signal');
  await begin(database.appPool, 'op');
  await untilTraced(database.appPool, 'op', 'act');
  const heir = await workers.start();
  await hold(database.appPool, 'last');
  owner.signal('SIGSTOP');
  await release(database.appPool, 'signal');
  await untilTraced(database.appPool, 'op', 'last');
  await release(database.appPool, 'last');
  await begin(database.appPool, 'op2');
  owner.signal('SIGCONT');
  expect(await owner.exit).toBe(1);
  await untilDone(database.appPool, 'op');
  await untilDone(database.appPool, 'op2');
  expect(await traced(database.appPool, 'op')).toEqual(['first', 'act', 'last']);
  expect(await symptomOf(database.appPool, 'op2')).toBe(`last by ${heir.pid}`);
});
