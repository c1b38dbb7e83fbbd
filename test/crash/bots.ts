/** Processes of the bot: loaded ahead of time, told to start, stopped and killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Orders, Report } from '../support/crash-bot.ts';
import { program } from '../support/program.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Bot {
  readonly port: number;
  readonly requestUrl: string;
  alive(): boolean;
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void;
  /** Exit code; null after a signal. */
  readonly exited: Promise<number | null>;
  /** The last lines it logged. */
  log(): readonly string[];
}

export interface BotStore {
  start(orders: Orders): Promise<Bot>;
  /** Ends every process it made. */
  close(): Promise<void>;
}

export async function openBotStore(spares: number): Promise<BotStore> {
  const script = await program('test/support/crash-bot.ts');
  const all = new Set<ChildProcess>();
  const waiting: Promise<ChildProcess>[] = [];

  async function load(): Promise<ChildProcess> {
    const child = spawn(process.execPath, [script], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], TZ: process.env['TZ'], NODE_ENV: 'test' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    all.add(child);
    child.once('exit', () => all.delete(child));
    await heard(child, 'loaded');
    return child;
  }

  function stock(): void {
    while (waiting.length < spares) {
      const spare = load();
      // Heard of when it is taken; one that close() ends is nobody's business.
      spare.catch(() => undefined);
      waiting.push(spare);
    }
  }

  stock();
  return {
    async start(orders) {
      const next = waiting.shift() ?? load();
      stock();
      return begin(await next, orders);
    },
    async close() {
      waiting.length = 0;
      const left = [...all];
      for (const child of left) child.kill('SIGKILL');
      await Promise.all(left.map((child) => (child.exitCode === null ? once(child, 'exit') : null)));
    },
  };
}

async function begin(child: ChildProcess, orders: Orders): Promise<Bot> {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      lines.push(...text.split('\n').filter((line) => line !== ''));
      if (lines.length > 400) lines.splice(0, 200);
    });
  }
  const exited = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null));
  child.send(orders);
  const started = heard(child, 'started');
  const report = await Promise.race([started, exited]);
  if (report === null || typeof report === 'number') {
    started.catch(() => undefined);
    throw new Error(`the bot ended while starting (${report}): ${lines.slice(-5).join('\n')}`);
  }
  const port = report.kind === 'started' ? report.port : 0;
  return {
    port,
    requestUrl: `http://127.0.0.1:${port}/slack/events`,
    alive: () => child.exitCode === null && child.signalCode === null,
    signal: (name) => void child.kill(name),
    exited,
    log: () => lines,
  };
}

function heard(child: ChildProcess, kind: Report['kind']): Promise<Report> {
  return new Promise((resolve, reject) => {
    const hear = (report: Report) => {
      if (report.kind !== kind) return;
      child.off('message', hear);
      resolve(report);
    };
    child.on('message', hear);
    child.once('exit', (code) => reject(new Error(`the bot ended (${code}) before it was ${kind}`)));
  });
}
