/** Plain text and values in, zod-checked rows out; one way to run a transaction. */
import pg from 'pg';
import type { z } from 'zod';

/** The vendor's pool, for edges that only hand it on. */
export type Pool = pg.Pool;

/** A pool, or the one connection of a transaction. */
export interface Db {
  query(query: pg.QueryConfig): Promise<pg.QueryResult>;
}

type Values = readonly unknown[];

/**
 * Every row, checked. `bigint` arrives as a number (a fault beyond 2^53), `timestamptz` as a Date, `jsonb` as JSON;
 * an infinite timestamp is not a Date and so is refused by `z.date()`. Throws on a row of another shape.
 */
export async function rows<S extends z.ZodType>(
  db: Db,
  schema: S,
  text: string,
  values: Values = [],
): Promise<readonly z.output<S>[]> {
  const result = await db.query({ text, values: values.map(storable), types: COLUMN_TYPES });
  return result.rows.map((row: unknown) => checked(schema, row, text));
}

/** The only row, or null when there is none. Throws when there are several. */
export async function row<S extends z.ZodType>(
  db: Db,
  schema: S,
  text: string,
  values: Values = [],
): Promise<z.output<S> | null> {
  const [first = null, ...rest] = await rows(db, schema, text, values);
  if (rest.length > 0) throw new Error(`${rest.length + 1} rows instead of one at most: ${firstLine(text)}`);
  return first;
}

/** The only row. Throws when there is none, or several. */
export async function one<S extends z.ZodType>(
  db: Db,
  schema: S,
  text: string,
  values: Values = [],
): Promise<z.output<S>> {
  const only = await row(db, schema, text, values);
  if (only === null) throw new Error(`no row instead of one: ${firstLine(text)}`);
  return only;
}

/** Run a statement whose rows nobody reads; how many rows it touched. */
export async function execute(db: Db, text: string, values: Values = []): Promise<number> {
  const { rowCount } = await db.query({ text, values: values.map(storable) });
  return rowCount ?? 0;
}

/** For a `jsonb` parameter. */
export function json(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => storable(each));
}

// Postgres refuses both, and people and vendors can send them: a text must not become a fault (facts/threats.md T61).
const UNSTORABLE = /\0|\p{Cs}/gu;

function storable(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(UNSTORABLE, '\ufffd') : value;
}

// Per query, not per driver: DBOS shares the pool and expects the driver's own parsing.
const COLUMN_TYPES: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    return oid === pg.types.builtins.INT8 ? safeInteger : pg.types.getTypeParser(oid, format);
  },
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new Error('bigint beyond 2^53 in a column that is read as a number');
  return value;
}

function checked<S extends z.ZodType>(schema: S, found: unknown, text: string): z.output<S> {
  const result = schema.safeParse(found);
  if (result.success) return result.data;
  // Paths and rules only: a row's values stay out of errors.
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`unexpected row (${problems.join('; ')}) from: ${firstLine(text)}`);
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1).join('');
}

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const ATTEMPTS = 5;

/**
 * Run `work` in one transaction, durable when this returns. Run again from its start, five times in all, when
 * Postgres chose it as the victim of a conflict; so `work` has no effects outside the database. A throw rolls back.
 * When the connection is lost during the commit, the outcome is unknown and the error is thrown.
 */
export async function transaction<T>(pool: pg.Pool, work: (tx: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptTransaction(pool, work);
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error)) throw error;
    }
  }
}

async function attemptTransaction<T>(pool: pg.Pool, work: (tx: Db) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A lost connection is told to the waiting query; without a listener it would also end the process.
  const told = () => undefined;
  client.on('error', told);
  let usable = false;
  try {
    await client.query('begin; set local synchronous_commit = on');
    const result = await work(client);
    const { command } = await client.query('commit');
    usable = true;
    // Postgres answers a commit after a swallowed error with a rollback, and no error.
    if (command !== 'COMMIT') throw new Error('transaction rolled back: an error inside it was swallowed');
    return result;
  } catch (error) {
    usable ||= await rollBack(client);
    throw error;
  } finally {
    client.removeListener('error', told);
    client.release(!usable);
  }
}

/** Whether the connection may be used again. A vanished server does not answer, and has rolled back by itself. */
async function rollBack(client: pg.PoolClient): Promise<boolean> {
  return client.query(ROLLBACK).then(
    () => true,
    () => false,
  );
}

// The type lacks the driver's own time limit per query, milliseconds.
const ROLLBACK: pg.QueryConfig & { query_timeout: number } = { text: 'rollback', query_timeout: 2000 };

function isConflict(error: unknown): boolean {
  return (
    error instanceof pg.DatabaseError &&
    (error.code === SERIALIZATION_FAILURE || error.code === DEADLOCK_DETECTED)
  );
}
