/** A stranger's server on 127.0.0.1 that takes webhooks: what it does with them is its own, how it fails is the same everywhere. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { openDoor } from '../heroku/door.ts';
import type { Json } from '../slack/json.ts';
import { type ArmedFault, type Faults, makeFaults } from './faults.ts';

export interface Arrived {
  readonly headers: IncomingHttpHeaders;
  /** As it came. */
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly body: Json;
}

export interface Receiver {
  /** Where to send to. */
  readonly url: string;
  readonly faults: Faults;
  /** Nobody listens there any more: connections are refused. */
  goDown(): Promise<void>;
  comeUp(): Promise<void>;
  isDown(): boolean;
  stop(): Promise<void>;
}

export interface ReceiverOptions {
  readonly path: string;
  readonly faults?: readonly ArmedFault[];
  /** What it comes to: done before it is answered. */
  take(arrived: Arrived): Answer;
}

const LARGEST_BODY = 262_144;

export async function startReceiver({ path, faults: armed, take }: ReceiverOptions): Promise<Receiver> {
  const faults = makeFaults(armed);
  const timers = new Set<NodeJS.Timeout>();

  async function attend(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST' || request.url !== path) {
      write(response, { status: 404, body: { error: 'not found' } });
      return;
    }
    const arrived = { headers: request.headers, body: await bodyOf(request) };
    const fate = faults.take();
    if (fate?.kind === 'answers') {
      write(response, { status: fate.status, body: { error: 'not now' } }, fate.retryAfterSeconds);
      return;
    }
    const answer = take(arrived);
    if (fate?.kind === 'answer-lost') request.socket.resetAndDestroy();
    else if (fate?.kind === 'slow') later(fate.ms, () => write(response, answer));
    else write(response, answer);
  }

  function later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  }

  const door = await openDoor(0, (request, response) => {
    // The sender went away in the middle.
    attend(request, response).catch(() => response.destroy());
  });
  return {
    url: `${door.url}${path}`,
    faults,
    goDown: () => door.close(),
    comeUp: () => door.open(),
    isDown: () => !door.isOpen(),
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      if (door.isOpen()) await door.close();
    },
  };
}

function write(response: ServerResponse, { status, body }: Answer, retryAfterSeconds?: number): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_BODY) throw new Error('request body over 256 KiB');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Undefined for what is no JSON object. */
export function objectIn(body: string): Readonly<Record<string, Json>> | undefined {
  try {
    const value = JSON.parse(body) as Json;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, Json>>)
      : undefined;
  } catch {
    return undefined;
  }
}
