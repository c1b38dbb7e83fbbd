/** How a run is started: a row in the transaction that makes it due. Knows DBOS's SQL, imports nothing of DBOS. */
import type { Db } from '../postgres/sql.ts';

export const QUEUE = 'switchback';
/** Pinned: with DBOS's default, a hash of the code, every deploy would strand the runs under way. */
export const APPLICATION_VERSION = 'bot-1';

export interface DueRun {
  /** A name that `startRuns` was given. */
  readonly procedure: string;
  /** At most one run of an operation may be alive at a time: runs take the lease from each other. */
  readonly operationId: string;
  /** A second enqueue with the same id starts nothing. */
  readonly runId: string;
}

/** Start a run when `tx` commits; some process takes it up within about 0.1 s. */
export async function enqueueRun(tx: Db, due: DueRun): Promise<void> {
  await tx.query({
    text: ENQUEUE,
    values: [due.procedure, QUEUE, due.operationId, due.runId, APPLICATION_VERSION],
  });
}

const ENQUEUE = `
  select dbos.enqueue_workflow(
    workflow_name => $1, queue_name => $2, positional_args => array[to_json($3::text)],
    workflow_id => $4, app_version => $5
  )
`;
