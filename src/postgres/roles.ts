/** What the restricted role of APP_DATABASE_URL may do (design.md section 2). */
import pg from 'pg';
import { z } from 'zod';
import { rows } from './sql.ts';

const READ = 'select';
const APPEND = 'select, insert';
const CHANGE = 'select, insert, update';
const ALL = 'select, insert, update, delete';

/** Every table of ours. A migration that adds a table adds a line, or the migration command refuses. */
const RIGHTS: Readonly<Record<string, string>> = {
  schema_migration: READ,
  clock: READ,
  // Written by audit_append() alone, which runs as the owner.
  audit: READ,
  timeline_entry: APPEND,
  re_pin_note: APPEND,
  drill_record: APPEND,
  publication: APPEND,
  public_draft: CHANGE,
  draft_card: CHANGE,
  incident: CHANGE,
  incident_card: CHANGE,
  operator_text: CHANGE,
  digest_day: APPEND,
  agenda: CHANGE,
  incident_sight: CHANGE,
  error_run: CHANGE,
  action_item: CHANGE,
  rca_text: APPEND,
  rca_document: APPEND,
  webhook_delivery: CHANGE,
  webhook_lane: CHANGE,
  operation: CHANGE,
  review: CHANGE,
  attempt: CHANGE,
  deploy_lock: CHANGE,
  deploy_override: CHANGE,
  daily_round: APPEND,
  refusal_noted: CHANGE,
  outbox: CHANGE,
  card: CHANGE,
  re_pin_card: CHANGE,
  heroku_budget: CHANGE,
  second_factor: CHANGE,
  second_factor_page: CHANGE,
  second_look: CHANGE,
  executor: ALL,
  seen_request: ALL,
  outbox_lane: ALL,
};

/** The role a connection string logs in as. */
export function roleOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}

/** Give `role` exactly its rights, in one transaction, whatever it had before. Throws when it does not exist. */
export async function grantRole(client: pg.Client, role: string): Promise<void> {
  const tables = (await rows(client, NAMED, OUR_TABLES)).map(({ name }) => name);
  const functions = (await rows(client, NAMED, OUR_FUNCTIONS)).map(({ name }) => name);
  const forgotten = tables.filter((table) => !(table in RIGHTS));
  if (forgotten.length > 0) {
    throw new Error(`src/postgres/roles.ts does not say what ${role} may do with: ${forgotten.join(', ')}`);
  }
  const to = pg.escapeIdentifier(role);
  await client.query(
    [
      'begin',
      'revoke create on schema public from public',
      `revoke all on schema public from ${to}`,
      `grant usage on schema public, dbos to ${to}`,
      ...tables.map((table) => `revoke all on ${table} from public, ${to}`),
      ...tables.map((table) => `grant ${RIGHTS[table]} on ${table} to ${to}`),
      ...functions.map((signature) => `revoke all on function ${signature} from public, ${to}`),
      `grant execute on function switchback_now(), operation_needs(operation), audit_append(text, text, text, text, jsonb) to ${to}`,
      `grant ${ALL} on all tables in schema dbos to ${to}`,
      `grant usage on all sequences in schema dbos to ${to}`,
      `grant execute on all functions in schema dbos to ${to}`,
      'commit',
    ].join(';\n'),
  );
}

const NAMED = z.object({ name: z.string() });

// Ours only: Heroku puts views and functions of extensions into the same schema.
const OUR_TABLES = `
  select quote_ident(relname) as name from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relowner = current_user::regrole
`;
const OUR_FUNCTIONS = `
  select oid::regprocedure::text as name from pg_proc
  where pronamespace = 'public'::regnamespace and proowner = current_user::regrole
`;
