/** Durable time as the bot, Heroku and the page have it: one anchor and one rate, written to the bot's database. */
import type pg from 'pg';

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

export async function openClock(database: pg.Pool, rate: number): Promise<StageClock> {
  const began = Date.now();
  let reading: Reading = { durable: began, real: began, rate };
  const listeners: ((rate: number, leaptMs: number) => void)[] = [];
  await database.query('insert into clock (real_anchor, durable_anchor, rate) values ($1, $1, $2)', [
    new Date(began),
    rate,
  ]);
  const durableAt = (real: number) => reading.durable + (real - reading.real) * reading.rate;

  async function anchor(next: number, leaptMs: number): Promise<void> {
    const real = Date.now();
    const wanted = { durable: durableAt(real) + leaptMs, real, rate: next };
    await database.query('update clock set real_anchor = $1, durable_anchor = $2, rate = $3', [
      new Date(wanted.real),
      new Date(wanted.durable),
      wanted.rate,
    ]);
    reading = wanted;
    for (const listener of listeners) listener(next, leaptMs);
  }

  return {
    now: () => new Date(durableAt(Date.now())),
    reading: () => reading,
    setRate: (next) => anchor(next, 0),
    leap: (ms) => anchor(reading.rate, ms),
    follow: (listener) => {
      listeners.push(listener);
    },
  };
}
