/** Durable runs in this process: take them up, keep them going, hand them on. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Log } from '../log.ts';
import type { Clock, Run } from '../ports.ts';
import { claimLease, NeedsNewerBuild } from './claim-lease.ts';
import { durableRun, type Execution, insist } from './durable-run.ts';
import { launchEngine } from './engine.ts';
import { backoffMs, type Fault, faultReporter } from './fault.ts';
import { trackFlights } from './flights.ts';
import { LIVENESS_TIMES, type LivenessTimes, startLiveness } from './liveness.ts';
import { never } from './never.ts';
import { type Entry, openRoster } from './roster.ts';
import { watchStrays } from './stray-watch.ts';
import { within } from './within.ts';

/** A run that was started this often ends its process again and again, or keeps losing its lease. */
const MANY_STARTS = 20;
const MANY_STARTS_PAUSE_MS = 30_000;
/** Times that a run was left to a newer build before people hear that there seems to be none: about a minute. */
const NO_NEWER_AFTER = 60;
/** For each of the last acts of a drain that need the database. */
const FAREWELL_MS = 1_000;

export type Procedure = (run: Run, operationId: string) => Promise<void>;

export interface RunsOptions {
  /** Shared with the app, on the role that runs everything; at most 7 connections. The database is migrated. */
  readonly pool: pg.Pool;
  /** A direct connection, same role: session locks do not survive a transaction-pooling proxy. */
  readonly liveness: { readonly url: string; readonly times?: LivenessTimes };
  /** The readable part of the executor id: the dyno's name, or `local`. */
  readonly executorPrefix: string;
  /** By the name they are enqueued with. */
  readonly procedures: Readonly<Record<string, Procedure>>;
  /** Procedures that write nothing a lease must fence; they may run beside one that does, and take nothing from it. */
  readonly unleased?: Readonly<Record<string, Procedure>>;
  readonly clock: Clock;
  readonly log: Log;
  /** Another process has our runs; nothing more is done here. Exit, so that the process is started anew. */
  readonly onOvertaken: () => void;
  /** What this build knows of operations; default `KNOWS`. */
  readonly knows?: number;
  /** A run failed five times in a row, and goes on trying. A person should know. */
  readonly onStuck: (operationId: string, fault: Fault) => Promise<void>;
}

export interface Runs {
  readonly executorId: string;
  /** Whether this process takes up runs and peers know that it is alive. */
  healthy(): boolean;
  /**
   * Stop for good: take up nothing, let steps under way finish for `deadlineMs` at most, hand the rest to the peers.
   * Returns a few seconds after the deadline at the latest. The pool stays open.
   */
  drain(deadlineMs: number): Promise<void>;
}

interface Work {
  readonly procedure: Procedure;
  readonly leased: boolean;
}

/** Matches no row, so a write that wants a lease is refused. */
const NO_LEASE = -1;

interface Where {
  readonly runId: string;
  readonly operationId: string;
}

/** Start taking up runs; once at a time per process. Throws when the database is away or not migrated. */
export async function startRuns(options: RunsOptions): Promise<Runs> {
  const { pool, log, procedures, unleased = {} } = options;
  const all: Readonly<Record<string, Work>> = {
    ...mapped(procedures, (procedure) => ({ procedure, leased: true })),
    ...mapped(unleased, (procedure) => ({ procedure, leased: false })),
  };
  const executorId = `${options.executorPrefix}/${randomBytes(5).toString('hex')}`;
  const halt = new AbortController();
  const flights = trackFlights();
  const roster = openRoster();
  const report = faultReporter(log, options.onStuck);

  const liveness = await startLiveness({
    executorId,
    url: options.liveness.url,
    times: options.liveness.times ?? LIVENESS_TIMES,
    log,
    adopt: (executorIds) => engine.adopt(executorIds),
    onOvertaken() {
      halt.abort();
      options.onOvertaken();
    },
  });

  /** Back into the queue at once: a newer build may wait there, and a rollback does. */
  function leave(entry: Entry, where: Where, error: NeedsNewerBuild, tries: number): void {
    if (tries === NO_NEWER_AFTER) report({ ...where, part: 'claim', error, tries, tell: true });
    else log.warn({ ...where, why: error.message }, 'a run is left to a newer build');
    roster.giveUp(entry, performance.now());
  }

  async function perform(work: Work, where: Where): Promise<void> {
    const entry = roster.begin(where.runId);
    const execution: Execution = {
      clock: options.clock,
      flights,
      halted: halt.signal,
      confirmed: liveness.confirmed,
      report: (part, error, tries) => report({ ...where, part, error, tries }),
      async abandon(part, error) {
        if (halt.signal.aborted) return never();
        // Settles only while our runs are ours; what follows is for a lease lost to another run of this process.
        await liveness.verified();
        const tries = roster.failed(entry);
        if (error instanceof NeedsNewerBuild) leave(entry, where, error, tries);
        else {
          execution.report(part, error, tries);
          roster.giveUp(entry, performance.now() + backoffMs(tries));
        }
        return never();
      },
    };
    try {
      await body(work, execution, where);
    } catch (error) {
      return execution.abandon('body', error);
    }
    await liveness.confirmed();
    roster.settled(entry);
  }

  async function body({ procedure, leased }: Work, execution: Execution, where: Where): Promise<void> {
    const { operationId } = where;
    if (!leased) return procedure(durableRun(execution, { operationId, leaseNo: NO_LEASE }), operationId);
    const flight = flights.takeOff();
    const leaseNo = await insist(execution, flight, 'claim', () =>
      claimLease(pool, operationId, executorId, options.knows),
    );
    flight.land();
    if (leaseNo === null) {
      log.error(where, 'run of an operation that does not exist');
      return;
    }
    if (leaseNo % MANY_STARTS === 0) {
      report({
        ...where,
        part: 'start',
        error: new Error(`started ${leaseNo} times`),
        tries: leaseNo,
        tell: true,
      });
      await sleep(MANY_STARTS_PAUSE_MS, undefined, { signal: halt.signal });
    }
    await procedure(durableRun(execution, { operationId, leaseNo }), operationId);
  }

  const engine = await launchEngine({
    pool,
    executorId,
    log,
    workflows: mapped(
      all,
      (work) => (runId: string, operationId: string) => perform(work, { runId, operationId }),
    ),
  }).catch(async (error: unknown) => {
    await liveness.stop();
    throw error;
  });
  liveness.watch();
  const strays = watchStrays({
    pool,
    executorId,
    procedures: Object.keys(all),
    roster,
    log,
    stopped: halt.signal,
    restart: (runIds) => engine.restart(runIds),
  });

  async function farewell(what: string, work: Promise<unknown>): Promise<void> {
    try {
      if (!(await within(FAREWELL_MS, work))) log.warn({ what }, 'drain: gave up waiting');
    } catch (err) {
      log.warn({ err, what }, 'drain: failed');
    }
  }

  return {
    executorId,
    healthy: () => liveness.healthy() && !halt.signal.aborted,
    async drain(deadlineMs) {
      halt.abort();
      await farewell('take up no more', Promise.all([engine.close(), strays]));
      if (!(await flights.landed(deadlineMs))) log.warn({ deadlineMs }, 'drain: steps still under way');
      // Peers would find the free lock, but half a second later.
      await farewell('hand on', engine.adopt([executorId]));
      await liveness.stop();
      await farewell('shut down', engine.shutdown());
    },
  };
}

function mapped<T, U>(table: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, change(value)]));
}
