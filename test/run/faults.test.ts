import { afterEach, beforeEach, expect, test } from 'vitest';
import { transaction } from '../../src/postgres/sql.ts';
import { openClock } from '../../src/run/clock.ts';
import { enqueueRun } from '../../src/run/enqueue.ts';
import { faultReporter } from '../../src/run/fault.ts';
import { type Procedure, type Runs, startRuns } from '../../src/run/runs.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { addOperation, begin, setStage, untilDone } from './stage.ts';

let database: FreshDatabase;
let runs: Runs | undefined;
let logged: { readonly message: string; readonly facts: object }[];

beforeEach(async () => {
  database = await freshDatabase();
  await setStage(database.pool);
  logged = [];
});

afterEach(async () => {
  await runs?.drain(0);
  runs = undefined;
  await database.drop();
});

function listen() {
  const note = (facts: object, message: string) => logged.push({ message, facts });
  return { debug: () => undefined, info: note, warn: note, error: note };
}

async function start(procedures: Readonly<Record<string, Procedure>>): Promise<Runs> {
  runs = await startRuns({
    pool: database.appPool,
    liveness: { url: database.appUrl },
    executorPrefix: 'test',
    procedures,
    clock: openClock(database.appPool, new AbortController().signal),
    log: listen(),
    onOvertaken: () => undefined,
    onStuck: async () => undefined,
  });
  return runs;
}

const faults = () => logged.filter(({ message }) => message.startsWith('fault in a run'));

test('a fault in a step is logged with a reference and the step done again', async () => {
  const done: string[] = [];
  await start({
    async roll(run) {
      await run.step('good', async () => done.push('good'));
      await run.step('bad', async () => {
        if (done.push('bad') < 3) throw new Error('broken');
        return null;
      });
    },
  });
  await begin(database.appPool, 'op', 'roll');
  await untilDone(database.appPool, 'op');
  expect(done).toEqual(['good', 'bad', 'bad']);
  expect(faults().map(({ facts }) => facts)).toEqual([
    expect.objectContaining({
      operationId: 'op',
      runId: 'op',
      part: 'bad',
      tries: 1,
      ref: expect.stringMatching(/^[0-9a-f]{8}$/),
      err: expect.objectContaining({ message: 'broken' }),
    }),
  ]);
});

test('a fault between steps starts the run again under a new lease; recorded steps are not done again', async () => {
  const done: unknown[] = [];
  await start({
    async roll(run) {
      const at = await run.now('began');
      await run.step('good', async () => done.push('good'));
      done.push(`lease ${run.lease.leaseNo} at ${at.toISOString()}`);
      if (run.lease.leaseNo === 1) throw new Error('broken');
    },
  });
  await begin(database.appPool, 'op', 'roll');
  await untilDone(database.appPool, 'op');
  const at = String(done[1]).slice('lease 1 at '.length);
  expect(done).toEqual(['good', `lease 1 at ${at}`, `lease 2 at ${at}`]);
  expect(faults()).toHaveLength(1);
});

test('a replay that does not fit what was recorded is a fault, not the end of the run', async () => {
  const names = ['one', 'another', 'one'];
  await start({
    async roll(run) {
      await run.step(names[run.lease.leaseNo - 1] ?? '', async () => null);
      if (run.lease.leaseNo === 1) throw new Error('broken');
    },
  });
  await begin(database.appPool, 'op', 'roll');
  await untilDone(database.appPool, 'op');
  expect(faults()).toHaveLength(2);
});

test('a claim whose answer was lost, so that nobody executes the run, is found', async () => {
  const { executorId } = await start({ roll: async () => undefined });
  await transaction(database.pool, async (tx) => {
    await addOperation(tx, 'op');
    await enqueueRun(tx, { procedure: 'roll', operationId: 'op', runId: 'op' });
    const text = `update dbos.workflow_status set status = 'PENDING', executor_id = $1 where workflow_uuid = 'op'`;
    await tx.query({ text, values: [executorId] });
  });
  await untilDone(database.appPool, 'op');
});

test('the same run id twice is one run; a run without an operation ends', async () => {
  let count = 0;
  await start({
    async roll() {
      count += 1;
    },
  });
  await begin(database.appPool, 'op', 'roll');
  const again = { procedure: 'roll', operationId: 'op', runId: 'op' };
  await enqueueRun(database.appPool, again);
  await untilDone(database.appPool, 'op');
  await enqueueRun(database.appPool, again);
  await enqueueRun(database.appPool, { ...again, operationId: 'none', runId: 'none' });
  await untilDone(database.appPool, 'none');
  expect(count).toBe(1);
});

test('what is enqueued in a transaction that rolls back never runs', async () => {
  const ran: string[] = [];
  await start({
    async roll(_run, operationId) {
      ran.push(operationId);
    },
  });
  const lost = transaction(database.appPool, async (tx) => {
    await addOperation(tx, 'lost');
    await enqueueRun(tx, { procedure: 'roll', operationId: 'lost', runId: 'lost' });
    throw new Error('rolled back');
  });
  await expect(lost).rejects.toThrow('rolled back');
  await begin(database.appPool, 'kept', 'roll');
  await untilDone(database.appPool, 'kept');
  expect(ran).toEqual(['kept']);
});

test('it is healthy until drained', async () => {
  const started = await start({ roll: async () => undefined });
  expect(started.healthy()).toBe(true);
  await started.drain(0);
  expect(started.healthy()).toBe(false);
  runs = undefined;
});

test('a person is told at the fifth fault in a row, once', () => {
  const told: unknown[] = [];
  const report = faultReporter(listen(), async (operationId, { tries }) => {
    told.push([operationId, tries]);
  });
  for (const tries of [1, 2, 3, 4, 5, 6]) {
    report({ operationId: 'op', runId: 'op', part: 'send', error: new Error('broken'), tries });
  }
  expect(told).toEqual([['op', 5]]);
  expect(faults()).toHaveLength(6);
});
