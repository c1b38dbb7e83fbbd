import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool, withTls } from '../../src/postgres/pool.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const quiet = { applicationName: 'pool test', onError: () => undefined };

test('sessions run in UTC, durably, and give up waiting', async () => {
  const { rows } = await database.pool.query(`
    select name, current_setting(name) as value from unnest(array[
      'TimeZone', 'synchronous_commit', 'statement_timeout', 'lock_timeout',
      'idle_in_transaction_session_timeout', 'tcp_user_timeout', 'application_name'
    ]) name`);
  expect(Object.fromEntries(rows.map(({ name, value }) => [name, value]))).toEqual({
    TimeZone: 'UTC',
    synchronous_commit: 'on',
    statement_timeout: '10s',
    lock_timeout: '5s',
    idle_in_transaction_session_timeout: '30s',
    tcp_user_timeout: '5000',
    application_name: 'switchback test',
  });
});

test('a process never holds more than seven connections here', async () => {
  const queries = Array.from({ length: 30 }, () =>
    database.pool.query<{ pid: number }>('select pg_backend_pid() as pid, pg_sleep(0.02)'),
  );
  const pids = (await Promise.all(queries)).map(({ rows }) => rows[0]?.pid);
  expect(new Set(pids).size).toBe(7);
});

test('a server that accepts and says nothing is given up on', async () => {
  const sockets: Socket[] = [];
  const mute = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const address = mute.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const pool = openPool(`postgres://u:p@127.0.0.1:${port}/d`, { ...quiet, connectionTimeoutMillis: 50 });
  await expect(pool.query('select 1')).rejects.toThrow(/timeout/);
  await pool.end();
  for (const socket of sockets) socket.destroy();
  mute.close();
});

test('losing an idle connection is told and survived', async () => {
  const lost = await new Promise<Error>((told) => {
    const pool = openPool(database.url, { ...quiet, max: 1, onError: told });
    void pool
      .query<{ pid: number }>('select pg_backend_pid() as pid')
      .then(({ rows }) => database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]))
      .then(() => pool.end());
  });
  expect(lost.message).toMatch(/terminating connection/);
});

test('a URL that cannot be read does not print its password', () => {
  expect(() => withTls('postgres://u:canary/secret@h:5432/d')).toThrow(
    expect.not.objectContaining({ input: expect.anything() }),
  );
});

test.each([
  ['postgres://u:p@ec2-1.compute-1.amazonaws.com:5432/d', { rejectUnauthorized: false }],
  ['postgres://u:p@db.example.com/d?sslmode=require', { rejectUnauthorized: false }],
  ['postgres://u:p@db.example.com/d?sslmode=no-verify', { rejectUnauthorized: false }],
  ['postgres://u:p@db.example.com/d?sslmode=verify-full', {}],
  ['postgres://u:p@db.amazonaws.com/d?sslmode=disable', false],
  ['postgres://u:p@127.0.0.1/d', false],
])('TLS: %s', (url, ssl) => {
  const client = new pg.Client({ connectionString: withTls(url) });
  expect(client.ssl).toEqual(ssl);
});
