/** The real bot between the two stand-ins, on a database of its own: what a front-door test stands on. */
import { onTestFinished } from 'vitest';
import { type HerokuOptions, type HerokuSim, startHeroku } from '../../rehearsal/heroku/start.ts';
import { type SetUpOptions, setUp } from '../../rehearsal/set-up.ts';
import { type SlackOptions, type SlackWorld, startSlack } from '../../rehearsal/slack/start.ts';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { createLog } from '../../src/log.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';

export interface Stage {
  readonly slack: SlackWorld;
  readonly heroku: HerokuSim;
  readonly database: FreshDatabase;
  readonly bot: App;
  /** Every line the bot logged. */
  readonly logged: readonly string[];
  /** Another process of the same bot, in this one: its own pool, executor and doors. */
  another(): Promise<App>;
}

export interface StageOptions {
  readonly heroku?: HerokuOptions;
  readonly slack?: SlackOptions;
  /** Durable seconds per real second. Heroku runs at the same rate. Default 20. */
  readonly rate?: number;
  readonly setUp?: SetUpOptions;
}

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const rate = options.rate ?? 20;
  const database = await freshDatabase();
  const began = Date.now();
  const now = () => new Date(began + (Date.now() - began) * rate);
  await database.pool.query({
    text: 'insert into clock (real_anchor, durable_anchor, rate) values ($1, $1, $2)',
    values: [new Date(began), rate],
  });
  const heroku = await startHeroku({ speed: rate, now, ...options.heroku });
  const slack = await startSlack(options.slack);
  const logged: string[] = [];
  const apps: App[] = [];

  async function start(): Promise<App> {
    const { environment, yaml } = setUp(slack, heroku, {
      databaseUrl: database.url,
      appDatabaseUrl: database.appUrl,
      ...options.setUp,
    });
    const read = readConfig(environment, () => yaml);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const log = createLog({
      level: 'debug',
      destination: { write: (line) => logged.push(line) },
      secrets: read.config.secrets,
    });
    const app = await startApp({
      config: read.config,
      databaseUrl: database.appUrl,
      log,
      onFatal: (reason) => logged.push(`FATAL ${reason}`),
    });
    apps.push(app);
    return app;
  }

  const bot = await start();
  slack.connect({ requestUrl: `http://127.0.0.1:${bot.port}/slack/events` });
  await slack.until(
    async () => (await fetch(`http://127.0.0.1:${bot.port}/ready`)).status === 200,
    5_000,
    'the bot to be ready',
  );
  onTestFinished(async () => {
    await Promise.all(apps.map((app) => app.stop(4_000)));
    await Promise.all([slack.stop(), heroku.stop()]);
    await database.drop();
  });
  return { slack, heroku, database, bot, logged, another: start };
}
