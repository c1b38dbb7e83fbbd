/**
 * A proxy before Postgres for kill tests. It stops at every boundary: a whole request (a simple query, or everything
 * up to Sync) before it reaches the server, and the whole answer to it before it reaches the client. Connecting and
 * notifications pass uncounted. TLS and COPY are not spoken.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { deferred } from './deferred.ts';
import { type Frame, frameReader, isCancelRequest, isTlsRequest, sqlReader } from './postgres-frames.ts';

export interface Boundary {
  /** Counted over all connections, from 1, in the order reached. */
  readonly n: number;
  readonly at: 'before-request' | 'before-answer';
  /** Counted from 1. */
  readonly connection: number;
  /** The SQL of the request, or of the request that is being answered. */
  readonly sql: string;
}

/** Called at each boundary, and awaited. `cut` drops what was about to pass, and its connection. */
export type Hook = (boundary: Boundary) => Promise<Verdict>;
export type Verdict = 'pass' | 'cut';

export interface PostgresProxy {
  readonly url: string;
  /** Replaces the hook before. */
  onBoundary(hook: Hook): void;
  /** Boundaries reached so far. */
  count(): number;
  /** End every connection at once and accept none. */
  cut(): void;
  /** Nothing passes in either direction, as if packets were lost: for `ms` milliseconds, or until `restore()`. */
  stall(ms?: number): void;
  /** Undo `cut` and `stall`. What was held back passes now. */
  restore(): void;
  stop(): Promise<void>;
}

interface Gate {
  hook: Hook;
  reached: number;
  refusing: boolean;
  /** Settled while traffic flows. */
  open: Promise<void>;
  release: () => void;
}

/** Listen on a free port of 127.0.0.1 and pass everything on to the server of `targetUrl`. */
export async function startPostgresProxy(targetUrl: string): Promise<PostgresProxy> {
  const target = new URL(targetUrl);
  const gate: Gate = {
    hook: async () => 'pass',
    reached: 0,
    refusing: false,
    open: Promise.resolve(),
    release: () => undefined,
  };
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    client.on('error', () => client.destroy());
    if (gate.refusing) {
      client.resetAndDestroy();
      return;
    }
    connections += 1;
    sockets.add(client);
    client.on('close', () => sockets.delete(client));
    relay(client, { host: target.hostname, port: Number(target.port || 5432) }, connections, gate);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = new URL(targetUrl);
  url.host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const hangUp = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: url.href,
    onBoundary(hook) {
      gate.hook = hook;
    },
    count: () => gate.reached,
    cut() {
      gate.refusing = true;
      hangUp();
    },
    stall(ms) {
      const { promise, resolve } = deferred();
      gate.open = promise;
      gate.release = resolve;
      if (ms !== undefined) void pause(ms).then(resolve);
    },
    restore() {
      gate.refusing = false;
      gate.release();
    },
    async stop() {
      gate.refusing = true;
      gate.release();
      hangUp();
      server.close();
      await once(server, 'close');
    },
  };
}

/** One client's connection. Each direction is a queue, so that a hook holds back its own direction only. */
function relay(
  client: Socket,
  target: { readonly host: string; readonly port: number },
  connection: number,
  gate: Gate,
): void {
  const upstream = connect(target);
  upstream.on('error', () => client.destroy());
  upstream.on('close', () => client.destroy());
  client.on('close', () => upstream.destroy());

  const readSql = sqlReader();
  const asked: string[] = [];
  let ready = false;

  async function pass(to: Socket, frames: readonly Frame[], at: Boundary['at'] | null, sql = '') {
    await gate.open;
    if (at !== null) {
      gate.reached += 1;
      const verdict = await gate.hook({ n: gate.reached, at, connection, sql });
      if (verdict === 'cut') client.resetAndDestroy();
    }
    if (!client.destroyed && !to.destroyed) to.write(Buffer.concat(frames.map(({ bytes }) => bytes)));
  }

  let request: Frame[] = [];
  const fromClient = frameReader(true);
  const toServer = queue(client);
  client.on('data', (chunk) => {
    for (const frame of fromClient(chunk)) {
      if (frame.type === '' && isTlsRequest(frame.bytes)) {
        client.write('N');
        continue;
      }
      request.push(frame);
      // Flush, passwords, goodbyes and cancellations are no requests, and wait for nothing.
      const uncounted = ['', 'p', 'H', 'X'].includes(frame.type) || isCancelRequest(frame.bytes);
      if (!uncounted && frame.type !== 'Q' && frame.type !== 'S') continue;
      const frames = request;
      request = [];
      if (uncounted) {
        toServer(() => pass(upstream, frames, null));
        continue;
      }
      const sql = readSql(frames);
      asked.push(sql);
      toServer(() => pass(upstream, frames, 'before-request', sql));
    }
  });

  let answer: Frame[] = [];
  const fromServer = frameReader(false);
  const toClient = queue(client);
  upstream.on('data', (chunk) => {
    for (const frame of fromServer(chunk)) {
      answer.push(frame);
      const ends = frame.type === 'Z';
      // While nothing is asked, what comes is connecting or a notification.
      if (ready && asked.length > 0 && !ends) continue;
      const frames = answer;
      answer = [];
      const sql = ready && ends ? asked.shift() : undefined;
      ready ||= ends;
      toClient(() => pass(client, frames, sql === undefined ? null : 'before-answer', sql));
    }
  });
}

/** Do things one after another; a fault ends the connection. */
function queue(socket: Socket): (work: () => Promise<void>) => void {
  let tail = Promise.resolve();
  return (work) => {
    tail = tail.then(work).catch((error: unknown) => {
      socket.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  };
}
