/** The real bot, a real Postgres and the two stand-ins in one process, on durable time that may run faster. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type App, startApp } from '../src/app.ts';
import { readConfig } from '../src/config/read-config.ts';
import { createLog } from '../src/log.ts';
import { startEmbeddedPostgres } from '../src/postgres/embedded.ts';
import { migrateDatabase } from '../src/postgres/migrate.ts';
import { migrateRuns } from '../src/run/migrate-runs.ts';
import { type HerokuSim, startHeroku } from './heroku/start.ts';
import { filesOf, setUp } from './set-up.ts';
import { type SlackWorld, startSlack } from './slack/start.ts';

export interface Stage {
  readonly slack: SlackWorld;
  readonly heroku: HerokuSim;
  readonly bot: App;
  /** The bot's database, as its owner. */
  readonly database: pg.Pool;
  stop(): Promise<void>;
}

/** `rate`: durable seconds per real second, for the bot and for Heroku alike. */
export async function openStage(rate: number, logLevel: string): Promise<Stage> {
  const embedded = await startEmbeddedPostgres();
  const { url, drop } = await freshDatabase(embedded.url);
  await migrateDatabase({ ownerUrl: url, appUrl: null, migrateRuns, log: () => undefined });
  const database = new pg.Pool({ connectionString: url, max: 2 });
  const began = Date.now();
  await database.query('insert into clock (real_anchor, durable_anchor, rate) values ($1, $1, $2)', [
    new Date(began),
    rate,
  ]);
  const now = () => new Date(began + (Date.now() - began) * rate);
  const [heroku, slack] = await Promise.all([startHeroku({ speed: rate, now }), startSlack()]);
  const bot = await startBot(slack, heroku, url, logLevel);
  slack.connect({ requestUrl: `http://127.0.0.1:${bot.port}/slack/events` });
  await slack.until(
    async () => (await fetch(`http://127.0.0.1:${bot.port}/ready`)).status === 200,
    10_000,
    'the bot to be ready',
  );
  return {
    slack,
    heroku,
    bot,
    database,
    async stop() {
      await bot.stop(5_000);
      await Promise.all([slack.stop(), heroku.stop(), database.end()]);
      await drop();
      await embedded.stop();
    },
  };
}

async function startBot(
  slack: SlackWorld,
  heroku: HerokuSim,
  databaseUrl: string,
  logLevel: string,
): Promise<App> {
  const { environment, yaml } = setUp(slack, heroku, { databaseUrl, logLevel });
  const read = readConfig(environment, filesOf(yaml));
  if (!read.ok)
    throw new Error(`the rehearsal's own configuration is wrong: ${JSON.stringify(read.problems)}`);
  const { config } = read;
  const log = createLog({
    level: config.logLevel,
    secrets: config.secrets,
    destination: { write: (line) => process.stderr.write(line) },
  });
  const onFatal = (reason: string) => {
    process.stderr.write(`The bot cannot go on: ${reason}\n`);
    process.exit(1);
  };
  return startApp({ config, databaseUrl, log, onFatal });
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
