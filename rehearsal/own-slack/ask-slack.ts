/** Two questions to Slack before anything begins: who are we, and is anybody else connected as us. */
import { WebSocket } from 'ws';
import { z } from 'zod';
import { NotPossible } from './not-possible.ts';

const WITHIN_MS = 10_000;

const Identity = z.object({ team: z.string(), user: z.string() });
const Ticket = z.object({ url: z.url({ protocol: /^wss?$/ }) });
const Refusal = z.object({ ok: z.literal(false), error: z.string() });
const Hello = z.object({ type: z.literal('hello'), num_connections: z.int() });

/** The workspace's name and the bot's handle. Throws `NotPossible`. */
export function identityOf(apiUrl: string, botToken: string): Promise<z.infer<typeof Identity>> {
  return ask(apiUrl, 'auth.test', botToken, Identity, 'SLACK_BOT_TOKEN');
}

/** How many Socket Mode connections the app has, with the one this asks over. Throws `NotPossible`. */
export async function connectionsOf(apiUrl: string, appToken: string): Promise<number> {
  const { url } = await ask(apiUrl, 'apps.connections.open', appToken, Ticket, 'SLACK_APP_TOKEN');
  const socket = new WebSocket(url, { handshakeTimeout: WITHIN_MS });
  try {
    return await new Promise<number>((resolve, reject) => {
      const fail = (why: string) => reject(new NotPossible(`Slack's Socket Mode does not answer: ${why}.`));
      const timer = setTimeout(fail, WITHIN_MS, 'nothing was said in time');
      socket.on('error', ({ message }) => fail(message));
      socket.on('close', () => fail('it hung up'));
      socket.on('message', (data) => {
        const hello = Hello.safeParse(readJson(String(data)));
        if (!hello.success) return;
        clearTimeout(timer);
        resolve(hello.data.num_connections);
      });
    });
  } finally {
    socket.removeAllListeners('close');
    socket.close();
  }
}

async function ask<T>(
  apiUrl: string,
  method: string,
  token: string,
  shape: z.ZodType<T>,
  variable: string,
): Promise<T> {
  const answer = await fetch(`${apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    redirect: 'error',
    signal: AbortSignal.timeout(WITHIN_MS),
  }).then(
    (response) => response.text(),
    () => {
      throw new NotPossible(`Slack cannot be reached at ${new URL(apiUrl).host}.`);
    },
  );
  const body = readJson(answer);
  const refused = Refusal.safeParse(body);
  if (refused.success)
    throw new NotPossible(
      `Slack refuses ${variable} (${refused.data.error}): docs/set-up.md says where it is found.`,
    );
  const read = shape.safeParse(body);
  if (!read.success)
    throw new NotPossible(`${new URL(apiUrl).host} does not answer ${method} as Slack does.`);
  return read.data;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
