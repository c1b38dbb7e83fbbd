/** The page's own server: on 127.0.0.1 only, for whoever has the address with its token. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Bundle } from './bundle.ts';
import { CAST_PARTS } from './cast-parts.ts';
import { entriesFor } from './entries.ts';
import type { House } from './house.ts';
import { type Live, showLive } from './live.ts';
import { NotThere } from './not-there.ts';
import { perform } from './perform.ts';
import { askSchema } from './requests.ts';
import type { Answered } from './shape.ts';

export interface PageServer {
  /** With the token in it: whoever opens this is let in. */
  readonly url: string;
  readonly address: { readonly port: number; readonly token: string };
  stop(): Promise<void>;
}

export interface PageOptions {
  readonly house: House;
  readonly bundle: Promise<Bundle>;
  /** Default: a free one. */
  readonly port?: number;
  /** Default: a new one. */
  readonly token?: string;
}

const MOST_BYTES = 200_000;

export async function servePage(options: PageOptions): Promise<PageServer> {
  const { house, bundle, port = 0, token = randomBytes(16).toString('hex') } = options;
  const windows = new Set<Live>();
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer((request, response) => {
    answer(request, response).catch((fault: unknown) => {
      process.stderr.write(`${fault instanceof Error ? fault.stack : String(fault)}\n`);
      reply(response, 500, 'text/plain', 'The rehearsal made a mistake; the terminal shows it.');
    });
  });
  server.on('upgrade', (request, socket, head) => {
    const url = addressIn(request);
    const as = url?.searchParams.get('as') ?? '';
    if (!isOurs(request) || url?.pathname !== '/live' || !Object.hasOwn(CAST_PARTS, as)) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (open) => {
      const live = showLive(open, () => entriesFor(house, as));
      windows.add(live);
      open.on('close', () => windows.delete(live));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // A loopback listener always has an address of this kind.
  const { port: opened } = server.address() as AddressInfo;
  const host = `127.0.0.1:${opened}`;
  // Browsers share cookies among the ports of a host.
  const cookie = `rehearsal-${opened}`;

  /** The token, and no other site's page: neither by its origin nor by a name that resolves to this machine. */
  function isOurs({ headers }: IncomingMessage): boolean {
    const given = new RegExp(`(?:^|; )${cookie}=([0-9a-f]+)`).exec(headers.cookie ?? '')?.[1] ?? '';
    const sameOrigin = headers.origin === undefined || headers.origin === `http://${host}`;
    return headers.host === host && sameOrigin && equal(given, token);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = addressIn(request);
    const offered = url?.searchParams.get('token') ?? '';
    if (request.method === 'GET' && url?.pathname === '/' && equal(offered, token)) {
      url.searchParams.delete('token');
      response.writeHead(303, {
        location: `${url.pathname}${url.search}`,
        'set-cookie': `${cookie}=${token}; HttpOnly; SameSite=Strict; Path=/`,
        'referrer-policy': 'no-referrer',
      });
      response.end();
      return;
    }
    if (!isOurs(request)) {
      reply(response, 403, 'text/plain', 'Open the address that the terminal shows: it carries a token.');
      return;
    }
    switch (`${request.method} ${url?.pathname}`) {
      case 'GET /':
        return reply(response, 200, 'text/html; charset=utf-8', PAGE);
      case 'GET /page.js':
        return reply(response, 200, 'text/javascript; charset=utf-8', (await bundle).script);
      case 'GET /page.css':
        return reply(response, 200, 'text/css; charset=utf-8', (await bundle).styles);
      case 'POST /ask':
        return reply(response, 200, 'application/json', JSON.stringify(await performed(request)));
      default:
        return reply(response, 404, 'text/plain', 'There is nothing here.');
    }
  }

  async function performed(request: IncomingMessage): Promise<Answered> {
    const asked = askSchema.safeParse(await bodyOf(request));
    if (!asked.success || !Object.hasOwn(CAST_PARTS, asked.data.as))
      return { ok: false, why: 'The page asked for what I do not know. Reload it.' };
    try {
      return {
        ok: true,
        value: (await perform(house, asked.data.as, asked.data.request)) ?? null,
      };
    } catch (error) {
      if (!(error instanceof NotThere)) throw error;
      return { ok: false, why: error.message };
    } finally {
      for (const live of windows) live.push();
    }
  }

  return {
    url: `http://${host}/?token=${token}`,
    address: { port: opened, token },
    async stop() {
      await house.director?.forget();
      for (const open of sockets.clients) open.terminate();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Switchback rehearsal</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
</head>
<body><div id="root"></div><script type="module" src="/page.js"></script></body>
</html>
`;

/** Null for what is no address at all, such as `//`: anybody can send that, also another site's page. */
function addressIn({ url = '/' }: IncomingMessage): URL | null {
  return URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost') : null;
}

function reply(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  response.end(body);
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Undefined for what is not JSON, and for more than anybody types. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // Read to its end, or the answer would not be heard.
    if (size <= MOST_BYTES) chunks.push(bytes);
  }
  try {
    return size <= MOST_BYTES ? JSON.parse(Buffer.concat(chunks).toString('utf8')) : undefined;
  } catch {
    return undefined;
  }
}
