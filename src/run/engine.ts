/** DBOS, configured as measured in facts/engines.md. One per process: it keeps its state in module globals. */
import { DBOS, DBOSClient } from '@dbos-inc/dbos-sdk';
import { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
import { dbRetryConfig } from '@dbos-inc/dbos-sdk/internal/utils';
import type pg from 'pg';
import type { Log } from '../log.ts';
import { APPLICATION_VERSION, QUEUE } from './enqueue.ts';

const APPLICATION = 'switchback';

export interface EngineOptions {
  /** Shared with the app. Migrated already. */
  readonly pool: pg.Pool;
  readonly executorId: string;
  /** By name; each is given the run's id and the operation's. */
  readonly workflows: Readonly<Record<string, (runId: string, operationId: string) => Promise<void>>>;
  readonly log: Log;
}

export interface Engine {
  /** Put the pending runs of dead executors back into the queue. */
  adopt(executorIds: readonly string[]): Promise<void>;
  /** Put these runs of ours back into the queue. */
  restart(runIds: readonly string[]): Promise<void>;
  /** Take up no more runs. */
  close(): Promise<void>;
  /** Forget everything; the pool stays open. Does not wait for runs. */
  shutdown(): Promise<void>;
}

/** Launch and begin to take up runs. Throws when the database is away or not migrated. */
export async function launchEngine({ pool, executorId, workflows, log }: EngineOptions): Promise<Engine> {
  // The default grows to a minute: too long to notice that Postgres is back.
  Object.assign(dbRetryConfig, { initialBackoffSec: 0.1, maxBackoffSec: 1 });
  for (const [name, workflow] of Object.entries(workflows)) {
    DBOS.registerWorkflow((operationId: string) => workflow(DBOS.workflowID ?? '', operationId), {
      name,
      // A run may start any number of times; src/run/runs.ts tells a person long before this.
      maxRecoveryAttempts: 1_000_000,
    });
  }
  DBOS.setConfig({
    name: APPLICATION,
    systemDatabasePool: pool,
    runMigrations: false,
    // It would keep a connection to speed up what we do not use.
    useListenNotify: false,
    executorID: executorId,
    applicationVersion: APPLICATION_VERSION,
    enablePatching: true,
    listenQueues: [QUEUE],
    logger: dbosLog(log),
  });
  await registerQueue(pool, log);
  await DBOS.launch();
  const executor = DBOSExecutor.globalInstance;
  if (!executor) throw new Error('DBOS launched without an executor');

  return {
    async adopt(executorIds) {
      // Not documented, hence the exact pin; test/run/ fails when it goes away.
      await executor.recoverPendingWorkflows([...executorIds]);
    },
    async restart(runIds) {
      await DBOS.resumeWorkflows([...runIds], { queueName: QUEUE });
    },
    close: () => executor.deactivateEventReceivers(),
    shutdown: () => DBOS.shutdown({ deregister: true }),
  };
}

/** Before the launch, and so by a client: a queue that is registered later is noticed a second later. */
async function registerQueue(pool: pg.Pool, log: Log): Promise<void> {
  const client = await DBOSClient.create({
    systemDatabaseUrl: '',
    systemDatabasePool: pool,
    applicationName: APPLICATION,
    logger: dbosLog(log),
  });
  await client.registerQueue(QUEUE, { minPollingIntervalMs: 250 });
  await client.destroy();
}

/** DBOS talking into our log. Its info is our debug; its debug is dropped. */
function dbosLog(log: Log) {
  return {
    debug: () => undefined,
    info: (said: unknown) => log.debug({ said: String(said) }, 'dbos'),
    warn: (said: unknown) => log.warn({ said: String(said) }, 'dbos'),
    error: (said: unknown, metadata?: { readonly stack?: string; readonly error?: unknown }) =>
      log.error({ said: String(said), err: metadata?.error }, 'dbos'),
  };
}
