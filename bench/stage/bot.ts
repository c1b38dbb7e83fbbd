/** The built bot in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SetUp } from '../../rehearsal/set-up.ts';
import { HOME } from './server.ts';

const MAIN = resolve('dist/src/main.js');
const LOOK_EVERY_MS = 5;
const PATIENCE_MS = 60_000;

export interface Bot {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process to `GET /ready` answering 200, milliseconds. */
  readonly readyMs: number;
  /** Resolves when the process is gone. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

export interface BotOptions {
  /** Where an embedded database would go; default the bench's home. */
  readonly cwd?: string;
}

/** Logs at `info`, as in production, into a file: a pipe to us would make us part of what is measured. */
export async function startBot({ environment, yaml }: SetUp, options: BotOptions = {}): Promise<Bot> {
  const port = await freePort();
  const cwd = options.cwd ?? HOME;
  mkdirSync(cwd, { recursive: true });
  const config = `${HOME}/${port}.yaml`;
  const logFile = `${HOME}/${port}.log`;
  writeFileSync(config, yaml);
  const log = openSync(logFile, 'w');
  const began = performance.now();
  const child = spawn(process.execPath, [MAIN], {
    cwd,
    env: {
      PATH: process.env['PATH'],
      TZ: 'UTC',
      ...environment,
      SWITCHBACK_CONFIG: config,
      PORT: String(port),
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child, began, logFile);
  const readyMs = performance.now() - began;
  if (child.pid === undefined) throw new Error('the bot has no process id');
  return {
    url,
    pid: child.pid,
    readyMs,
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await once(child, 'exit');
    },
  };
}

async function ready(url: string, child: ChildProcess, began: number, logFile: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/ready`).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    if (child.exitCode !== null || performance.now() - began > PATIENCE_MS) {
      child.kill('SIGKILL');
      throw new Error(`the bot does not get ready:\n${readFileSync(logFile, 'utf8').slice(-3_000)}`);
    }
    await pause(LOOK_EVERY_MS);
  }
}

/** Known beforehand, so that readiness can be asked for from the first moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
