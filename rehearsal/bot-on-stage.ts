/** The bot of one stage: running, or killed between two instructions and started again. */
import { botHere, mortalBot, type RunningBot } from './bots.ts';
import type { SetUp } from './set-up.ts';
import type { SlackWorld } from './slack/start.ts';

export interface BotOnStage {
  /** It runs in a process of its own; only such a bot can be killed. */
  readonly mortal: boolean;
  state(): 'running' | 'starting' | 'dead';
  /** As a machine that fails; it stays dead. Throws where it is not mortal. */
  kill(): Promise<void>;
  /** As a dyno manager would; resolves once it is ready. */
  start(): Promise<void>;
  /** For good. */
  stop(): Promise<void>;
}

export interface BotOnStageOptions {
  readonly setUp: SetUp;
  readonly databaseUrl: string;
  readonly slack: SlackWorld;
  readonly mortal: boolean;
  /** Trouble is armed that may keep it from being ready: nobody waits for that. */
  readonly troubled?: () => boolean;
}

/** Started and ready. */
export async function putBotOnStage(options: BotOnStageOptions): Promise<BotOnStage> {
  const { setUp, databaseUrl, slack, mortal, troubled = () => false } = options;
  let running: RunningBot | null = null;
  let state: ReturnType<BotOnStage['state']> = 'dead';

  async function start(): Promise<void> {
    if (state !== 'dead') throw new Error(`the bot is ${state}`);
    state = 'starting';
    try {
      running = await (mortal ? mortalBot(setUp, databaseUrl) : botHere(setUp, databaseUrl));
      const address = `http://127.0.0.1:${running.port}`;
      slack.connect({ requestUrl: `${address}/slack/events` });
      await slack.until(
        async () => troubled() || (await fetch(`${address}/ready`)).status === 200,
        10_000,
        'the bot to be ready',
      );
      state = 'running';
    } catch (error) {
      await stop();
      throw error;
    }
  }

  async function stop(): Promise<void> {
    await running?.stop();
    running = null;
    state = 'dead';
  }

  await start();
  return {
    mortal,
    state: () => state,
    async kill() {
      if (!mortal) throw new Error('this story runs its bot in the same process');
      await stop();
    },
    start,
    stop,
  };
}
