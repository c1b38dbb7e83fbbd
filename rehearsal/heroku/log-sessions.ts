/** Log sessions: a short-lived address that anybody who has it may read, as server-sent events. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { App, LogLine } from './model.ts';
import type { World } from './world.ts';

interface Session {
  readonly app: App;
  readonly lines: number;
  readonly tail: boolean;
}

export interface LogSessions {
  open(app: App, asked: Omit<Session, 'app'>): { readonly id: string; readonly token: string };
  find(token: string): Session | undefined;
}

export function makeLogSessions(): LogSessions {
  const sessions = new Map<string, Session>();
  return {
    open(app, asked) {
      const token = randomBytes(24).toString('hex');
      sessions.set(token, { app, ...asked });
      return { id: randomUUID(), token };
    },
    find: (token) => sessions.get(token),
  };
}

/** The last lines, and with `tail` the next ones until the reader leaves. */
export function writeLog(world: World, { app, lines, tail }: Session, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  // Without it the CLI waits seconds before it believes that the stream is over.
  response.write('retry: 1\n\n');
  for (const line of app.log.slice(-lines)) response.write(event(line));
  if (!tail) {
    response.end();
    return;
  }
  const leave = world.subscribe((each) => {
    if (each.kind === 'log' && each.app === app) response.write(event(each.line));
  });
  response.on('close', leave);
}

function event({ at, from, text }: LogLine): string {
  return `data: ${at.toISOString().replace('Z', '000+00:00')} ${from}: ${text}\n\n`;
}
