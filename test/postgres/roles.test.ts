import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { migrateDatabase } from '../../src/postgres/migrate.ts';
import { roleOf } from '../../src/postgres/roles.ts';
import { migrateRuns } from '../../src/run/migrate-runs.ts';
import { emptyDatabase, type FreshDatabase, freshDatabase } from '../support/database.ts';
import { addressed } from '../support/postgres-address.ts';

const APPEND = `select audit_append('rollback.requested', 'ana', 'operation', 'op_1', '{"app": "raxx-api-prod"}')`;

const INSUFFICIENT_PRIVILEGE = '42501';

describe('the restricted role', () => {
  let database: FreshDatabase;
  let before: unknown;

  /** Everything that must not change: rows, and the definitions that protect them. */
  async function evidence(): Promise<unknown> {
    const tables = ['audit', 'drill_record', 'timeline_entry', 'clock', 'schema_migration', 'operation'];
    const contents = tables.map(
      (table) => `(select jsonb_agg(to_jsonb(t) order by t::text) from ${table} t) as ${table}`,
    );
    const { rows } = await database.pool.query(
      `
      select ${contents.join(', ')},
        (select jsonb_agg(pg_get_functiondef(oid) order by oid) from pg_proc where pronamespace = 'public'::regnamespace) as functions,
        (select jsonb_agg(jsonb_build_array(tgname, tgenabled) order by tgname) from pg_trigger where not tgisinternal) as triggers,
        (select jsonb_agg(jsonb_build_array(relname, relowner, relacl::text) order by oid) from pg_class where relnamespace in ('public'::regnamespace, 'dbos'::regnamespace)) as relations,
        (select jsonb_agg(jsonb_build_array(rolname, rolsuper, rolcreaterole, rolcreatedb) order by rolname) from pg_roles where rolname = current_user or rolname = $1) as roles`,
      [roleOf(database.appUrl)],
    );
    return rows;
  }

  beforeAll(async () => {
    database = await freshDatabase();
    await database.pool.query(`
      insert into incident (id, app, channel, symptom, opened_by, opened_at) values ('in_1', 'raxx-api-prod', 'C1', '500s', 'ana', now());
      insert into operation (id, app, channel, status, requester, symptom, target_id, target_version, requested_at, expires_at)
        values ('op_1', 'raxx-api-prod', 'C1', 'requested', '{}', '500s', 'r84', 84, now(), now());
      insert into timeline_entry (incident_id, happened_at, actor, text) values ('in_1', now(), 'ana', 'opened');
      ${APPEND}`);
  });
  beforeEach(async () => {
    before = await evidence();
  });
  afterAll(() => database.drop());

  test.each([
    // The audit
    `update audit set actor = 'nobody'`,
    'delete from audit',
    'truncate audit',
    `insert into audit select seq + 1, at, action, 'forged', target_type, target_id, payload, previous_hash, hash from audit`,
    'merge into audit using (select 1) s on true when matched then delete',
    'with gone as (delete from audit returning *) select * from gone',
    'select * from audit for update',
    'copy audit from stdin',
    'drop table audit cascade',
    'alter table audit disable trigger all',
    'alter table audit rename to audit_old',
    'drop trigger audit_append_only on audit',
    `create rule forget as on insert to audit do instead nothing`,
    'create trigger forge before insert on audit for each row execute function suppress_redundant_updates_trigger()',
    `create or replace function audit_append(text, text, text, text, jsonb) returns bigint language sql as 'select 1::bigint'`,
    'alter function audit_append security invoker',
    'drop function audit_append',
    `create or replace function refuse_rewrite() returns trigger language plpgsql as 'begin return null; end'`,
    // The other records
    `update drill_record set outcome = 'Success'`,
    'delete from drill_record',
    'truncate drill_record',
    `select setval('drill_record_id_seq', 1)`,
    `update timeline_entry set text = 'nothing happened'`,
    'delete from timeline_entry',
    'truncate timeline_entry',
    'delete from operation',
    'truncate operation cascade',
    'delete from attempt',
    'delete from review',
    'delete from outbox',
    'delete from incident',
    'delete from deploy_lock',
    // Time, and what the schema says of itself
    'insert into clock values (true, now(), now(), 100)',
    'update clock set rate = 100',
    'delete from clock',
    `insert into schema_migration values (9999, 'forged', '')`,
    `update schema_migration set checksum = ''`,
    'delete from schema_migration',
    'create table public.audit_2 ()',
    'create schema evil',
    `create function public.now() returns timestamptz language sql as 'select null::timestamptz'`,
    'drop schema dbos cascade',
    `create function dbos.f() returns int language sql as 'select 1'`,
    // More rights
    'set session_replication_role = replica',
    'set role pg_write_all_data',
    'set session authorization pg_write_all_data',
    'grant all on audit to current_user',
    'alter role current_user superuser',
    'alter role current_user createrole',
    'reassign owned by pg_write_all_data to current_user',
    `copy (select 1) to program 'true'`,
    `do $$ begin execute 'alter table audit disable trigger all'; end $$`,
  ])('gains nothing from: %s', async (statement) => {
    const answer = await database.appPool.query(statement).then(
      () => 'done',
      (error: unknown) => (error instanceof pg.DatabaseError ? error.code : error),
    );
    // To a grant by somebody who may not, Postgres only warns.
    expect(answer).toBe(statement.startsWith('grant') ? 'done' : INSUFFICIENT_PRIVILEGE);
    expect(await evidence()).toEqual(before);
  });

  test('cannot divert the audit into a table of its own', async () => {
    const client = await database.appPool.connect();
    await client.query(
      'begin; create temp table audit (like public.audit); set search_path = pg_temp, public',
    );
    await client.query(`select public.audit_append('a', 'b', 'app', 'c', '{}')`);
    await client.query('commit');
    expect((await client.query('select * from pg_temp.audit')).rows).toEqual([]);
    client.release(true);
    const { rows } = await database.pool.query('select action from audit order by seq desc limit 1');
    expect(rows).toEqual([{ action: 'a' }]);
  });

  test('can do its work', async () => {
    await database.appPool.query(APPEND);
    await database.appPool.query(`
      insert into drill_record (happened_at, app, operator, bad_release, rolled_to, wall_clock, outcome)
        values (switchback_now(), 'raxx-api-prod', 'ana', 'v85', 'v84', '2', 'Success');
      insert into timeline_entry (incident_id, happened_at, actor, text) values ('in_1', now(), 'bo', 'approved');
      update operation set status = 'approved' where id = 'op_1';
      insert into seen_request (key) values ('k') on conflict do nothing;
      delete from seen_request`);
    await database.appPool.query(
      `select dbos.enqueue_workflow('rollback', 'runs', array[to_json('op_1'::text)], workflow_id => 'op_1')`,
    );
    const { rows } = await database.appPool.query('select workflow_uuid, status from dbos.workflow_status');
    expect(rows).toEqual([{ workflow_uuid: 'op_1', status: 'ENQUEUED' }]);
  });
});

test('an owner without superuser rights, as on Heroku, can migrate and grant', async () => {
  const server = inject('postgres');
  const owner = { user: `${server.run}_owner`, password: server.password };
  const database = await emptyDatabase();
  try {
    const name = new URL(database.url).pathname.slice(1);
    await database.pool.query(`create role ${owner.user} login password '${owner.password}'`);
    await database.pool.query(`alter database ${name} owner to ${owner.user}`);
    const ownerUrl = addressed(server.url, name, owner);
    await migrateDatabase({ migrateRuns, ownerUrl, appUrl: database.appUrl, log: () => undefined });

    await database.appPool.query(APPEND);
    await expect(database.appPool.query('delete from audit')).rejects.toThrow(/permission denied/);
    // Its own triggers hold the owner back too.
    const asOwner = new pg.Client({ connectionString: ownerUrl });
    await asOwner.connect();
    for (const table of ['audit', 'drill_record', 'timeline_entry']) {
      for (const statement of [
        `update ${table} set actor = ''`,
        `delete from ${table}`,
        `truncate ${table}`,
      ]) {
        if (table === 'drill_record' && statement.startsWith('update')) continue;
        await expect(asOwner.query(statement)).rejects.toThrow(/append-only/);
      }
    }
    await expect(asOwner.query(`update drill_record set app = ''`)).rejects.toThrow(/append-only/);
    await asOwner.end();
  } finally {
    await database.drop();
  }
});
