/**
 * Port `Smoke`: one GET of the app's fronted URL (rollback.md, verify). The URL comes from configuration, and
 * still nothing private is reached: the name is resolved once, every address checked, and only those dialled.
 */
import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { SmokeTarget } from '../apps.ts';
import type { Log } from '../log.ts';
import type { Smoke, SmokeResult } from '../ports.ts';
import { type Address, reachOf } from './smoke-address.ts';

const DEADLINE_MS = 5_000;
const BODY_CAP_BYTES = 64 * 1024;

export interface SmokeOptions {
  /** Null for an app that has no smoke check: a fault, configuration gives every app one. */
  readonly targetFor: (app: string) => SmokeTarget | null;
  /** Rehearsal and tests: loopback may be reached, by plain http too. */
  readonly allowLoopback: boolean;
  readonly log: Pick<Log, 'info'>;
  /** Milliseconds in all; default 5,000. */
  readonly deadlineMs?: number;
  /** Default: the system's resolver. */
  readonly resolve?: (hostname: string) => Promise<readonly Address[]>;
  /** Certificate authorities to trust instead of the system's. */
  readonly ca?: string;
}

type Unreachable = Extract<SmokeResult, { kind: 'unreachable' }>;

/** Says what the front door answered; whether that means "recovered" is the procedure's to decide. */
export function openSmoke(options: SmokeOptions): Smoke {
  const { targetFor, allowLoopback, log, resolve = resolveAll, ca } = options;

  async function check(target: SmokeTarget, deadlineMs: number): Promise<SmokeResult> {
    const url = URL.canParse(target.url) ? new URL(target.url) : null;
    if (url === null || url.username !== '' || url.password !== '') return unreachable('forbidden-address');
    const until = performance.now() + deadlineMs;
    const resolved = await resolveInTime(url, deadlineMs, resolve);
    if (!Array.isArray(resolved)) return resolved;
    if (!mayReach(url, resolved, allowLoopback)) return unreachable('forbidden-address');
    return get(url, target.headers, resolved, until - performance.now(), ca);
  }

  return {
    async check(app, deadlineMs = options.deadlineMs ?? DEADLINE_MS) {
      const target = targetFor(app);
      if (target === null) throw new Error(`no smoke URL for ${app}`);
      const began = performance.now();
      const result = await check(target, deadlineMs);
      log.info({ app, ms: Math.round(performance.now() - began), ...result }, 'Smoke check');
      return result;
    },
  };
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

function get(
  url: URL,
  headers: Readonly<Record<string, string>>,
  addresses: readonly Address[],
  deadlineMs: number,
  ca: string | undefined,
): Promise<SmokeResult> {
  return new Promise((settle) => {
    const secure = url.protocol === 'https:';
    let reached: 'nothing' | 'tcp' | 'peer' = 'nothing';
    const request = (secure ? https : http).request(url, {
      agent: false,
      lookup: pinned(addresses),
      headers: { ...headers, ...NOT_FROM_CACHE },
      ...(ca === undefined ? {} : { ca }),
    });
    const finish = (result: SmokeResult) => {
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
    request.end();
  });
}

/** No query parameter to dodge caches: the origin would see a URL nobody else asks for. */
const NOT_FROM_CACHE = {
  'cache-control': 'no-cache, no-store',
  pragma: 'no-cache',
  'accept-encoding': 'identity',
  'user-agent': 'switchback-smoke',
};

function pinned(addresses: readonly Address[]): LookupFunction {
  return (hostname, options, done) => {
    const [first] = addresses;
    if (first === undefined) done(new Error(`no address for ${hostname}`), '', 4);
    else if (options.all === true) done(null, [...addresses]);
    else done(null, first.address, first.family);
  };
}

function read(response: http.IncomingMessage, finish: (result: SmokeResult) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const answer = () => finish(answered(response, Buffer.concat(chunks).toString('utf8')));
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

function answered(response: http.IncomingMessage, body: string): SmokeResult {
  const status = response.statusCode ?? 0;
  return {
    kind: 'answered',
    status,
    cached: fromCache(response.headers),
    // The app's own words for "you came past Cloudflare" (FLAG_ENFORCE_CF_ORIGIN).
    originGuard: status === 403 && body.includes('direct_origin_blocked'),
  };
}

/** Cloudflare's states in which the body came from its cache; `Age` is what any other cache adds. */
const CACHED_STATES = new Set(['HIT', 'STALE', 'UPDATING', 'REVALIDATED']);

function fromCache(headers: http.IncomingHttpHeaders): boolean {
  const state = headers['cf-cache-status'];
  if (typeof state === 'string' && CACHED_STATES.has(state.toUpperCase())) return true;
  return Number(headers.age ?? 0) > 0;
}

function unreachable(why: Unreachable['why']): Unreachable {
  return { kind: 'unreachable', why };
}
