/** Databases of rehearsals, cloned from a migrated template: a clone takes a tenth of the time that migrating does. */
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/postgres/embedded.ts';
import { migrateDatabase, OUR_MIGRATIONS, readMigrations } from '../src/postgres/migrate.ts';
import { migrateRuns } from '../src/run/migrate-runs.ts';

export interface Database {
  readonly name: string;
  /** As its owner. */
  readonly url: string;
  drop(): Promise<void>;
}

const TEMPLATE = 'rehearsal_template_';
/** `rehearsal_<process>_<random>`: what a process that was killed left behind, the next one removes. */
const THROWN_AWAY = /^rehearsal_(\d+)_[0-9a-f]+$/;
const MISSING = '3D000';
const EXISTING = '42P04';

/** Where rehearsals have everything of theirs. */
export const HOME = '.switchback/rehearsal';

/**
 * The embedded server of rehearsals, or the one that runs already. It does not wait for the disk: the death of any process
 * loses nothing, a power cut may.
 */
export function startServer(home = HOME): Promise<EmbeddedPostgres> {
  const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '60' };
  return startEmbeddedPostgres({ dataDir: join(home, 'postgres'), settings });
}

/** Gone at the latest with the first rehearsal after this process has ended. */
export async function throwawayDatabase(serverUrl: string): Promise<Database> {
  return asAdmin(serverUrl, async (admin) => {
    await dropWhere(admin, (name) => {
      const pid = Number(THROWN_AWAY.exec(name)?.[1] ?? 'none');
      return !Number.isNaN(pid) && !isAlive(pid);
    });
    return clone(admin, serverUrl, `rehearsal_${process.pid}_${randomBytes(5).toString('hex')}`);
  });
}

/** Stays until somebody drops it. */
export function lastingDatabase(serverUrl: string, prefix: string): Promise<Database> {
  return asAdmin(serverUrl, (admin) => clone(admin, serverUrl, `${prefix}${randomBytes(5).toString('hex')}`));
}

/** The one of this name, and no other with this prefix; null when it is not there. */
export async function onlyDatabase(
  serverUrl: string,
  prefix: string,
  name: string | null,
): Promise<Database | null> {
  return asAdmin(serverUrl, async (admin) => {
    await dropWhere(admin, (each) => each.startsWith(prefix) && each !== name);
    const there = name !== null && (await names(admin)).includes(name);
    return there ? databaseCalled(serverUrl, name) : null;
  });
}

/** The schema that this code brings: of our migrations, and of the durable engine's. */
export async function schemaHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const { name, checksum } of await readMigrations(OUR_MIGRATIONS)) hash.update(`${name} ${checksum}\n`);
  hash.update(await engineVersion());
  return hash.digest('hex').slice(0, 12);
}

async function clone(admin: pg.Client, serverUrl: string, name: string): Promise<Database> {
  const template = `${TEMPLATE}${await schemaHash()}`;
  try {
    await admin.query(`create database ${name} template ${template}`);
  } catch (error) {
    if (codeOf(error) !== MISSING) throw error;
    await makeTemplate(admin, serverUrl, template);
    await admin.query(`create database ${name} template ${template}`);
  }
  return databaseCalled(serverUrl, name);
}

/** Made beside and renamed: nobody clones half of it. */
async function makeTemplate(admin: pg.Client, serverUrl: string, template: string): Promise<void> {
  const { name, url, drop } = databaseCalled(
    serverUrl,
    `rehearsal_${process.pid}_${randomBytes(5).toString('hex')}`,
  );
  await admin.query(`create database ${name}`);
  try {
    await migrateDatabase({ ownerUrl: url, appUrl: null, migrateRuns, log: () => undefined });
    await dropWhere(admin, (each) => each.startsWith(TEMPLATE) && each !== template);
    await admin.query(`alter database ${name} rename to ${template}`);
  } catch (error) {
    await drop();
    // A peer was faster.
    if (codeOf(error) !== EXISTING) throw error;
  }
}

function databaseCalled(serverUrl: string, name: string): Database {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const drop = () =>
    asAdmin(serverUrl, async (admin) => {
      await admin.query(`drop database if exists ${name} with (force)`);
    });
  return { name, url: url.href, drop };
}

async function dropWhere(admin: pg.Client, unwanted: (name: string) => boolean): Promise<void> {
  for (const name of (await names(admin)).filter(unwanted)) {
    // A peer may be cloning it, or dropping it too: whoever comes next tries again.
    await admin.query(`drop database if exists ${name}`).catch(() => undefined);
  }
}

async function names(admin: pg.Client): Promise<readonly string[]> {
  const { rows } = await admin.query('select datname from pg_database');
  return z
    .array(z.object({ datname: z.string() }))
    .parse(rows)
    .map(({ datname }) => datname);
}

async function asAdmin<T>(serverUrl: string, act: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: serverUrl, application_name: 'switchback rehearsal' });
  admin.on('error', () => undefined);
  await admin.connect();
  try {
    return await act(admin);
  } finally {
    await admin.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

async function engineVersion(): Promise<string> {
  const main = createRequire(import.meta.url).resolve('@dbos-inc/dbos-sdk');
  const manifest = await readFile(join(dirname(main), '../../package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(manifest)).version;
}
