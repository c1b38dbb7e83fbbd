/** The real bot, a real Postgres and the three stand-ins in one process, on durable time that may run faster. */
import { type BotOnStage, putBotOnStage } from './bot-on-stage.ts';
import type { Database } from './databases.ts';
import { type Grounds, type GroundsMemory, openGrounds } from './grounds.ts';
import { inTheEnd } from './in-the-end.ts';
import type { Keeper } from './kept/keeper.ts';
import { seenOnlyWritten } from './kept/seen-only-written.ts';
import { setUp } from './set-up.ts';
import type { SlackMemory } from './slack/memory.ts';
import { type SlackWorld, startSlack } from './slack/start.ts';

export interface Stage extends Grounds {
  readonly slack: SlackWorld;
  readonly bot: BotOnStage;
  /** Kills the bot between two instructions, and starts it again as a dyno manager would. Mortal bots only. */
  killBot(): Promise<void>;
  /** Everything of it goes, also what was kept. */
  stop(): Promise<void>;
  /** What is kept stays, to be gone on with. */
  rest(): Promise<void>;
}

export interface StageMemory extends GroundsMemory {
  readonly slack: SlackMemory;
}

/** The parts of a stage that remember something, and the time. */
export type Remembering = Pick<Stage, 'slack' | 'heroku' | 'github' | 'statusPage' | 'pager' | 'clock'>;

/** Somewhere to keep a stage. */
export interface Keeping {
  readonly database: Database;
  /** Null: a new world. */
  readonly memory: StageMemory | null;
  /** Begins to write down what the stage remembers. */
  begin(stage: Remembering): Keeper;
  /** Nothing is kept any more. */
  forget(): Promise<void>;
}

export interface StageOptions {
  /** Durable seconds per real second, for the bot and for Heroku alike. */
  readonly rate: number;
  readonly logLevel: string;
  /** The bot runs in a process of its own. */
  readonly mortal?: boolean;
  /** A server to make the database on, instead of the embedded one. */
  readonly serverUrl?: string;
  /** Default: its world and its database go with it. */
  readonly keeping?: Keeping;
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const { rate, logLevel, mortal = false, serverUrl, keeping } = options;
  const memory = keeping?.memory ?? undefined;
  const seen = seenOnlyWritten();
  const { later, end } = inTheEnd();
  try {
    const { leave, databaseUrl, ...grounds } = await openGrounds({
      rate,
      serverUrl,
      kept: keeping?.database,
      memory,
      ...(keeping && { beforeHerokuAnswers: seen.beforeHerokuAnswers }),
    });
    later(leave);
    const { heroku, github, clock, statusPage, pager } = grounds;
    const slack = await startSlack({
      wall: () => clock.now().getTime(),
      ...(memory && { memory: memory.slack }),
      ...(keeping && { onCall: seen.beforeSlackAnswers }),
    });
    later(slack.stop);
    const keeper = keeping?.begin({ slack, ...grounds });
    if (keeper) {
      seen.through(keeper, heroku.world);
      later(async () => keeper.close());
    }
    const wanted = setUp(slack, heroku, github, { databaseUrl, logLevel, receivers: { statusPage, pager } });
    const troubled = () =>
      slack.isDown() || slack.faults.armed().length > 0 || heroku.control.faultsWaiting() > 0;
    const bot = await putBotOnStage({ setUp: wanted, databaseUrl, slack, mortal, troubled });
    later(bot.stop);
    return {
      ...grounds,
      slack,
      bot,
      async killBot() {
        await bot.kill();
        await bot.start();
      },
      rest: end,
      async stop() {
        await end();
        await keeping?.forget();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}
