/** The built bot between the two stand-ins, on a database of its own, at real time. */
import { startGitHub } from '../../rehearsal/github/start.ts';
import { type HerokuOptions, type HerokuSim, startHeroku } from '../../rehearsal/heroku/start.ts';
import { setUp } from '../../rehearsal/set-up.ts';
import { type SlackWorld, startSlack } from '../../rehearsal/slack/start.ts';
import { type Bot, startBot } from './bot.ts';
import type { BenchDatabase, BenchServer } from './server.ts';

export interface Stage {
  readonly slack: SlackWorld;
  readonly heroku: HerokuSim;
  readonly database: BenchDatabase;
  /** Another process of the same bot; Slack's requests go to the newest. */
  startBot(): Promise<Bot>;
  stop(): Promise<void>;
}

export interface StageOptions {
  readonly heroku?: HerokuOptions;
  /** Top-level keys of switchback.yaml. */
  readonly change?: Readonly<Record<string, unknown>>;
  /** Before any bot starts: more people, for example. */
  readonly prepare?: (slack: SlackWorld) => void;
}

async function openStage(server: BenchServer, options: StageOptions = {}): Promise<Stage> {
  const [database, heroku, slack] = await Promise.all([
    server.fresh(),
    startHeroku(options.heroku),
    startSlack(),
  ]);
  const github = await startGitHub({ world: heroku.world });
  options.prepare?.(slack);
  const configuration = setUp(slack, heroku, github, {
    databaseUrl: database.url,
    appDatabaseUrl: database.appUrl,
    ...(options.change ? { change: options.change } : {}),
  });
  const bots: Bot[] = [];
  return {
    slack,
    heroku,
    database,
    async startBot() {
      const bot = await startBot(configuration);
      bots.push(bot);
      slack.connect({ requestUrl: `${bot.url}/slack/events` });
      return bot;
    },
    async stop() {
      await Promise.all(bots.map((bot) => bot.kill('SIGKILL')));
      await Promise.all([slack.stop(), heroku.stop(), github.stop()]);
      await database.drop();
    },
  };
}

/** Opens a stage, hands it over, and clears it away whatever happens. */
export async function onStage<T>(
  server: BenchServer,
  options: StageOptions,
  act: (stage: Stage) => Promise<T>,
): Promise<T> {
  const stage = await openStage(server, options);
  try {
    return await act(stage);
  } finally {
    await stage.stop();
  }
}
