/** What every rehearsal stands on, whoever's Slack it is played in: a database of its own, durable time, Heroku and GitHub. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startEmbeddedPostgres } from '../src/postgres/embedded.ts';
import { migrateDatabase } from '../src/postgres/migrate.ts';
import { migrateRuns } from '../src/run/migrate-runs.ts';
import { openClock, type StageClock } from './clock.ts';
import { type GitHubSim, startGitHub } from './github/start.ts';
import { raxx, type Seed } from './heroku/seed.ts';
import { type HerokuSim, startHeroku } from './heroku/start.ts';

export interface Grounds {
  readonly heroku: HerokuSim;
  readonly github: GitHubSim;
  /** The bot's database, as its owner. */
  readonly database: pg.Pool;
  /** Durable time, as the bot and Heroku have it. */
  readonly clock: StageClock;
}

export interface GroundsOptions {
  /** Durable seconds per real second, for the bot and for Heroku alike. */
  readonly rate: number;
  /** A server to make the database on, instead of the embedded one. */
  readonly serverUrl?: string;
  /** What Heroku begins with; the Raxx apps by default. */
  readonly seed?: Seed;
  /** `owner/name` of the repositories on GitHub; the Raxx set-up's by default. */
  readonly repositories?: readonly string[];
}

/** Whoever opens them leaves them, after the bot has stopped. */
export async function openGrounds(
  options: GroundsOptions,
): Promise<Grounds & { readonly databaseUrl: string; leave(): Promise<void> }> {
  const { rate, serverUrl, seed = raxx, repositories } = options;
  const embedded = serverUrl === undefined ? await startEmbeddedPostgres() : null;
  const { url, drop } = await freshDatabase(serverUrl ?? embedded?.url ?? '');
  await migrateDatabase({ ownerUrl: url, appUrl: null, migrateRuns, log: () => undefined });
  const database = new pg.Pool({ connectionString: url, max: 2 });
  const clock = await openClock(database, rate);
  const heroku = await startHeroku({ speed: rate, now: clock.now, seed });
  clock.follow((speed, leaptMs) => {
    heroku.world.timeline.setSpeed(speed);
    heroku.world.timeline.leap(leaptMs);
  });
  const github = await startGitHub({
    world: heroku.world,
    ...(repositories === undefined ? {} : { repositories }),
  });
  return {
    heroku,
    github,
    database,
    clock,
    databaseUrl: url,
    async leave() {
      await Promise.all([heroku.stop(), github.stop(), database.end()]);
      await drop();
      await embedded?.stop();
    },
  };
}

/** Each rehearsal begins with nothing, beside whatever else the embedded server holds. */
async function freshDatabase(serverUrl: string): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const name = `rehearsal_${randomBytes(5).toString('hex')}`;
  const statement = async (text: string) => {
    const admin = new pg.Client({ connectionString: serverUrl });
    await admin.connect();
    try {
      await admin.query(text);
    } finally {
      await admin.end();
    }
  };
  await statement(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => statement(`drop database if exists ${name} with (force)`) };
}
