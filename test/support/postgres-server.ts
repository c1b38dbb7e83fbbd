/**
 * Once per test run: a server (the embedded one, or TEST_DATABASE_URL's) and on it a migrated template database, which
 * `freshDatabase()` clones. Several runs share a server; every name carries its run's id, and a run that was killed is
 * cleaned up after by the next one, which finds its lock free.
 */
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/postgres/embedded.ts';
import { migrateDatabase } from '../../src/postgres/migrate.ts';
import { migrateRuns } from '../../src/run/migrate-runs.ts';
import { addressed } from './postgres-address.ts';

/** What a test needs to clone a database. */
export interface TestServer {
  /** The server's owner connection string, to its maintenance database. */
  readonly url: string;
  /** Prefix of every name this run makes; by itself the template's, and the restricted role's. */
  readonly run: string;
  readonly password: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestServer;
  }
}

const PREFIX = 'switchback_test';
const DATA = fileURLToPath(new URL('../../.switchback/test-postgres', import.meta.url));

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  // Tests lose nothing by a power cut, and gain from not waiting for the disk.
  const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '300' };
  const server = given ? null : await startEmbeddedPostgres({ dataDir: DATA, settings });
  const url = given ?? server?.url ?? '';
  const admin = new pg.Client({ connectionString: url, application_name: 'switchback tests' });
  admin.on('error', () => undefined);
  await admin.connect();
  const postgres = {
    url,
    run: `${PREFIX}_${randomBytes(4).toString('hex')}`,
    password: randomBytes(12).toString('hex'),
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
