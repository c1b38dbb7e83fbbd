import { expect, onTestFinished, test } from 'vitest';
import { openClock, type StageClock } from '../../rehearsal/clock.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const HOUR = 3_600_000;

async function database(): Promise<FreshDatabase> {
  const fresh = await freshDatabase();
  onTestFinished(() => fresh.drop());
  return fresh;
}

async function storyTime({ pool }: FreshDatabase): Promise<number> {
  const { rows } = await pool.query('select extract(epoch from switchback_now())::float8 * 1000 as now');
  return rows[0].now;
}

/** Reads until told to stop; resolves to the pairs in which the later reading was the earlier time. */
function watch(read: () => Promise<number>): { stop(): Promise<readonly (readonly [number, number])[]> } {
  let watching = true;
  const backwards: (readonly [number, number])[] = [];
  const done = (async () => {
    for (let before = await read(); watching; ) {
      const after = await read();
      if (after < before) backwards.push([before, after]);
      before = after;
    }
  })();
  return {
    async stop() {
      watching = false;
      await done;
      return backwards;
    },
  };
}

test('durable time never goes backwards when its rate changes, in the database or here', async () => {
  const db = await database();
  const clock = await openClock(db.pool, 3_600);
  const here = async () => {
    await new Promise(setImmediate);
    return clock.now().getTime();
  };
  const watches = [watch(() => storyTime(db)), watch(() => storyTime(db)), watch(here)];
  for (let n = 0; n < 15; n++) {
    await clock.setRate(1);
    await clock.setRate(3_600);
  }
  const backwards = await Promise.all(watches.map((each) => each.stop()));
  expect(backwards).toEqual([[], [], []]);
});

test('what is changed at once is changed in turn: nothing is lost', async () => {
  const db = await database();
  const clock = await openClock(db.pool, 1);
  const heard: (readonly [rate: number, leaptMs: number])[] = [];
  clock.follow((rate, leaptMs) => heard.push([rate, leaptMs]));
  const before = await storyTime(db);
  await Promise.all([clock.leap(HOUR), clock.setRate(60), clock.leap(HOUR)]);
  expect(heard).toEqual([
    [1, HOUR],
    [60, 0],
    [60, HOUR],
  ]);
  expect((await storyTime(db)) - before).toBeGreaterThanOrEqual(2 * HOUR);
});

test('the database and the clock here are one', async () => {
  const db = await database();
  const clock = await openClock(db.pool, 1);
  await clock.setRate(600);
  await clock.leap(HOUR);
  const { rows } = await db.pool.query(
    'select extract(epoch from durable_anchor)::float8 * 1000 as durable, extract(epoch from real_anchor)::float8 * 1000 as real, rate from clock',
  );
  const { durable, real, rate } = clock.reading();
  // Postgres keeps microseconds, and a float of seconds is not one of milliseconds to the last bit.
  expect(rows).toEqual([{ durable: expect.closeTo(durable, 2), real: expect.closeTo(real, 2), rate }]);
});

test('a clock that cannot be written goes on as before', async () => {
  const db = await database();
  const clock: StageClock = await openClock(db.pool, 1);
  const reading = clock.reading();
  await db.pool.query('alter table clock rename to gone');
  await expect(clock.setRate(60)).rejects.toThrow(/clock/);
  await db.pool.query('alter table gone rename to clock');
  expect(clock.reading()).toEqual(reading);
  const before = clock.now();
  await clock.setRate(6);
  expect(clock.reading().rate).toBe(6);
  expect(clock.now().getTime()).toBeGreaterThanOrEqual(before.getTime());
});
