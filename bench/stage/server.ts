/** A Postgres of the bench's own, with everything durable switched on, and a fresh database for each part. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/postgres/embedded.ts';

export const HOME = resolve('.switchback/bench');
const PREFIX = 'bench_';
/** Tells our own connections from the bot's in pg_stat_activity. */
const OURS = 'bench';

export interface BenchServer {
  readonly version: string;
  fresh(): Promise<BenchDatabase>;
  stop(): Promise<void>;
}

export interface BenchDatabase {
  /** The owner's. */
  readonly url: string;
  /** The restricted role's: what the bot runs on. */
  readonly appUrl: string;
  readonly pool: pg.Pool;
  /** Durable seconds per real second from now on; durable time goes on without a jump. */
  setRate(rate: number): Promise<void>;
  /** Everybody connected but us. */
  connections(): Promise<number>;
  drop(): Promise<void>;
}

export async function startServer(): Promise<BenchServer> {
  const embedded = await startEmbeddedPostgres({ dataDir: `${HOME}/postgres` });
  const admin = new pg.Pool({ connectionString: embedded.url, application_name: OURS, max: 1 });
  await removeLeftovers(admin);
  const { rows } = await admin.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  );
  return {
    version: rows[0]?.version ?? 'unknown',
    fresh: () => createDatabase(admin, embedded.url),
    async stop() {
      await admin.end();
      await embedded.stop();
    },
  };
}

async function createDatabase(admin: pg.Pool, serverUrl: string): Promise<BenchDatabase> {
  const name = `${PREFIX}${randomBytes(4).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await admin.query(`create role ${name} login password '${password}'`);
  await admin.query(`create database ${name}`);
  const url = addressed(serverUrl, name);
  const pool = new pg.Pool({ connectionString: url, application_name: OURS, max: 2 });
  pool.on('error', () => undefined);
  return {
    url,
    appUrl: addressed(serverUrl, name, { user: name, password }),
    pool,
    async setRate(rate) {
      await pool.query(
        `insert into clock (real_anchor, durable_anchor, rate) values (clock_timestamp(), switchback_now(), $1)
         on conflict (singleton) do update
           set real_anchor = excluded.real_anchor, durable_anchor = excluded.durable_anchor, rate = excluded.rate`,
        [rate],
      );
    },
    async connections() {
      const { rows } = await pool.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity where datname = $1 and backend_type = 'client backend' and application_name not like $2 || '%'`,
        [name, OURS],
      );
      return rows[0]?.n ?? 0;
    },
    async drop() {
      await pool.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.query(`drop role ${name}`);
    },
  };
}

/** Of benches that were killed. One still running keeps its databases: they are in use. */
async function removeLeftovers(admin: pg.Pool): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    'select datname as name from pg_database where starts_with(datname, $1)',
    [PREFIX],
  );
  for (const { name } of rows) {
    await admin.query(`drop database ${name}`).catch(() => undefined);
    await admin.query(`drop role if exists ${name}`).catch(() => undefined);
  }
}

function addressed(
  serverUrl: string,
  database: string,
  as?: { readonly user: string; readonly password: string },
): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  if (as) Object.assign(url, { username: as.user, password: as.password });
  return url.href;
}
