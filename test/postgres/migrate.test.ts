import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  applyMigrations,
  type Migration,
  migrateDatabase,
  readMigrations,
} from '../../src/postgres/migrate.ts';
import { migrateRuns } from '../../src/run/migrate-runs.ts';
import { emptyDatabase, type FreshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let client: pg.Client;
beforeEach(async () => {
  database = await emptyDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await database.drop();
});

const quiet = () => undefined;

function migration(id: number, sql: string): Migration {
  return { id, name: `000${id}-test`, sql, checksum: `checksum of ${sql}` };
}

test('twenty migrators at once leave one migrated database', { timeout: 60_000 }, async () => {
  const applied: string[] = [];
  const options = {
    migrateRuns,
    ownerUrl: database.url,
    appUrl: database.appUrl,
    log: (line: string) => applied.push(line),
  };
  await Promise.all(Array.from({ length: 20 }, () => migrateDatabase(options)));
  expect(new Set(applied).size).toBe(applied.length);
  const { rows } = await database.appPool.query('select app from drill_record');
  expect(rows).toEqual([{ app: 'raxx-api-staging' }]);
  const invalid = await client.query('select indexrelid::regclass from pg_index where not indisvalid');
  expect(invalid.rows).toEqual([]);
});

test('the command migrates what DATABASE_URL names, and refuses to guess', async () => {
  const root = new URL('../../', import.meta.url);
  const run = (env: Record<string, string>) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/migrate.ts'], { cwd: root, env });
  const { stdout } = await run({ DATABASE_URL: database.url, APP_DATABASE_URL: database.appUrl });
  expect(stdout).toMatch(/applied migration 0001-foundation\n(.*\n)*The database is up to date\.\n$/);
  expect((await database.appPool.query('select 1 from drill_record')).rowCount).toBe(1);
  await expect(run({})).rejects.toThrow(/DATABASE_URL is not set/);
});

test('without a restricted role, migrating is all', async () => {
  await migrateDatabase({ migrateRuns, ownerUrl: database.url, appUrl: null, log: quiet });
  await migrateDatabase({ migrateRuns, ownerUrl: database.url, appUrl: database.url, log: quiet });
  expect((await client.query('select 1 from drill_record')).rowCount).toBe(1);
});

describe('a migration', () => {
  test('that was applied is recorded, and not applied again', async () => {
    const create = migration(1, 'create table crew (id text)');
    await applyMigrations(client, [create], quiet);
    await applyMigrations(client, [create], quiet);
    const { rows } = await client.query('select id, name, checksum from schema_migration');
    expect(rows).toEqual([{ id: 1, name: create.name, checksum: create.checksum }]);
  });

  test('that was changed after it was applied is refused', async () => {
    await applyMigrations(client, [migration(1, 'create table crew (id text)')], quiet);
    const changed = migration(1, 'create table crew (id integer)');
    await expect(applyMigrations(client, [changed], quiet)).rejects.toThrow(
      /0001-test was changed after it was applied/,
    );
  });

  test('of a newer build is left alone', async () => {
    const [first, second] = [migration(1, 'create table a ()'), migration(2, 'create table b ()')];
    await applyMigrations(client, [first, second], quiet);
    await applyMigrations(client, [first], quiet);
    expect((await client.query('select from b')).rowCount).toBe(0);
  });

  test('that fails leaves nothing of itself, and keeps those before it', async () => {
    const fails = migration(2, 'create table b (); select 1 / 0');
    const all = [migration(1, 'create table a ()'), fails, migration(3, 'create table c ()')];
    await expect(applyMigrations(client, all, quiet)).rejects.toThrow(/0002-test failed and was undone/);
    const { rows } = await client.query(
      `select relname from pg_class where relname in ('a', 'b', 'c') and relnamespace = 'public'::regnamespace`,
    );
    expect(rows).toEqual([{ relname: 'a' }]);
  });
});

describe('the files', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'migrations-'));
  });
  afterEach(() => rm(directory, { recursive: true }));
  const read = () => readMigrations(pathToFileURL(`${directory}/`));

  test('have the same checksum whatever their line ends', async () => {
    await writeFile(join(directory, '0001-a.sql'), 'select 1;\nselect 2;\n');
    const [unix] = await read();
    await writeFile(join(directory, '0001-a.sql'), 'select 1;\r\nselect 2;\r\n');
    expect(await read()).toEqual([unix]);
  });

  test.each([
    [['0001-a.sql', '0003-c.sql'], /0003-c.sql: expected number 2/],
    [['0001-a.sql', '0001-b.sql'], /0001-b.sql: expected number 2/],
    [['first.sql'], /first.sql: expected number 1/],
  ])('%j are refused', async (files, problem) => {
    for (const file of files) await writeFile(join(directory, file), 'select 1');
    await expect(read()).rejects.toThrow(problem);
  });
});
