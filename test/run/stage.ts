/** A stage for runs: operations to run on, a trace of what was really done, and holds to stop a step half way. */
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { type Db, transaction } from '../../src/postgres/sql.ts';
import { enqueueRun } from '../../src/run/enqueue.ts';

export async function setStage(owner: pg.Pool): Promise<void> {
  await owner.query(`
    create table trace (id serial, operation_id text, part text, pid integer, lease_no integer);
    create table hold (part text primary key);
    create table claimed (operation_id text, part text, primary key (operation_id, part));
    grant all on trace, trace_id_seq, hold, claimed to public;
  `);
}

/** An operation, and a run of `procedure` on it, in one transaction. */
export async function begin(pool: pg.Pool, operationId: string, procedure = 'march'): Promise<void> {
  await transaction(pool, async (tx) => {
    await addOperation(tx, operationId);
    await enqueueRun(tx, { procedure, operationId, runId: operationId });
  });
}

export async function addOperation(db: Db, id: string): Promise<void> {
  const text = `insert into operation (id, app, channel, status, requester, symptom, target_id, target_version, requested_at, expires_at)
    values ($1, $1, 'C1', 'approved', '{}', '', 'r1', 1, now(), now())`;
  await db.query({ text, values: [id] });
}

/** What was done, in order: `part` names. */
export async function traced(pool: pg.Pool, operationId: string): Promise<readonly string[]> {
  const found = await pool.query<{ part: string }>(
    'select part from trace where operation_id = $1 order by id',
    [operationId],
  );
  return found.rows.map(({ part }) => part);
}

export async function hold(pool: pg.Pool, part: string): Promise<void> {
  await pool.query('insert into hold values ($1)', [part]);
}

export async function release(pool: pg.Pool, part: string): Promise<void> {
  await pool.query('delete from hold where part = $1', [part]);
}

/** Ask until it is true; the test's own timeout is the limit. */
export async function until(question: () => Promise<boolean>): Promise<void> {
  while (!(await question().catch(() => false))) await sleep(20);
}

export async function untilTraced(
  pool: pg.Pool,
  operationId: string,
  part: string,
  times = 1,
): Promise<void> {
  await until(async () => (await traced(pool, operationId)).filter((each) => each === part).length >= times);
}

/** How DBOS holds the run. */
export async function statusOf(pool: pg.Pool, runId: string): Promise<string | undefined> {
  const found = await pool.query<{ status: string }>(
    'select status from dbos.workflow_status where workflow_uuid = $1',
    [runId],
  );
  return found.rows[0]?.status;
}

export async function untilDone(pool: pg.Pool, runId: string): Promise<void> {
  await until(async () => (await statusOf(pool, runId)) === 'SUCCESS');
}

/** What the march last wrote under a lease. */
export async function symptomOf(pool: pg.Pool, operationId: string): Promise<string | undefined> {
  const found = await pool.query<{ symptom: string }>('select symptom from operation where id = $1', [
    operationId,
  ]);
  return found.rows[0]?.symptom;
}
