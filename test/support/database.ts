/** A database of a test's own, migrated and empty but for the drill record's historical row. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { openPool } from '../../src/postgres/pool.ts';
import { addressed } from './postgres-address.ts';

export interface FreshDatabase {
  /** The owner's connection string. */
  readonly url: string;
  /** The restricted role's connection string: what the bot itself runs on. */
  readonly appUrl: string;
  /** As the owner, for preparing and inspecting. */
  readonly pool: pg.Pool;
  /** As the restricted role: hand this one to the code under test, so that a missing grant is found. */
  readonly appPool: pg.Pool;
  /** End both pools and remove the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** Clone the run's template. */
export function freshDatabase(): Promise<FreshDatabase> {
  return createDatabase(inject('postgres').run);
}

/** A database with nothing in it, for tests of the migrations themselves. */
export function emptyDatabase(): Promise<FreshDatabase> {
  return createDatabase('template1');
}

async function createDatabase(template: string): Promise<FreshDatabase> {
  const server = inject('postgres');
  const name = `${server.run}_${randomBytes(6).toString('hex')}`;
  await asAdmin(server.url, `create database ${name} template ${template} ${server.clone}`);
  const url = addressed(server.url, name);
  const appUrl = addressed(server.url, name, { user: server.run, password: server.password });
  // Connections cut by a test, or by drop(), are that test's business.
  const options = { applicationName: 'switchback test', onError: () => undefined };
  const pool = openPool(url, options);
  const appPool = openPool(appUrl, options);
  return {
    url,
    appUrl,
    pool,
    appPool,
    async drop() {
      await Promise.all([pool.end(), appPool.end()]);
      await asAdmin(server.url, `drop database if exists ${name} with (force)`);
    },
  };
}

/** One statement on the maintenance database. */
async function asAdmin(url: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}
