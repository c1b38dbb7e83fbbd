/** Real processes running test/run/worker.ts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { program } from '../support/program.ts';

export interface Worker {
  readonly process: ChildProcess;
  readonly pid: number;
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void;
  /** Exit code; null after a signal. */
  readonly exit: Promise<number | null>;
  stderr(): string;
}

export interface Workers {
  /** Resolves when it takes up runs. `knows`: as a build that knows no more of operations. */
  start(knows?: number): Promise<Worker>;
  killAll(): Promise<void>;
}

export function workersOn(appUrl: string, staleMs = 30_000): Workers {
  const started: Worker[] = [];
  let script: Promise<string> | null = null;
  return {
    async start(knows) {
      script ??= program('test/run/worker.ts');
      const child = spawn(process.execPath, [await script], {
        env: {
          ...process.env,
          APP_DATABASE_URL: appUrl,
          STALE_MS: String(staleMs),
          ...(knows === undefined ? {} : { KNOWS: String(knows) }),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const said: string[] = [];
      child.stderr.on('data', (chunk) => said.push(String(chunk)));
      const exit = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null));
      const worker: Worker = {
        process: child,
        pid: child.pid ?? 0,
        signal: (name) => child.kill(name),
        exit,
        stderr: () => said.join(''),
      };
      started.push(worker);
      const ready = once(child.stdout, 'data');
      const first = await Promise.race([ready, exit]);
      if (!Array.isArray(first)) throw new Error(`worker ended at once (${first}): ${worker.stderr()}`);
      return worker;
    },
    async killAll() {
      for (const worker of started) worker.signal('SIGKILL');
      await Promise.all(started.map(({ exit }) => exit));
    },
  };
}
