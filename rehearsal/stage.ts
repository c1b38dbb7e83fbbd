/** The real bot, a real Postgres and the three stand-ins in one process, on durable time that may run faster. */
import { type BotOnStage, putBotOnStage } from './bot-on-stage.ts';
import { type Grounds, openGrounds } from './grounds.ts';
import { setUp } from './set-up.ts';
import { type SlackWorld, startSlack } from './slack/start.ts';

export interface Stage extends Grounds {
  readonly slack: SlackWorld;
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
  const { leave, databaseUrl, ...grounds } = await openGrounds({
    rate,
    ...(serverUrl === undefined ? {} : { serverUrl }),
  });
  const { heroku, github, clock } = grounds;
  const slack = await startSlack({ wall: () => clock.now().getTime() });
  const wanted = setUp(slack, heroku, github, { databaseUrl, logLevel });
  const bot = await putBotOnStage({ setUp: wanted, databaseUrl, slack, mortal });

  return {
    ...grounds,
    slack,
    bot,
    async killBot() {
      await bot.kill();
      await bot.start();
    },
    async stop() {
      await bot.stop();
      await slack.stop();
      await leave();
    },
  };
}
