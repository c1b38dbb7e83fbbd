/** `npm run rehearse` as a process of its own in a directory of its own, and people at its page's windows. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Request } from '../../../rehearsal/page/requests.ts';
import type {
  Answered,
  Collections,
  MessageShown,
  ModalShown,
  Patch,
  Singles,
} from '../../../rehearsal/page/shape.ts';
import { until } from '../../../rehearsal/slack/until.ts';

const LAUNCH = fileURLToPath(new URL('../../../rehearsal/launch.mjs', import.meta.url));
/** A start on a machine that does much else. */
const PATIENCE_MS = 50_000;

export interface Rehearsed {
  readonly process: ChildProcess;
  /** What it has printed. */
  printed(): string;
  /** Of its page, once that can be used. */
  url(): Promise<URL>;
  /** The exit code; null after a kill. */
  ended(): Promise<number | null>;
}

/** Killed at the end of the test, if it still runs then. */
export function rehearse(directory: string, ...args: readonly string[]): Rehearsed {
  const child = spawn(process.execPath, [LAUNCH, 'rehearsal/start.ts', ...args], {
    cwd: directory,
    env: { PATH: process.env['PATH'], TZ: process.env['TZ'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  return {
    process: child,
    printed: () => printed,
    async url() {
      const found = await until(
        () => /is open: (\S+)/.exec(printed)?.[1] ?? (child.exitCode === null ? null : 'ended'),
        PATIENCE_MS,
        () => `the page to be open: ${printed}`,
      );
      if (found === 'ended') throw new Error(printed);
      return new URL(found);
    },
    ended: () => exit,
  };
}

export interface Seat {
  single<N extends keyof Singles>(name: N): Singles[N] | undefined;
  all<N extends keyof Collections>(name: N): readonly Collections[N][];
  /** Throws what the page would show. */
  ask(request: Request): Promise<unknown>;
  message(pattern: RegExp): Promise<MessageShown>;
  modal(pattern: RegExp): Promise<ModalShown>;
}

/** A window of this person, without a browser. */
export async function sit(url: URL, handle: string): Promise<Seat> {
  const entered = await fetch(url, { redirect: 'manual' });
  const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const known = new Map<string, unknown>();
  const socket = new WebSocket(`ws://${url.host}/live?as=${handle}`, { headers: { cookie } });
  socket.on('message', (data) => {
    const { all, set, drop } = JSON.parse(String(data)) as Patch;
    if (all) known.clear();
    for (const [name, id, value] of set) known.set(`${name}/${id}`, value);
    for (const [name, id] of drop) known.delete(`${name}/${id}`);
  });
  // Whoever is killed says nothing to its windows.
  socket.on('error', () => undefined);
  onTestFinished(() => socket.terminate());
  await once(socket, 'message');

  const single = <N extends keyof Singles>(name: N) => known.get(`${name}/`) as Singles[N] | undefined;
  const all = <N extends keyof Collections>(name: N) =>
    [...known].filter(([key]) => key.startsWith(`${name}/`)).map(([, value]) => value as Collections[N]);
  return {
    single,
    all,
    async ask(request) {
      const answer = await fetch(new URL('/ask', url), {
        method: 'POST',
        headers: { cookie },
        body: JSON.stringify({ as: handle, request }),
      });
      const answered = (await answer.json()) as Answered;
      if (!answered.ok) throw new Error(answered.why);
      return answered.value;
    },
    message: (pattern) =>
      until(
        () => all('message').find((each) => pattern.test(JSON.stringify(each))) ?? null,
        PATIENCE_MS,
        () => `${handle} to read ${pattern}: ${JSON.stringify(all('message').map(({ text }) => text))}`,
      ),
    modal: (pattern) =>
      until(
        () => single('modals')?.find((each) => pattern.test(JSON.stringify(each.view))) ?? null,
        PATIENCE_MS,
        () => `${handle}'s form to read ${pattern}: ${JSON.stringify(single('modals'))}`,
      ),
  };
}
