/**
 * Who is alive (design.md section 2). Each process holds an advisory lock on its executor id, on a connection of its
 * own, and writes a heartbeat. A process whose lock is free, or whose heartbeat is old, is dead: its row is deleted
 * and its runs are handed on. A process without a row owns nothing, whatever it believes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../log.ts';
import { connectionConfig } from '../postgres/pool.ts';
import { alarm } from './alarm.ts';
import { beat, buryTheDead, register, takeLock, withdraw } from './executor-rows.ts';
import { within } from './within.ts';

export interface LivenessTimes {
  /** A process whose heartbeat is older than this is dead, milliseconds. */
  readonly staleMs: number;
  readonly beatMs: number;
  /** Between two looks for dead processes. */
  readonly lookMs: number;
}

export const LIVENESS_TIMES: LivenessTimes = { staleMs: 30_000, beatMs: 5_000, lookMs: 500 };

/**
 * After Postgres dropped everybody, peers get this long to take their locks again before a free one counts. Adoption
 * waits for it only then; a live peer on a busy machine may need seconds.
 */
const RECONNECTION_GRACE_MS = 5_000;
const RETRY_MS = 200;
const WITHDRAWAL_MS = 1_000;

export interface LivenessOptions {
  readonly executorId: string;
  /** A direct connection: behind a transaction-pooling proxy the lock would be lost. */
  readonly url: string;
  readonly times: LivenessTimes;
  readonly log: Log;
  /** Hand on the runs of these dead executors. After a failure they are named again. */
  readonly adopt: (executorIds: readonly string[]) => Promise<void>;
  /** Our row is gone: somebody else has our runs. Called once. */
  readonly onOvertaken: () => void;
}

export interface Liveness {
  /** Start looking for dead peers. */
  watch(): void;
  /** Resolves when it is known, from less than `staleMs / 2` ago, that nobody took over; never when somebody did. */
  confirmed(): Promise<void>;
  /** The same, asking the database now. */
  verified(): Promise<void>;
  healthy(): boolean;
  /** Withdraw; peers take our runs at their next look. A second at most. */
  stop(): Promise<void>;
}

/** Take the lock, register, and keep both for as long as the process lives. Throws when the database is away. */
export async function startLiveness(options: LivenessOptions): Promise<Liveness> {
  const { executorId, times, log } = options;
  const bell = alarm();
  let connection: pg.Client | null = null;
  let watching = false;
  let ended = false;
  let confirmedAt = Number.NEGATIVE_INFINITY;
  /** Since when our own heartbeat is unbroken: only then is another's silence its own. */
  let steadySince = 0;
  let locksCountFrom = 0;
  let waiting: (() => void)[] = [];

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({
      ...connectionConfig(options.url, 'switchback liveness'),
      connectionTimeoutMillis: 3_000,
      query_timeout: 5_000,
    });
    client.on('error', (err) => {
      log.warn({ err, executorId }, 'liveness connection lost');
      if (connection === client) drop();
    });
    try {
      await client.connect();
      // Asked for again and again: a blocking wait would hold a snapshot that DBOS's migrations wait for.
      while (!(await takeLock(client, executorId))) {
        if (ended) throw new Error('stopped while waiting for the lock');
        await sleep(RETRY_MS);
      }
      return client;
    } catch (fault) {
      void client.end().catch(() => undefined);
      throw fault;
    }
  }

  function drop(): void {
    void connection?.end().catch(() => undefined);
    connection = null;
    bell.ring();
  }

  async function confirm(client: pg.Client): Promise<void> {
    const asked = performance.now();
    const answered = waiting;
    waiting = [];
    try {
      if (!(await beat(client, executorId))) return overtaken();
    } catch (fault) {
      waiting.push(...answered);
      throw fault;
    }
    if (asked - confirmedAt > times.staleMs / 2) steadySince = asked;
    confirmedAt = asked;
    for (const resume of answered) resume();
  }

  function overtaken(): void {
    if (ended) return;
    ended = true;
    log.error({ executorId }, 'overtaken: another process has our runs');
    drop();
    options.onOvertaken();
  }

  async function lookAround(client: pg.Client): Promise<void> {
    const now = performance.now();
    const dead = await buryTheDead(client, {
      self: executorId,
      staleMs: now - steadySince >= times.staleMs ? times.staleMs : null,
      byLock: now >= locksCountFrom,
    });
    if (dead.length === 0) return;
    log.warn({ executorId, dead }, 'adopting the runs of dead processes');
    await options
      .adopt(dead)
      .catch((err: unknown) => log.warn({ err, dead }, 'adoption failed, trying again'));
  }

  async function round(): Promise<void> {
    if (connection === null) {
      connection = await connect();
      locksCountFrom = performance.now() + RECONNECTION_GRACE_MS;
      // Somebody may have buried us while the lock was free.
      await confirm(connection);
    }
    const due = performance.now() - confirmedAt >= times.beatMs || waiting.length > 0;
    if (connection && due) await confirm(connection);
    if (connection && watching) await lookAround(connection);
  }

  async function live(): Promise<void> {
    while (!ended) {
      try {
        await round();
      } catch (err) {
        log.warn({ err, executorId }, 'liveness round failed');
        drop();
      }
      await bell.wait(connection ? times.lookMs : RETRY_MS);
    }
  }

  function verified(): Promise<void> {
    return new Promise((resolve) => {
      waiting.push(resolve);
      bell.ring();
    });
  }

  connection = await connect();
  await register(connection, executorId);
  await confirm(connection);
  const living = live();

  return {
    watch() {
      watching = true;
      bell.ring();
    },
    async confirmed() {
      if (performance.now() - confirmedAt > times.staleMs / 2 || ended) await verified();
    },
    verified,
    healthy: () => !ended && connection !== null && performance.now() - confirmedAt < times.staleMs / 2,
    async stop() {
      if (ended) return;
      ended = true;
      bell.ring();
      await within(WITHDRAWAL_MS, living);
      if (connection)
        await within(
          WITHDRAWAL_MS,
          withdraw(connection, executorId).catch(() => undefined),
        );
      drop();
    },
  };
}
