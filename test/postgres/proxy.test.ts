import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { type Boundary, type PostgresProxy, startPostgresProxy } from '../support/postgres-proxy.ts';

let database: FreshDatabase;
let proxy: PostgresProxy;
let client: pg.Client;

beforeEach(async () => {
  database = await freshDatabase();
  proxy = await startPostgresProxy(database.url);
  client = new pg.Client({ connectionString: proxy.url });
  client.on('error', () => undefined);
  await client.connect();
});

afterEach(async () => {
  await client.end().catch(() => undefined);
  await proxy.stop();
  await database.drop();
});

const CLAIM = 'insert into seen_request (key) values ($1)';

async function claims(): Promise<number> {
  const { rows } = await database.pool.query('select key from seen_request');
  return rows.length;
}

test('every request and every answer is a boundary, told with its SQL', async () => {
  const seen: Boundary[] = [];
  proxy.onBoundary(async (boundary) => {
    seen.push(boundary);
    return 'pass';
  });
  await client.query('begin');
  await client.query({ name: 'claim', text: CLAIM, values: ['a'] });
  await client.query({ name: 'claim', text: CLAIM, values: ['b'] });
  await client.query('select 1; select 2');
  await client.query('commit');

  const sql = ['begin', CLAIM, CLAIM, 'select 1; select 2', 'commit'];
  expect(seen.map((boundary) => [boundary.n, boundary.at, boundary.sql])).toEqual(
    sql.flatMap((text, i) => [
      [2 * i + 1, 'before-request', text],
      [2 * i + 2, 'before-answer', text],
    ]),
  );
  expect(await claims()).toBe(2);
});

test('a request that is cut never happened', async () => {
  proxy.onBoundary(async ({ at }) => (at === 'before-request' ? 'cut' : 'pass'));
  await expect(client.query(CLAIM, ['a'])).rejects.toThrow();
  expect(await claims()).toBe(0);
});

test('an answer that is cut belongs to something that happened', async () => {
  proxy.onBoundary(async ({ at }) => (at === 'before-answer' ? 'cut' : 'pass'));
  await expect(client.query(CLAIM, ['a'])).rejects.toThrow();
  expect(await claims()).toBe(1);
});

test('a hook may take its time: nothing passes before it is done', async () => {
  proxy.onBoundary(async ({ at }) => {
    if (at === 'before-request') expect(await claims()).toBe(0);
    else expect(await claims()).toBe(1);
    return 'pass';
  });
  await client.query(CLAIM, ['a']);
  expect(proxy.count()).toBe(2);
});

test('after a cut nobody connects until it is restored', async () => {
  proxy.cut();
  await expect(client.query('select 1')).rejects.toThrow();
  const refused = new pg.Client({ connectionString: proxy.url });
  await expect(refused.connect()).rejects.toThrow();
  proxy.restore();
  client = new pg.Client({ connectionString: proxy.url });
  await client.connect();
  await client.query('select 1');
});

test('stalled traffic passes once it is restored', async () => {
  proxy.stall();
  const insert = client.query(CLAIM, ['a']);
  expect(await claims()).toBe(0);
  proxy.restore();
  await insert;
  expect(await claims()).toBe(1);
});

test('notifications pass without being asked for', async () => {
  const heard = new Promise((resolve) => client.on('notification', ({ payload }) => resolve(payload)));
  await client.query('listen news');
  await database.pool.query(`select pg_notify('news', 'hello')`);
  expect(await heard).toBe('hello');
});
