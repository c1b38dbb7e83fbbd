/**
 * Once per test run: a server (the embedded one, or TEST_DATABASE_URL's) and on it a migrated template database, which
 * `freshDatabase()` clones. Several runs share a server; every name carries its run's id, and a run that was killed is
 * cleaned up after by the next one, which finds its lock free.
 */
import { createHash, randomBytes } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/postgres/embedded.ts';
import { exists } from '../../src/postgres/embedded-binaries.ts';
import { chooseAccount, chooseHome } from '../../src/postgres/embedded-cluster.ts';
import { migrateDatabase } from '../../src/postgres/migrate.ts';
import { migrateRuns } from '../../src/run/migrate-runs.ts';
import { addressed } from './postgres-address.ts';
import { removePrograms } from './program.ts';
import { scratchDirectory } from './scratch.ts';

/** What a test needs to clone a database. */
export interface TestServer {
  /** The server's owner connection string, to its maintenance database. */
  readonly url: string;
  /** Prefix of every name this run makes; by itself the template's, and the restricted role's. */
  readonly run: string;
  readonly password: string;
  /** How a database is best cloned there: the end of the statement. */
  readonly clone: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestServer;
  }
}

const PREFIX = 'switchback_test';
const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
// Tests lose nothing by a power cut, and gain from not waiting for the disk.
const SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  // Nobody restores or copies it, and no table of theirs grows old.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '128MB',
  autovacuum: 'off',
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const server = given ? null : await startServer();
  const url = given ?? server?.url ?? '';
  const admin = new pg.Client({ connectionString: url, application_name: 'switchback tests' });
  admin.on('error', () => undefined);
  await admin.connect();
  const postgres = {
    url,
    run: `${PREFIX}_${randomBytes(4).toString('hex')}`,
    password: randomBytes(12).toString('hex'),
    // Unknown to servers before 15.
    clone: given ? '' : 'strategy file_copy',
  };
  await admin.query('select pg_advisory_lock(hashtext($1))', [postgres.run]);
  await removeDeadRuns(admin);
  await createTemplate(admin, postgres);
  project.provide('postgres', postgres);
  return async () => {
    await removeRun(admin, postgres.run);
    await admin.end();
    await server?.stop();
  };
}

/** One for all runs of this checkout, in memory where there is room: then nothing of it stays when the last run has ended. */
async function startServer(): Promise<EmbeddedPostgres> {
  const scratch = await scratchDirectory();
  if (scratch === tmpdir()) {
    return startEmbeddedPostgres({
      dataDir: join(CHECKOUT, '.switchback/test-postgres'),
      settings: SETTINGS,
    });
  }
  const checkout = createHash('sha256').update(CHECKOUT).digest('hex').slice(0, 12);
  const dataDir = join(scratch, `switchback-test-${checkout}`);
  const start = () => startEmbeddedPostgres({ dataDir, settings: SETTINGS });
  // A second time for a run that began while the one before it cleared up.
  const server = await start().catch(start);
  return {
    url: server.url,
    async stop() {
      await server.stop();
      const home = await chooseHome(dataDir, await chooseAccount(dataDir));
      if (await exists(join(home, 'data/postmaster.pid'))) return;
      const unused = `${home}.gone-${process.pid}`;
      await rename(home, unused);
      await rm(unused, { recursive: true });
    },
  };
}

async function createTemplate(admin: pg.Client, { url, run, password }: TestServer): Promise<void> {
  // Before the database, so that a run killed in between is still found by its role.
  await admin.query(`create role ${run} login password '${password}'`);
  await admin.query(`create database ${run}`);
  await migrateDatabase({
    migrateRuns,
    ownerUrl: addressed(url, run),
    appUrl: addressed(url, run, { user: run, password }),
    log: () => undefined,
  });
}

async function removeDeadRuns(admin: pg.Client): Promise<void> {
  const found = await admin.query<{ run: string; dead: boolean }>(
    `select rolname as run, pg_try_advisory_lock(hashtext(rolname)) as dead
     from pg_roles where rolname ~ $1`,
    [`^${PREFIX}_[0-9a-f]{8}$`],
  );
  for (const { run, dead } of found.rows) {
    if (!dead) continue;
    await removeRun(admin, run);
    await admin.query('select pg_advisory_unlock(hashtext($1))', [run]);
  }
}

async function removeRun(admin: pg.Client, run: string): Promise<void> {
  await removePrograms(run);
  const databases = await admin.query<{ name: string }>(
    'select datname as name from pg_database where starts_with(datname, $1)',
    [run],
  );
  for (const { name } of databases.rows) await admin.query(`drop database if exists ${name} with (force)`);
  const roles = await admin.query<{ name: string }>(
    'select rolname as name from pg_roles where starts_with(rolname, $1) order by rolname desc',
    [run],
  );
  for (const { name } of roles.rows) await admin.query(`drop role if exists ${name}`);
}
