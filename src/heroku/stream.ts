/**
 * Text that Heroku keeps at addresses of its own: logs, a release command's output. Whoever has the address may
 * read, so it is a secret, and no token goes there. It comes in an answer of the API, and still is believed only
 * where it leads to Heroku.
 */
import http from 'node:http';
import https from 'node:https';
import { ConnectFailure, freshAgent } from './connect.ts';

const CONNECT_MS = 5_000;
const KEPT_BYTES = 1024 * 1024;

export interface StreamOptions {
  /** From now to the end of the text, milliseconds. */
  readonly deadlineMs: number;
  /** Rehearsal and tests: loopback may be read, by plain http too. */
  readonly allowLoopback: boolean;
}

export type Streamed =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly contentType: string;
      /** The last MiB of it: what came last matters most, and memory is ours. */
      readonly body: Buffer;
      readonly fromStart: boolean;
      /** False: still being written when the deadline came. */
      readonly ended: boolean;
    }
  | { readonly kind: 'forbidden-address' | 'slow' | 'down' };

/** GET once: no redirects followed, no second try. Never rejects for what the network or the far end did. */
export async function readStream(address: string, options: StreamOptions): Promise<Streamed> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !leadsToHeroku(url, options.allowLoopback)) return { kind: 'forbidden-address' };
  return get(url, options.deadlineMs);
}

function leadsToHeroku(url: URL, allowLoopback: boolean): boolean {
  if (url.username !== '' || url.password !== '') return false;
  if (LOOPBACK.has(url.hostname)) return allowLoopback && ['http:', 'https:'].includes(url.protocol);
  return url.protocol === 'https:' && url.port === '' && /\.(?:heroku|herokai)\.com$/.test(url.hostname);
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

function get(url: URL, deadlineMs: number): Promise<Streamed> {
  return new Promise((settle) => {
    const secure = url.protocol === 'https:';
    const request = (secure ? https : http).request(url, {
      agent: freshAgent(secure, CONNECT_MS),
      headers: { accept: 'text/event-stream, text/plain', 'user-agent': 'switchback' },
    });
    let soFar: ((ended: boolean) => Streamed) | null = null;
    const finish = (result: Streamed) => {
      clearTimeout(timer);
      settle(result);
      request.destroy();
    };
    const timer = setTimeout(() => finish(soFar?.(false) ?? { kind: 'slow' }), Math.max(0, deadlineMs));
    request.on('response', (response) => {
      const tail = keepTail(response);
      soFar = (ended) => ({
        kind: 'answered',
        status: response.statusCode ?? 0,
        contentType: response.headers['content-type'] ?? '',
        ...tail(),
        ended,
      });
      response.on('end', () => finish(soFar?.(true) ?? { kind: 'down' }));
      // A body cut short ends in an error and a close, without an end.
      response.on('error', () => finish({ kind: 'down' }));
      response.on('close', () => finish({ kind: 'down' }));
    });
    request.on('upgrade', () => finish({ kind: 'down' }));
    request.on('error', (error) => {
      const slow = error instanceof ConnectFailure && error.why === 'connect-timeout';
      finish({ kind: slow ? 'slow' : 'down' });
    });
    request.end();
  });
}

function keepTail(response: http.IncomingMessage): () => { body: Buffer; fromStart: boolean } {
  const chunks: Buffer[] = [];
  let size = 0;
  let fromStart = true;
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    for (let first = chunks[0]; first && size - first.length >= KEPT_BYTES; first = chunks[0]) {
      chunks.shift();
      size -= first.length;
      fromStart = false;
    }
  });
  return () => ({ body: Buffer.concat(chunks), fromStart });
}
