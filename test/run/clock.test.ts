import { afterEach, beforeEach, expect, test } from 'vitest';
import { openClock } from '../../src/run/clock.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;

beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(() => database.drop());

async function scale(rate: number): Promise<void> {
  await database.pool.query(
    `insert into clock (real_anchor, durable_anchor, rate) values (clock_timestamp(), '2026-06-01Z', $1)`,
    [rate],
  );
}

test('durable time is the database clock, and a pause never ends early', async () => {
  const clock = openClock(database.appPool, new AbortController().signal);
  const before = await clock.now();
  await clock.pause(300);
  expect((await clock.now()).getTime() - before.getTime()).toBeGreaterThanOrEqual(300);
});

test('at a thousandfold rate a pause of ten minutes ends, after ten durable minutes', async () => {
  await scale(1_000);
  const clock = openClock(database.appPool, new AbortController().signal);
  const before = await clock.now();
  expect(before.getUTCFullYear()).toBe(2026);
  await clock.pause(600_000);
  expect((await clock.now()).getTime() - before.getTime()).toBeGreaterThanOrEqual(600_000);
});

test('a pause is cut short by the stop, and one begun later does not begin', async () => {
  const stopping = new AbortController();
  const clock = openClock(database.appPool, stopping.signal);
  const paused = clock.pause(3_600_000);
  stopping.abort();
  await expect(paused).rejects.toThrow();
  await expect(clock.pause(1)).rejects.toThrow();
});
