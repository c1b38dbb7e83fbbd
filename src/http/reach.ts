/**
 * One request to an address that comes from configuration, and still nothing private is reached: the name is resolved
 * once, every address checked, and only those dialled. No redirects.
 */
import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { type Address, reachOf } from './address.ts';

const BODY_CAP_BYTES = 64 * 1024;

export interface ReachOptions {
  /** Rehearsal and tests: loopback may be reached, by plain http too. */
  readonly allowLoopback: boolean;
  /** Default: the system's resolver. */
  readonly resolve?: (hostname: string) => Promise<readonly Address[]>;
  /** Certificate authorities to trust instead of the system's. */
  readonly ca?: string;
}

export interface Asked {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** UTF-8. */
  readonly body?: string;
  /** In all, milliseconds. */
  readonly deadlineMs: number;
}

export interface Unreachable {
  readonly kind: 'unreachable';
  readonly why: 'slow' | 'refused' | 'dns' | 'tls' | 'forbidden-address' | 'broken';
}

export interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** At most 64 KiB of it. */
  readonly body: string;
}

/** What whoever answers there says; never throws. */
export async function reach(asked: Asked, options: ReachOptions): Promise<Answered | Unreachable> {
  const { allowLoopback, resolve = resolveAll, ca } = options;
  const url = URL.canParse(asked.url) ? new URL(asked.url) : null;
  if (url === null || url.username !== '' || url.password !== '') return unreachable('forbidden-address');
  const until = performance.now() + asked.deadlineMs;
  const resolved = await resolveInTime(url, asked.deadlineMs, resolve);
  if (!Array.isArray(resolved)) return resolved;
  if (!mayReach(url, resolved, allowLoopback)) return unreachable('forbidden-address');
  return exchange(url, asked, resolved, until - performance.now(), ca);
}

function mayReach(url: URL, addresses: readonly Address[], allowLoopback: boolean): boolean {
  const reaches = new Set(addresses.map(reachOf));
  // One bad address among good ones is a name that lies; which one would be dialled is not ours to bet on.
  if (reaches.size !== 1) return false;
  if (reaches.has('loopback')) return allowLoopback && ['http:', 'https:'].includes(url.protocol);
  return reaches.has('public') && url.protocol === 'https:';
}

async function resolveInTime(
  url: URL,
  deadlineMs: number,
  resolve: (hostname: string) => Promise<readonly Address[]>,
): Promise<Address[] | Unreachable> {
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Unreachable>((done) => {
    timer = setTimeout(() => done(unreachable('slow')), deadlineMs);
  });
  const found = resolve(hostname).then(
    (addresses) => (addresses.length === 0 ? unreachable('dns') : [...addresses]),
    () => unreachable('dns'),
  );
  const result = await Promise.race([found, late]);
  clearTimeout(timer);
  return result;
}

async function resolveAll(hostname: string): Promise<readonly Address[]> {
  const found = await lookup(hostname, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}

function exchange(
  url: URL,
  { method, headers, body }: Asked,
  addresses: readonly Address[],
  deadlineMs: number,
  ca: string | undefined,
): Promise<Answered | Unreachable> {
  return new Promise((settle) => {
    const secure = url.protocol === 'https:';
    let reached: 'nothing' | 'tcp' | 'peer' = 'nothing';
    const request = (secure ? https : http).request(url, {
      method,
      agent: false,
      lookup: pinned(addresses),
      headers,
      ...(ca === undefined ? {} : { ca }),
    });
    const finish = (result: Answered | Unreachable) => {
      clearTimeout(timer);
      settle(result);
      request.destroy();
    };
    const timer = setTimeout(() => finish(unreachable('slow')), Math.max(0, deadlineMs));
    request.on('socket', (socket) => {
      socket.once('connect', () => {
        reached = secure ? 'tcp' : 'peer';
      });
      socket.once('secureConnect', () => {
        reached = 'peer';
      });
    });
    request.on('response', (response) => read(response, finish));
    request.on('upgrade', () => finish(unreachable('broken')));
    request.on('error', (error) => {
      const refused = 'code' in error && error.code === 'ECONNREFUSED';
      finish(unreachable(refused ? 'refused' : reached === 'tcp' ? 'tls' : 'broken'));
    });
    request.end(body);
  });
}

function pinned(addresses: readonly Address[]): LookupFunction {
  return (hostname, options, done) => {
    const [first] = addresses;
    if (first === undefined) done(new Error(`no address for ${hostname}`), '', 4);
    else if (options.all === true) done(null, [...addresses]);
    else done(null, first.address, first.family);
  };
}

function read(response: http.IncomingMessage, finish: (result: Answered | Unreachable) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const answer = () =>
    finish({
      kind: 'answered',
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    });
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    // Enough to know the page by; the rest is not downloaded.
    if (size >= BODY_CAP_BYTES) answer();
  });
  response.on('end', answer);
  response.on('error', () => finish(unreachable('broken')));
  response.on('close', () => finish(unreachable('broken')));
}

function unreachable(why: Unreachable['why']): Unreachable {
  return { kind: 'unreachable', why };
}
