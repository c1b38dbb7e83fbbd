import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { type Workers, workersOn } from './processes.ts';
import { begin, hold, release, setStage, traced, untilDone, untilTraced } from './stage.ts';

let database: FreshDatabase;
let workers: Workers;

beforeEach(async () => {
  database = await freshDatabase();
  await setStage(database.pool);
  workers = workersOn(database.appUrl);
});

afterEach(async () => {
  await workers.killAll();
  await database.drop();
});

test('a run is taken up, and every step is done once', async () => {
  await workers.start();
  await begin(database.appPool, 'op');
  await untilDone(database.appPool, 'op');
  expect(await traced(database.appPool, 'op')).toEqual(['first', 'act', 'last']);
});

test.each([
  ['first', ['first', 'first', 'act', 'last']],
  ['act', ['first', 'act', 'look', 'last']],
  ['last', ['first', 'act', 'last', 'last']],
])(
  'T30-T32 killed in %s: a peer repeats that step only, and looks instead of acting again',
  async (part, expected) => {
    const first = await workers.start();
    await hold(database.appPool, part);
    await begin(database.appPool, 'op');
    await untilTraced(database.appPool, 'op', part);
    const peer = workers.start();
    first.signal('SIGKILL');
    await release(database.appPool, part);
    await peer;
    await untilDone(database.appPool, 'op');
    expect(await traced(database.appPool, 'op')).toEqual(expected);
  },
);

test('killed while waiting: the wait goes on elsewhere', async () => {
  const first = await workers.start();
  await hold(database.appPool, 'signal');
  await begin(database.appPool, 'op');
  await untilTraced(database.appPool, 'op', 'act');
  await workers.start();
  first.signal('SIGKILL');
  await release(database.appPool, 'signal');
  await untilDone(database.appPool, 'op');
  expect(await traced(database.appPool, 'op')).toEqual(['first', 'act', 'last']);
});
