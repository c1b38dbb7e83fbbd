/** A request as it arrived, and what it turns out to be for. */
import type { IncomingMessage } from 'node:http';
import { badRequest, notAcceptable, notFound, preconditionFailed, rateLimited } from './api-error.ts';
import type { Answer, Call, Platform, Route } from './call.ts';
import type { RequestName } from './faults.ts';
import type { Omen } from './releases.ts';
import { etagOf } from './respond.ts';
import { appRoutes } from './routes/apps.ts';
import { dynoRoutes } from './routes/dynos.ts';
import { releaseRoutes } from './routes/releases.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import type { Variant } from './shapes.ts';
import { demand, type Grant } from './tokens.ts';
import { findApp } from './world.ts';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

export interface Found {
  readonly route: Route;
  readonly name: RequestName;
  readonly params: Readonly<Record<string, string>>;
}

const ROUTES: readonly Route[] = [...appRoutes, ...releaseRoutes, ...dynoRoutes, ...webhookRoutes];
const LARGEST_BODY = 1_048_576;

/** Reads to the end; rejects when the sender goes away before. */
export async function receive(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_BODY) throw new Error('request body over 1 MiB');
    chunks.push(bytes);
  }
  return {
    method: request.method ?? 'GET',
    path: (request.url ?? '/').split('?')[0] ?? '/',
    headers: request.headers,
    text: Buffer.concat(chunks).toString('utf8'),
  };
}

/** Undefined when the body is not JSON. */
export function bodyOf({ text }: Received): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function find(received: Received): Found | null {
  for (const route of ROUTES) {
    if (route.method !== received.method) continue;
    const params = match(route.path, received.path);
    if (params === null) continue;
    const name = typeof route.name === 'string' ? route.name : route.name(bodyOf(received));
    return { route, name, params };
  }
  return null;
}

/** The API's answer; throws its own refusals. Acts. */
export function answerTo(platform: Platform, received: Received, found: Found | null, omen: Omen): Answer {
  const grant = platform.tokens.whose(received.headers.authorization);
  if (found?.route.free !== true && !platform.budgets.spend(grant.person)) throw rateLimited(null);
  const variant = variantOf(received.headers.accept);
  if (found === null) throw notFound('resource');
  const body = bodyOf(received);
  if (body === undefined) throw badRequest('The request body is not valid JSON.');
  const { range } = received.headers;
  const call = { platform, grant, params: found.params, body, variant, range, omen };
  refuseStale(received, found, call);
  return dispatch(found.route, call);
}

function dispatch(route: Route, call: Call): Answer {
  if (route.of === 'account') {
    demand(call.grant, route.need, null);
    return route.answer(call);
  }
  const app = findApp(call.platform.world, call.params['app'] ?? '');
  if (app === undefined) throw notFound('app');
  demand(call.grant, route.need, app);
  return route.answer({ ...call, app });
}

/** `If-Match` counts on changes of something that can be read at the same path; not on a release's creation. */
function refuseStale({ headers, path }: Received, { route }: Found, call: Call): void {
  const wanted = headers['if-match'];
  if (wanted === undefined || route.method !== 'PATCH') return;
  const readable = ROUTES.find((each) => each.method === 'GET' && match(each.path, path) !== null);
  if (readable !== undefined && etagOf(dispatch(readable, call).body) !== wanted) throw preconditionFailed();
}

function variantOf(accept: string | undefined): Variant {
  const version = /application\/vnd\.heroku\+json; ?version=(3(?:\.[\w-]+)?)/.exec(accept ?? '')?.[1];
  if (version === undefined) throw notAcceptable();
  return version === '3.sdk' ? '3.sdk' : '3';
}

function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const text = decode(given[i] ?? '');
    if (part.startsWith(':')) params[part.slice(1)] = text;
    else if (part !== text) return null;
  }
  return params;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** For the journal: whose token came, if anybody's. */
export function actorOf(platform: Platform, received: Received): Grant | null {
  try {
    return platform.tokens.whose(received.headers.authorization);
  } catch {
    return null;
  }
}
