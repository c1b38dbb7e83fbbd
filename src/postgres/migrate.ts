/** Bring a database to what this build needs: our tables, DBOS's, and the restricted role's rights. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { connectionConfig, withTls } from './pool.ts';
import { grantRole, roleOf } from './roles.ts';
import { rows } from './sql.ts';

export const OUR_MIGRATIONS = new URL('./migrations/', import.meta.url);
const MIGRATION_LOCK = 7_204_911;

export interface MigrateOptions {
  /** DATABASE_URL: the role that owns the tables. */
  readonly ownerUrl: string;
  /** APP_DATABASE_URL: the restricted role, which must exist; null when the owner runs everything. */
  readonly appUrl: string | null;
  /** The durable engine's own tables, made under our lock: `run/migrate-runs.ts`. */
  readonly migrateRuns: (url: string) => Promise<void>;
  readonly log: (line: string) => void;
}

export interface Migration {
  readonly id: number;
  /** `0001-foundation` */
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Migrate, then grant. Any number of processes may do this at once. Throws naming the migration that failed. */
export async function migrateDatabase(options: MigrateOptions): Promise<void> {
  const client = new pg.Client(connectionConfig(options.ownerUrl, 'switchback migrate'));
  // A lost connection fails the statement that waits for it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    // A statement may take its time; one that waits for a lock holds up the running bot, and gives up after 5 s.
    await client.query('set search_path = public; set statement_timeout = 0');
    await waitForTurn(client);
    await applyMigrations(client, await readMigrations(OUR_MIGRATIONS), options.log);
    await options.migrateRuns(withTls(options.ownerUrl));
    const role = options.appUrl === null ? null : roleOf(options.appUrl);
    if (role !== null && role !== roleOf(options.ownerUrl)) await grantRole(client, role);
  } finally {
    await client.end();
  }
}

/**
 * One migrator at a time, two minutes at most. Asked for again and again, because waiting inside Postgres would keep
 * a snapshot that DBOS's CREATE INDEX CONCURRENTLY waits for. The lock ends with the connection.
 */
async function waitForTurn(client: pg.Client): Promise<void> {
  const until = Date.now() + 120_000;
  for (;;) {
    const [turn] = await rows(client, TURN, 'select pg_try_advisory_lock($1) as mine', [MIGRATION_LOCK]);
    if (turn?.mine) return;
    if (Date.now() > until) throw new Error('another process has been migrating for two minutes');
    await pause(50);
  }
}

const TURN = z.object({ mine: z.boolean() });

/** The numbered files of a directory, in order. Throws when a number is missing, doubled or malformed. */
export async function readMigrations(directory: URL): Promise<readonly Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file, index) => {
      const id = index + 1;
      if (!file.startsWith(`${String(id).padStart(4, '0')}-`)) {
        throw new Error(`migration ${file}: expected number ${id} there`);
      }
      // The same whatever line ends a checkout gave it.
      const sql = (await readFile(new URL(file, directory), 'utf8')).replaceAll('\r\n', '\n');
      const checksum = createHash('sha256').update(sql).digest('hex');
      return { id, name: file.replace(/\.sql$/, ''), sql, checksum };
    }),
  );
}

const APPLIED = z.object({ id: z.number(), name: z.string(), checksum: z.string() });

/**
 * Apply what is missing, each in its own transaction with its record. Migrations the database has beyond ours belong
 * to a newer build that is being rolled out, and are left alone.
 */
export async function applyMigrations(
  client: pg.Client,
  migrations: readonly Migration[],
  log: (line: string) => void,
): Promise<void> {
  await client.query(`create table if not exists schema_migration (
    id integer primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default clock_timestamp()
  )`);
  const applied = await rows(client, APPLIED, 'select id, name, checksum from schema_migration order by id');
  for (const migration of migrations) {
    const before = applied.find(({ id }) => id === migration.id);
    if (!before) {
      await apply(client, migration);
      log(`applied migration ${migration.name}`);
    } else if (before.checksum !== migration.checksum) {
      throw new Error(
        `migration ${migration.name} was changed after it was applied to this database (as ${before.name}). ` +
          'Migrations only go forward: restore the file and write a new one.',
      );
    }
  }
}

async function apply(client: pg.Client, { id, name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into schema_migration (id, name, checksum) values ($1, $2, $3)', [
      id,
      name,
      checksum,
    ]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback').catch(() => undefined);
    throw new Error(`migration ${name} failed and was undone: ${String(cause)}`, { cause });
  }
}
