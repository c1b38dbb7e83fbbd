/** The migration files themselves: each on a database that is in use, and none that a running bot would not survive. */
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyMigrations, readMigrations } from '../../src/postgres/migrate.ts';
import { emptyDatabase, type FreshDatabase } from '../support/database.ts';
import { hazards } from './migration-hazards.ts';

const SAMPLES = new URL('./samples/', import.meta.url);
const migrations = await readMigrations(new URL('../../src/postgres/migrations/', import.meta.url));

describe('one by one, on data', () => {
  let database: FreshDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await emptyDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  test.each(migrations)('$name', async ({ id }) => {
    await applyMigrations(client, migrations.slice(0, id), () => undefined);
    const sample = await readFile(new URL(`${String(id).padStart(4, '0')}.sql`, SAMPLES), 'utf8');
    await client.query(sample);
    const { rows } = await client.query('select max(id) as newest from schema_migration');
    expect(rows).toEqual([{ newest: id }]);
  });

  test('every table holds sample data, so that later migrations meet some', async () => {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    );
    const empty: string[] = [];
    for (const { name } of rows) {
      const found = await client.query(`select from ${name} limit 1`);
      // The clock has a row in rehearsal only.
      if (found.rowCount === 0 && name !== 'clock') empty.push(name);
    }
    expect(empty).toEqual([]);
  });
});

test('no sample is left over from a renamed migration', async () => {
  const expected = migrations.map(({ id }) => `${String(id).padStart(4, '0')}.sql`);
  expect(await readdir(SAMPLES)).toEqual(expected);
});

test.each(migrations)('$name can be applied while the build before it runs', ({ sql }) => {
  expect(hazards(sql)).toEqual([]);
});

test.each([
  ['drop table outbox;', 'drop table outbox'],
  ['alter table outbox drop column error;', 'alter table outbox drop column error'],
  ['alter table outbox drop constraint outbox_pkey;', 'alter table outbox drop constraint outbox_pkey'],
  ['ALTER TABLE outbox\n  DROP error;', 'ALTER TABLE outbox DROP error'],
  ['alter table outbox add column by text not null;', 'alter table outbox add column by text not null'],
  [
    'alter table outbox alter column error set not null;',
    'alter table outbox alter column error set not null',
  ],
  ['alter table outbox rename column error to fault;', 'alter table outbox rename column error to fault'],
  ['alter table outbox alter error type integer;', 'alter table outbox alter error type integer'],
])('the check finds: %s', (sql, found) => {
  expect(hazards(sql)).toEqual([found]);
});

test.each([
  `alter table outbox add column by text not null default '';`,
  'alter table outbox add column by text;',
  'alter table outbox drop constraint outbox_status_check;',
  'create table crew (id text not null); alter table crew add column role text not null;',
  '-- never drop table outbox;\nselect 1;',
])('the check lets pass: %s', (sql) => {
  expect(hazards(sql)).toEqual([]);
});
