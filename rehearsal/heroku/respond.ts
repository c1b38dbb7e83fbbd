/** Writing an answer as Heroku's router does. */
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Answer } from './call.ts';

/** Longer chains of request ids are cut. */
const LONGEST_CHAIN = 7 * 1024;

export function etagOf(body: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 32)}"`;
}

/** The headers every answer of the API carries. `remaining` is null where nobody was recognised. */
export function apiHeaders(asked: IncomingHttpHeaders, remaining: number | null): Record<string, string> {
  const theirs = asked['request-id'] ?? asked['x-request-id'] ?? [];
  const chain = [randomUUID(), ...[theirs].flat()].join(',').slice(0, LONGEST_CHAIN);
  return {
    'Cache-Control': 'private, no-cache',
    'Request-Id': chain,
    Vary: 'Authorization,Accept-Encoding',
    Via: '1.1 spaces-router (simulated)',
    'X-Content-Type-Options': 'nosniff',
    ...(remaining === null
      ? {}
      : { 'RateLimit-Multiplier': '1', 'RateLimit-Remaining': String(remaining), 'Oauth-Scope': 'global' }),
  };
}

/** The simulator's own fault, loud in whatever test meets it. */
export function bug(error: unknown): Answer {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { status: 500, body: { id: 'simulator_bug', message } };
}

/** Writes the whole answer; `cut` stops in the middle of the body and destroys the connection. */
export function respond(
  response: ServerResponse,
  answer: Answer,
  headers: Record<string, string>,
  cut = false,
): void {
  if (response.destroyed) return;
  if (answer.write !== undefined) {
    answer.write(response);
    return;
  }
  const body = Buffer.from(JSON.stringify(answer.body));
  const all = {
    'Content-Type': 'application/json;charset=utf-8',
    ...headers,
    ...(answer.status < 300 ? { ETag: etagOf(answer.body) } : {}),
    ...answer.headers,
  };
  if (cut) {
    response.writeHead(answer.status, { ...all, 'Content-Length': body.length });
    const half = body.subarray(0, Math.floor(body.length / 2));
    response.write(half, () => response.destroy());
    return;
  }
  response.writeHead(answer.status, { ...all, 'Content-Length': body.length });
  response.end(body);
}

/** The answer, or an empty 304 when the asker has it already. */
export function unlessKnown(answer: Answer, method: string, ifNoneMatch: string | undefined): Answer {
  const known = method === 'GET' && answer.status === 200 && ifNoneMatch === etagOf(answer.body);
  if (!known) return answer;
  const write = (response: ServerResponse) => response.writeHead(304, { ETag: ifNoneMatch }).end();
  return { status: 304, body: null, write };
}

export function respondHtml(response: ServerResponse, status: number): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end('<!DOCTYPE html><html><body><h1>Something in between answered</h1></body></html>');
}
