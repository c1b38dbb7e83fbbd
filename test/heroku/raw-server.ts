/** A server that answers byte for byte what a test says, and keeps what it was asked. */
import { once } from 'node:events';
import net, { type Socket } from 'node:net';
import tls from 'node:tls';

export interface Hit {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** 1 for the first request this server got. */
  readonly n: number;
}

export interface RawServer {
  readonly url: string;
  readonly port: number;
  readonly hits: readonly Hit[];
  connections(): number;
  /** Resolves with the `n`th request. */
  hit(n: number): Promise<Hit>;
  close(): Promise<void>;
}

type Act = (hit: Hit, socket: Socket) => void;

/** Listens on 127.0.0.1. `greet` sees each connection before anything was read from it. */
export async function rawServer(
  act: Act,
  options: { greet?: (socket: Socket) => void; tls?: { key: string; cert: string } } = {},
): Promise<RawServer> {
  const hits: Hit[] = [];
  const waiting: { n: number; resolve: (hit: Hit) => void }[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const serve = (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    options.greet?.(socket);
    readRequests(socket, (request) => {
      const hit = { ...request, n: hits.length + 1 };
      hits.push(hit);
      for (const one of waiting) if (one.n === hit.n) one.resolve(hit);
      act(hit, socket);
    });
  };
  const server = options.tls === undefined ? net.createServer(serve) : tls.createServer(options.tls, serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`,
    port: address.port,
    hits,
    connections: () => connections,
    hit: (n) => {
      const seen = hits[n - 1];
      return seen === undefined
        ? new Promise((resolve) => waiting.push({ n, resolve }))
        : Promise.resolve(seen);
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function readRequests(socket: Socket, got: (request: Omit<Hit, 'n'>) => void): void {
  let pending = '';
  socket.on('data', (chunk: Buffer) => {
    pending += chunk.toString('latin1');
    for (;;) {
      const end = pending.indexOf('\r\n\r\n');
      if (end < 0) return;
      const [first = '', ...lines] = pending.slice(0, end).split('\r\n');
      const headers = Object.fromEntries(
        lines.map((line) => {
          const colon = line.indexOf(':');
          return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
        }),
      );
      const length = Number(headers['content-length'] ?? 0);
      if (pending.length < end + 4 + length) return;
      const body = pending.slice(end + 4, end + 4 + length);
      pending = pending.slice(end + 4 + length);
      const [method = '', path = ''] = first.split(' ');
      got({ method, path, headers, body });
    }
  });
}

/** A whole answer with a body, JSON unless a content type is given. */
export function answer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const all = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} X\r\n${lines.join('')}\r\n${text}`;
}

/** A port nobody listens on: one that was free a moment ago. */
export async function closedPort(): Promise<number> {
  const server = await rawServer(() => {});
  await server.close();
  return server.port;
}
