/** Durable time as the bot, Heroku and the page have it: one anchor and one rate, written to the bot's database. */
import type pg from 'pg';
import { z } from 'zod';

export interface Reading {
  /** Durable and real instants of one moment, epoch milliseconds. */
  readonly durable: number;
  readonly real: number;
  /** Durable seconds per real second. */
  readonly rate: number;
}

export interface StageClock {
  now(): Date;
  reading(): Reading;
  /** From now on. */
  setRate(rate: number): Promise<void>;
  /** Jumps ahead: nobody practises waiting. */
  leap(ms: number): Promise<void>;
  /** Hears of both after the database has them: the rate, and how much was leapt. */
  follow(listener: (rate: number, leaptMs: number) => void): void;
}

/**
 * Never goes backwards, here or in the database, whatever becomes of the rate. `from`: durable epoch milliseconds to go
 * on from; the real time by default.
 */
export async function openClock(database: pg.Pool, rate: number, from?: number): Promise<StageClock> {
  const began = Date.now();
  let reading: Reading = { durable: from ?? began, real: began, rate };
  /** Time stands still here while the database's is changed, which runs on until it is. */
  let held: number | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const listeners: ((rate: number, leaptMs: number) => void)[] = [];
  await database.query(
    `insert into clock (real_anchor, durable_anchor, rate) values ($1, $2, $3) on conflict (singleton) do update
     set real_anchor = excluded.real_anchor, durable_anchor = excluded.durable_anchor, rate = excluded.rate`,
    [new Date(reading.real), new Date(reading.durable), rate],
  );
  // The database counts in microseconds: within its millisecond, `real` is ahead of what is read here.
  const now = () => held ?? reading.durable + Math.max(0, Date.now() - reading.real) * reading.rate;

  async function change(nextRate: number | null, leaptMs: number): Promise<void> {
    held = now();
    try {
      reading = await written(database, nextRate ?? reading.rate, leaptMs);
    } finally {
      held = null;
    }
    for (const listener of listeners) listener(reading.rate, leaptMs);
  }

  /** Two at once would both begin at the same reading, and one of them be lost. */
  function inTurn(act: () => Promise<void>): Promise<void> {
    const turn = last.then(act);
    last = turn.catch(() => undefined);
    return turn;
  }

  return {
    now: () => new Date(now()),
    reading: () => reading,
    setRate: (next) => inTurn(() => change(next, 0)),
    leap: (ms) => inTurn(() => change(null, ms)),
    follow: (listener) => {
      listeners.push(listener);
    },
  };
}

const ROW = z.object({ durable: z.coerce.number(), real: z.coerce.number(), rate: z.number() });

/** Readers wait for the lock: none can read by the old rate what is past the instant at which the new one begins. */
async function written(database: pg.Pool, rate: number, leaptMs: number): Promise<Reading> {
  const client = await database.connect();
  try {
    await client.query('begin');
    await client.query('lock table clock in access exclusive mode');
    const { rows } = await client.query(
      `update clock set
         durable_anchor = durable_anchor + (at - real_anchor) * clock.rate + make_interval(secs => $2),
         real_anchor = at,
         rate = $1
       from (select clock_timestamp() as at) instant
       returning extract(epoch from durable_anchor) * 1000 as durable,
                 extract(epoch from real_anchor) * 1000 as real, clock.rate`,
      [rate, leaptMs / 1000],
    );
    await client.query('commit');
    return ROW.parse(rows[0]);
  } catch (error) {
    // A connection that broke has rolled back already.
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
