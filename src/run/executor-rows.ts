/** The rows and locks by which processes know each other. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Db, one, row, rows } from '../postgres/sql.ts';
import { APPLICATION_VERSION } from './enqueue.ts';

/** Take the lock that says we are alive. False while a lost connection of ours still holds it. */
export async function takeLock(connection: Db, executorId: string): Promise<boolean> {
  const taken = await one(connection, LOCKED, 'select pg_try_advisory_lock($1) as locked', [
    lockKey(executorId),
  ]);
  return taken.locked;
}

/** Only under the lock: a row without it is a dead process's. */
export async function register(connection: Db, executorId: string): Promise<void> {
  await rows(
    connection,
    ID,
    'insert into executor (executor_id, lock_key) values ($1, $2) returning executor_id',
    [executorId, lockKey(executorId)],
  );
}

/** Write the heartbeat. False when our row is gone: we were overtaken. */
export async function beat(connection: Db, executorId: string): Promise<boolean> {
  return (await row(connection, ID, BEAT, [executorId])) !== null;
}

const BEAT =
  'update executor set heartbeat_at = clock_timestamp() where executor_id = $1 returning executor_id';

export async function withdraw(connection: Db, executorId: string): Promise<void> {
  await rows(connection, ID, 'delete from executor where executor_id = $1 returning executor_id', [
    executorId,
  ]);
}

export interface Judgement {
  readonly self: string;
  /** Judge by heartbeat, older than this many milliseconds; null: not yet. */
  readonly staleMs: number | null;
  /** Judge by free lock. */
  readonly byLock: boolean;
}

/**
 * Delete the rows of dead processes, and name everybody who owns pending runs and has no row. From the delete on the
 * dead process can claim nothing; whoever asks next finds its runs too, so a death in between loses nothing.
 */
export async function buryTheDead(
  connection: Db,
  { self, staleMs, byLock }: Judgement,
): Promise<readonly string[]> {
  const dead = await rows(connection, ID, BURY, [self, byLock, staleMs, APPLICATION_VERSION]);
  return dead.map(({ executor_id }) => executor_id);
}

const BURY = `
  with buried as (
    delete from executor where executor_id <> $1 and (
      heartbeat_at < clock_timestamp() - $3::double precision * interval '1 millisecond'
      or ($2 and not exists (
        select from pg_locks
        where locktype = 'advisory' and granted and objsubid = 1
          and database = (select oid from pg_database where datname = current_database())
          and classid::bigint = (lock_key >> 32) & 4294967295 and objid::bigint = lock_key & 4294967295
      ))
    )
    returning executor_id
  )
  select executor_id from buried
  union
  select run.executor_id from dbos.workflow_status run
  where run.status = 'PENDING' and run.application_version = $4 and run.executor_id <> $1
    and not exists (select from executor where executor.executor_id = run.executor_id)
`;

/** As a string: it does not fit a JavaScript number. */
function lockKey(executorId: string): string {
  return createHash('sha256').update(executorId).digest().readBigInt64BE(0).toString();
}

const LOCKED = z.object({ locked: z.boolean() });
const ID = z.object({ executor_id: z.string() });
