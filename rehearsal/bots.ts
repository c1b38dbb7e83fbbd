/** Where the bot of a rehearsal runs: here, or in a process that can be killed. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { SetUp } from './set-up.ts';
import { type StartOptions, startBot } from './start-bot.ts';

export interface RunningBot {
  readonly port: number;
  stop(): Promise<void>;
}

const STOP_WITHIN_MS = 5_000;
const LAUNCH = fileURLToPath(new URL('./launch.mjs', import.meta.url));
const SCRIPT = 'rehearsal/bot-process.ts';

export async function botHere(
  setUp: SetUp,
  databaseUrl: string,
  options: StartOptions = {},
): Promise<RunningBot> {
  const app = await startBot(setUp, databaseUrl, options);
  return { port: app.port, stop: () => app.stop(STOP_WITHIN_MS) };
}

/** Its `stop` ends it between two instructions, as a crashed machine would. */
export async function mortalBot(setUp: SetUp, databaseUrl: string): Promise<RunningBot> {
  const child = fork(LAUNCH, [SCRIPT], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.send({ ...setUp, databaseUrl });
  const [started] = (await Promise.race([once(child, 'message'), dead(child)])) as [unknown];
  const { port } = z.object({ port: z.number() }).parse(started);
  return {
    port,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

async function dead(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`the bot's process ended while starting (${String(code)})`);
}
