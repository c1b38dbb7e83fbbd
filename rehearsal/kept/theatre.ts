/** A theatre whose stage outlives the process: kept in a directory, and gone on with by whoever comes next. */
import { mkdir } from 'node:fs/promises';
import pg from 'pg';
import { type Database, HOME, lastingDatabase, onlyDatabase, startServer } from '../databases.ts';
import { inTheEnd } from '../in-the-end.ts';
import { type Keeping, openStage, type StageMemory } from '../stage.ts';
import { type Setting, type Theatre, theatreOf } from '../theatre.ts';
import { openStore, type Store } from './store.ts';
import { keptVersion } from './version.ts';

export interface KeptTheatre {
  readonly theatre: Theatre;
  /** For the first stage: as it was kept, or for a new one. */
  readonly first: Setting;
  /** Whether the first stage is one that was kept. */
  readonly goesOn: boolean;
}

export interface KeptTheatreOptions {
  readonly logLevel: string;
  readonly tell: (line: string) => void;
  /** Forgets what is kept. */
  readonly fresh: boolean;
  readonly home?: string;
}

const PREFIX = 'kept_';
const DIRECTORY_LOCK = 7_204_913;
const NEW: Setting = { rate: 1, mortal: false };

/** Null: somebody else plays here. The theatre's `stop` gives everything back. */
export async function openKeptTheatre(options: KeptTheatreOptions): Promise<KeptTheatre | null> {
  const { logLevel, tell, fresh, home = HOME } = options;
  const { later, end } = inTheEnd();
  try {
    await mkdir(home, { recursive: true });
    const [server, version] = await Promise.all([startServer(home), keptVersion()]);
    later(server.stop);
    const claim = await claimed(server.url);
    later(() => claim.client.end());
    if (!claim.ours) {
      await end();
      return null;
    }
    const store = openStore(home, version, tell);
    if (fresh) await store.forget();
    const kept = await findKept(store, server.url, tell);
    let going = kept;
    const theatre = theatreOf(async ({ rate, mortal }) => {
      const found = going;
      going = null;
      const database = found?.database ?? (await lastingDatabase(server.url, PREFIX));
      const keeping: Keeping = {
        database,
        memory: found?.memory ?? null,
        begin: (stage) => store.keep(stage, { database: database.name, mortal }),
        async forget() {
          await store.forget();
          await database.drop();
        },
      };
      return openStage({ rate, mortal, logLevel, keeping });
    });
    return {
      theatre: {
        ...theatre,
        async stop() {
          await theatre.stop();
          await end();
        },
      },
      first: kept?.setting ?? NEW,
      goesOn: kept !== null,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** One rehearsal at a time per directory: the lock ends with the connection, however its owner dies. */
async function claimed(url: string): Promise<{ readonly client: pg.Client; readonly ours: boolean }> {
  const client = new pg.Client({ connectionString: url, application_name: 'switchback rehearsal' });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query('select pg_try_advisory_lock($1) as ours', [DIRECTORY_LOCK]);
  return { client, ours: rows[0]?.ours === true };
}

interface Kept {
  readonly database: Database;
  readonly setting: Setting;
  readonly memory: StageMemory;
}

/** Null when there is none that can be gone on with; says why unless there never was one. */
async function findKept(store: Store, url: string, tell: (line: string) => void): Promise<Kept | null> {
  const read = await store.world();
  const name = read.kind === 'found' ? read.value.database : null;
  const [database, time] = await Promise.all([onlyDatabase(url, PREFIX, name), store.time()]);
  if (read.kind === 'absent') return null;
  if (read.kind === 'found' && database !== null && time !== null) {
    const { mortal, slack, heroku, github, statusPage, pager } = read.value;
    const durable = Math.max(time.durable, await latestWritten(database));
    const memory = { slack, heroku, github, statusPage, pager, durable };
    return { database, setting: { rate: time.rate, mortal }, memory };
  }
  const why = read.kind === 'unreadable' ? read.why : 'has lost its database or its time';
  tell(
    `The rehearsal that was kept ${why}. It is put aside as ${await store.putAside()}, and a new one begins.`,
  );
  return null;
}

/** Durable epoch milliseconds of the last thing the bot put on record: its time may not go backwards from there. */
async function latestWritten({ url }: Database): Promise<number> {
  const client = new pg.Client({ connectionString: url, application_name: 'switchback rehearsal' });
  await client.connect();
  try {
    const { rows } = await client.query('select extract(epoch from max(at)) * 1000 as at from audit');
    return Math.ceil(Number(rows[0]?.at ?? 0));
  } finally {
    await client.end();
  }
}
