import { afterEach, beforeEach, expect, test } from 'vitest';
import { transaction } from '../../src/postgres/sql.ts';
import { enqueueRun } from '../../src/run/enqueue.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { type Workers, workersOn } from './processes.ts';
import {
  addOperation,
  begin,
  hold,
  release,
  setStage,
  traced,
  until,
  untilDone,
  untilTraced,
} from './stage.ts';

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

test('T71 two builds during a deploy: what only the newer one knows is left to it, and done once', async () => {
  const older = await workers.start(1);
  await begin(database.appPool, 'op');
  await untilDone(database.appPool, 'op');
  await transaction(database.appPool, async (tx) => {
    await addOperation(tx, 'new');
    await tx.query({ text: `update operation set kind = 'code-only' where id = 'new'`, values: [] });
    await enqueueRun(tx, { procedure: 'march', operationId: 'new', runId: 'new' });
  });
  await until(async () => older.stderr().includes('needs a build that knows 2; this one knows 1'));
  expect(await traced(database.appPool, 'new')).toEqual([]);
  const newer = await workers.start();
  await untilDone(database.appPool, 'new');
  expect(await traced(database.appPool, 'new')).toEqual(['first', 'act', 'last']);
  const { rows } = await database.appPool.query<{ pid: number }>(
    `select distinct pid from trace where operation_id = 'new'`,
  );
  expect(rows).toEqual([{ pid: newer.pid }]);
});
