import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../log.ts';

/** One HTTP request; the body is read only when asked for. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** Values of the `:name` parts of the route. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The raw bytes, or null when there are more than `limit`. Rejects when the sender goes away. */
  body(limit: number): Promise<Buffer | null>;
}

export interface HttpReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Handler = (request: HttpRequest) => Promise<HttpReply>;

/** By method and path: `'GET /locks/:app'`. */
export type Routes = Readonly<Record<string, Handler>>;

export interface HttpServer {
  /** Resolves with the port listened on; 0 picks a free one. Rejects when the port is taken. */
  listen(port: number, host?: string): Promise<number>;
  /** No new requests; waits up to `withinMs` for those in hand, then cuts them off. */
  stop(withinMs: number): Promise<void>;
}

/** One server for everything the process listens for. Slow senders are cut off after 10 s (threats.md T10). */
export function httpServer(options: {
  readonly routes: Routes;
  readonly log: Log;
  /** Default 4096: above the cap, new connections are closed at once. */
  readonly maxConnections?: number;
}): HttpServer {
  const table = Object.entries(options.routes).map(([route, handler]) => ({ ...parseRoute(route), handler }));
  let stopping = false;

  async function answer(request: IncomingMessage): Promise<HttpReply> {
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    const onPath = table.flatMap((row) => {
      const params = matchPath(row.parts, path);
      return params === null ? [] : [{ ...row, params }];
    });
    const found = onPath.find((row) => row.method === request.method);
    if (onPath.length === 0) return { status: 404 };
    if (found === undefined) {
      return { status: 405, headers: { allow: onPath.map((row) => row.method).join(', ') } };
    }
    return await found.handler({
      method: found.method,
      path,
      params: found.params,
      query: new URLSearchParams(query),
      headers: request.headers,
      body: (limit) => readBody(request, limit),
    });
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let reply: HttpReply;
    try {
      reply = await answer(request);
    } catch (err) {
      // A sender that went away is not our fault, and nobody is left to read the answer.
      if (request.destroyed && !request.complete) return;
      options.log.error({ err, method: request.method }, 'request failed');
      reply = { status: 500 };
    }
    send(request, response, reply, stopping);
  }

  const server = createServer(
    {
      headersTimeout: 5_000,
      requestTimeout: 10_000,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: 10_000,
    },
    (request, response) => void serve(request, response),
  );
  server.maxConnections = options.maxConnections ?? 4_096;

  return {
    listen(port, host) {
      return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          server.on('error', (err) => options.log.error({ err }, 'http server'));
          resolve((server.address() as AddressInfo).port);
        });
      });
    },
    async stop(withinMs) {
      stopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), withinMs);
      await closed;
      clearTimeout(cut);
    },
  };
}

function send(request: IncomingMessage, response: ServerResponse, reply: HttpReply, last: boolean): void {
  const body = Buffer.from(reply.body ?? '');
  response.on('error', () => {});
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-length': body.length,
    // An unread rest of the request would be taken for the next one.
    ...(last || !request.complete ? { connection: 'close' } : {}),
  });
  response.end(body);
}

function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        request.pause();
        resolve(null);
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => reject(new Error('the sender went away')));
  });
}

function parseRoute(route: string): { method: string; parts: readonly string[] } {
  const [method = '', path = ''] = route.split(' ');
  return { method, parts: path.split('/') };
}

/** The route's parameters, or null when the path is another one. */
function matchPath(parts: readonly string[], path: string): Record<string, string> | null {
  const given = path.split('/');
  if (given.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of parts.entries()) {
    const value = decodePart(given[at] ?? '');
    if (value === null) return null;
    if (part.startsWith(':') && value !== '') params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return params;
}

function decodePart(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
