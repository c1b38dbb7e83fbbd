/** The real bot, a real Postgres and the three stand-ins in one process, on durable time that may run faster. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startEmbeddedPostgres } from '../src/postgres/embedded.ts';
import { migrateDatabase } from '../src/postgres/migrate.ts';
import { migrateRuns } from '../src/run/migrate-runs.ts';
import { type BotOnStage, putBotOnStage } from './bot-on-stage.ts';
import { openClock, type StageClock } from './clock.ts';
import { type GitHubSim, startGitHub } from './github/start.ts';
import { type HerokuSim, startHeroku } from './heroku/start.ts';
import { setUp } from './set-up.ts';
import { type SlackWorld, startSlack } from './slack/start.ts';

export interface Stage {
  readonly slack: SlackWorld;
  readonly heroku: HerokuSim;
  readonly github: GitHubSim;
  /** The bot's database, as its owner. */
  readonly database: pg.Pool;
  /** Durable time, as the bot and Heroku have it. */
  readonly clock: StageClock;
  readonly bot: BotOnStage;
  /** Kills the bot between two instructions, and starts it again as a dyno manager would. Mortal bots only. */
  killBot(): Promise<void>;
  stop(): Promise<void>;
}

export interface StageOptions {
  /** Durable seconds per real second, for the bot and for Heroku alike. */
  readonly rate: number;
  readonly logLevel: string;
  /** The bot runs in a process of its own. */
  readonly mortal?: boolean;
  /** A server to make the database on, instead of the embedded one. */
  readonly serverUrl?: string;
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const { rate, logLevel, mortal = false, serverUrl } = options;
  const embedded = serverUrl === undefined ? await startEmbeddedPostgres() : null;
  const { url, drop } = await freshDatabase(serverUrl ?? embedded?.url ?? '');
  await migrateDatabase({ ownerUrl: url, appUrl: null, migrateRuns, log: () => undefined });
  const database = new pg.Pool({ connectionString: url, max: 2 });
  const clock = await openClock(database, rate);
  const { now } = clock;
  const [heroku, slack] = await Promise.all([
    startHeroku({ speed: rate, now }),
    startSlack({ wall: () => now().getTime() }),
  ]);
  clock.follow((speed, leaptMs) => {
    heroku.world.timeline.setSpeed(speed);
    heroku.world.timeline.leap(leaptMs);
  });
  const github = await startGitHub({ world: heroku.world });
  const wanted = setUp(slack, heroku, github, { databaseUrl: url, logLevel });
  const bot = await putBotOnStage({ setUp: wanted, databaseUrl: url, slack, mortal });

  return {
    slack,
    heroku,
    github,
    database,
    clock,
    bot,
    async killBot() {
      await bot.kill();
      await bot.start();
    },
    async stop() {
      await bot.stop();
      await Promise.all([slack.stop(), heroku.stop(), github.stop(), database.end()]);
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
