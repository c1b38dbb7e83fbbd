/**
 * A real Postgres for development, tests and rehearsal, when DATABASE_URL is absent. Our own launcher over the
 * package's programs; facts/engines.md lists what it has to survive.
 */
import { readFile, realpath, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { locateBinaries, prepareBinaries } from './embedded-binaries.ts';
import {
  type Cluster,
  chooseAccount,
  chooseHome,
  choosePort,
  createCluster,
  runAs,
  SUPERUSER,
} from './embedded-cluster.ts';

export interface EmbeddedPostgres {
  /** The owner's connection string: 127.0.0.1 only, scram password. */
  readonly url: string;
  /**
   * Stop the server unless another process still uses it. Every user holds a shared lock on a connection of its own
   * (the keeper); whoever leaves last, stopping or not the one who started, gets the lock alone and stops the server.
   * After kill -9 of the last user it stays running, and the next start adopts it.
   */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Where the server's files are kept; default `.switchback/postgres` in the working directory. */
  readonly dataDir?: string;
  /** Server settings for a server this call starts: `{ fsync: 'off' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The package's `native` directory, where it is not the installed one. */
  readonly native?: string;
}

/** A peer may be starting, a killed server may linger: keep trying this long. */
const PATIENCE_MS = 20_000;
const KEEPER_LOCK = 7_204_912;

/** Start, or adopt, the embedded server. Throws with the programs' own words after 20 s without success. */
export async function startEmbeddedPostgres(options: EmbeddedOptions = {}): Promise<EmbeddedPostgres> {
  const dataDir = options.dataDir ?? '.switchback/postgres';
  const native = options.native ?? locateBinaries();
  const account = await chooseAccount(dataDir);
  const cluster: Cluster = {
    home: await chooseHome(dataDir, account),
    binaries: await prepareBinaries(native, account, `${resolve(dataDir)}.programs`),
    account,
  };
  await createCluster(cluster);
  const { keeper, url } = await enter(cluster, options.settings ?? {});
  let stopping: Promise<void> | null = null;
  return {
    url,
    stop() {
      stopping ??= leave(cluster, keeper);
      return stopping;
    },
  };
}

interface Entered {
  readonly keeper: pg.Client;
  readonly url: string;
}

async function enter(cluster: Cluster, settings: Readonly<Record<string, string>>): Promise<Entered> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const entered = await adopt(cluster);
    if (entered) return entered;
    try {
      await startServer(cluster, settings);
    } catch (cause) {
      if (Date.now() > until) {
        throw new Error(
          `Embedded Postgres does not start; its log is ${join(cluster.home, 'log')}. ` +
            `To begin anew, losing its data: rm -rf ${cluster.home}`,
          { cause },
        );
      }
      await pause(100);
    }
  }
}

/** Connect to the server running on our files and say that we use it; null when there is none. */
async function adopt(cluster: Cluster): Promise<Entered | null> {
  const port = await runningPort(cluster.home);
  if (port === null) return null;
  const password = (await readFile(join(cluster.home, 'password'), 'utf8')).trim();
  const url = `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
  const keeper = new pg.Client({
    connectionString: url,
    application_name: 'switchback keeper',
    connectionTimeoutMillis: 2000,
  });
  // A server that goes away ends the keeper; those who use the server notice by themselves.
  keeper.on('error', () => undefined);
  try {
    await keeper.connect();
    // Behind a stale port may sit another project's server.
    const { rows } = await keeper.query<{ data_directory: string }>('show data_directory');
    const theirs = DIRECTORY.parse(rows[0]).data_directory;
    if ((await realpath(theirs)) !== (await realpath(join(cluster.home, 'data')))) throw new Error(theirs);
    // Waits while somebody is stopping the server, and then fails with it.
    await keeper.query('select pg_advisory_lock_shared($1)', [KEEPER_LOCK]);
    return { keeper, url };
  } catch {
    // Starting up, shutting down, or gone: the caller tries to start it, whose failure tells why.
    await keeper.end().catch(() => undefined);
    return null;
  }
}

const DIRECTORY = z.object({ data_directory: z.string() });

/** The fourth line of postmaster.pid; null without the file. The file may be stale. */
async function runningPort(home: string): Promise<number | null> {
  const text = await readFile(join(home, 'data', 'postmaster.pid'), 'utf8').catch(() => '');
  const port = Number(text.split('\n')[3]);
  return port > 0 ? port : null;
}

async function startServer(cluster: Cluster, settings: Readonly<Record<string, string>>): Promise<void> {
  const port = await choosePort(cluster.home);
  const all = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings };
  const flags = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`);
  await runAs(cluster, 'pg_ctl', [
    'start',
    '--wait',
    `--pgdata=${join(cluster.home, 'data')}`,
    `--log=${join(cluster.home, 'log')}`,
    `--options=${flags.join(' ')}`,
  ]);
  await writeFile(join(cluster.home, 'port'), String(port));
}

async function leave(cluster: Cluster, keeper: pg.Client): Promise<void> {
  try {
    if (!(await isLast(keeper))) return;
    // Still holding the lock alone: whoever comes now waits for it, and then starts the server again.
    const data = join(cluster.home, 'data');
    await runAs(cluster, 'pg_ctl', ['stop', '--wait', '--mode=fast', `--pgdata=${data}`]);
  } finally {
    await keeper.end().catch(() => undefined);
  }
}

async function isLast(keeper: pg.Client): Promise<boolean> {
  try {
    await keeper.query('select pg_advisory_unlock_shared($1)', [KEEPER_LOCK]);
    const { rows } = await keeper.query('select pg_try_advisory_lock($1) as last', [KEEPER_LOCK]);
    return LAST.parse(rows[0]).last;
  } catch {
    // The keeper's connection is gone, and the server with it: nothing left to stop.
    return false;
  }
}

const LAST = z.object({ last: z.boolean() });
