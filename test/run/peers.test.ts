import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { startPostgresProxy } from '../support/postgres-proxy.ts';
import { type Workers, workersOn } from './processes.ts';
import { begin, hold, release, setStage, statusOf, traced, until, untilDone, untilTraced } from './stage.ts';

let database: FreshDatabase;
let workers: Workers;

beforeEach(async () => {
  database = await freshDatabase();
  await setStage(database.pool);
  workers = workersOn(database.appUrl);
});

afterEach(async () => {
  await workers.killAll();
  await database.drop();
});

async function connections(): Promise<number> {
  const found = await database.pool.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and application_name in ('worker', 'switchback liveness')`,
  );
  return found.rows[0]?.n ?? 0;
}

test('two processes started at once share twenty runs due at once, each step done once', async () => {
  const ids = Array.from({ length: 20 }, (_, n) => `op${n}`);
  await Promise.all([...ids.map((id) => begin(database.appPool, id)), workers.start(), workers.start()]);
  for (const id of ids) await untilDone(database.appPool, id);
  for (const id of ids) expect(await traced(database.appPool, id)).toEqual(['first', 'act', 'last']);
  expect(await connections()).toBeLessThanOrEqual(16);
});

test('T71 SIGTERM: the step under way finishes, a waiting run goes on at a peer, the process exits 0', async () => {
  const leaver = await workers.start();
  await hold(database.appPool, 'first');
  await begin(database.appPool, 'busy');
  await untilTraced(database.appPool, 'busy', 'first');
  const peer = await workers.start();
  leaver.signal('SIGTERM');
  await release(database.appPool, 'first');
  expect(await leaver.exit).toBe(0);
  await untilDone(database.appPool, 'busy');
  expect(await traced(database.appPool, 'busy')).toEqual(['first', 'act', 'last']);
  const owners = await database.pool.query('select distinct pid from trace order by pid');
  expect(owners.rows).toEqual([leaver.pid, peer.pid].sort((a, b) => a - b).map((pid) => ({ pid })));
});

test('after a clean stop of the only process, the run waits in the queue for the next one', async () => {
  const only = await workers.start();
  await hold(database.appPool, 'signal');
  await begin(database.appPool, 'op');
  await untilTraced(database.appPool, 'op', 'act');
  only.signal('SIGTERM');
  expect(await only.exit).toBe(0);
  expect(await statusOf(database.appPool, 'op')).toBe('ENQUEUED');
  expect((await database.pool.query('select from executor')).rowCount).toBe(0);
  await release(database.appPool, 'signal');
  await workers.start();
  await untilDone(database.appPool, 'op');
  expect(await traced(database.appPool, 'op')).toEqual(['first', 'act', 'last']);
});

async function cutAll(): Promise<void> {
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name in ('worker', 'switchback liveness')`,
  );
}

test('every connection cut in the middle of each step: the runs end, in the same process, acting once', async () => {
  const only = await workers.start();
  const ids = ['a', 'b', 'c'];
  const parts = ['first', 'act', 'last'];
  for (const part of parts) await hold(database.appPool, part);
  for (const id of ids) await begin(database.appPool, id);
  for (const part of parts) {
    for (const id of ids) await untilTraced(database.appPool, id, part);
    await cutAll();
    await release(database.appPool, part);
  }
  for (const id of ids) {
    await untilDone(database.appPool, id);
    const done = await traced(database.appPool, id);
    expect(done.filter((part) => part === 'act')).toEqual(['act']);
    expect(done.at(-1)).toBe('last');
  }
  expect(only.process.exitCode).toBeNull();
});

test('when Postgres drops everybody, peers do not take each other for dead', async () => {
  // Generous to a slow machine: what is tested is the free locks, not the silence.
  const quick = workersOn(database.appUrl, 30_000);
  try {
    const both = await Promise.all([quick.start(), quick.start()]);
    await cutAll();
    const cut = await database.pool.query<{ at: Date }>('select clock_timestamp() as at');
    // Past the grace in which a free lock does not count.
    await until(async () => {
      const alive = await database.pool.query(
        `select from executor where heartbeat_at > $1::timestamptz + interval '5.5 seconds'`,
        [cut.rows[0]?.at],
      );
      return alive.rowCount === 2;
    });
    expect(both.map(({ process }) => process.exitCode)).toEqual([null, null]);
  } finally {
    await quick.killAll();
  }
});

test('Postgres away for two seconds: the run goes on when it is back', async () => {
  const proxy = await startPostgresProxy(database.appUrl);
  const behind = workersOn(proxy.url);
  try {
    const only = await behind.start();
    await hold(database.appPool, 'act');
    await begin(database.appPool, 'op');
    await untilTraced(database.appPool, 'op', 'act');
    proxy.cut();
    await release(database.appPool, 'act');
    await sleep(2_000);
    expect(await traced(database.appPool, 'op')).toEqual(['first', 'act']);
    proxy.restore();
    await untilDone(database.appPool, 'op');
    expect(await traced(database.appPool, 'op')).toEqual(['first', 'act', 'look', 'last']);
    expect(only.process.exitCode).toBeNull();
  } finally {
    await behind.killAll();
    await proxy.stop();
  }
});
