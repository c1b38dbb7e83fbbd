/** How this process connects to Postgres. */
import pg from 'pg';

/**
 * Connections of one process: at most 8. Seven here, shared by the app and DBOS (`systemDatabasePool`), and the
 * liveness connection.
 */
const MOST_CONNECTIONS = 7;

export interface PoolOptions {
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Most connections; default 7. */
  readonly max?: number;
  /** How long to wait for a connection, new or from the pool, milliseconds; default 1,500. */
  readonly connectionTimeoutMillis?: number;
  /** An idle connection was lost (failover, restart). The pool replaces it; this is for the log. */
  readonly onError: (error: Error) => void;
}

/**
 * A pool whose sessions run in UTC, commit durably, and give up: a statement after 10 s, a lock after 5 s, an idle
 * transaction after 30 s, a vanished server after about 12 s. Opens no connection until the first query.
 */
export function openPool(url: string, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...connectionConfig(url, options.applicationName),
    max: options.max ?? MOST_CONNECTIONS,
    connectionTimeoutMillis: options.connectionTimeoutMillis ?? 1500,
    idleTimeoutMillis: 30_000,
    query_timeout: 12_000,
  });
  pool.on('error', options.onError);
  return pool;
}

/** The same session settings for a connection outside the pool (liveness, migrations). */
export function connectionConfig(url: string, applicationName: string): pg.ClientConfig {
  return {
    connectionString: withTls(url),
    application_name: applicationName,
    options: SESSION.map(([name, value]) => `-c ${name}=${value}`).join(' '),
    keepAlive: true,
    keepAliveInitialDelayMillis: 2000,
  };
}

const SESSION = [
  ['timezone', 'UTC'],
  ['synchronous_commit', 'on'],
  ['statement_timeout', '10s'],
  ['lock_timeout', '5s'],
  ['idle_in_transaction_session_timeout', '30s'],
  // Ours, seen from the server: the locks of a vanished host are free within 4 s (facts/engines.md).
  ['tcp_keepalives_idle', '2'],
  ['tcp_keepalives_interval', '1'],
  ['tcp_keepalives_count', '3'],
  ['tcp_user_timeout', '5000'],
] as const;

/**
 * The connection string with `sslmode` meaning what it means to libpq. `require` encrypts and does not verify, which
 * is what Heroku Postgres's own certificates need; `verify-full` verifies. Heroku writes no `sslmode` into
 * DATABASE_URL but insists on TLS, so an amazonaws.com host without one gets `require`.
 */
export function withTls(url: string): string {
  // The fault of `new URL` would print its input, password and all.
  if (!URL.canParse(url)) throw new Error('the database URL cannot be read: percent-encode its password');
  const parsed = new URL(url);
  const asked = parsed.searchParams.get('sslmode');
  const heroku = asked === null && parsed.hostname.endsWith('.amazonaws.com');
  // The driver's own word for libpq's `require`.
  if (heroku || asked === 'no-verify') parsed.searchParams.set('sslmode', 'require');
  if (parsed.searchParams.has('sslmode')) parsed.searchParams.set('uselibpqcompat', 'true');
  return parsed.href;
}
