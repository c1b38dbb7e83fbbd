/** Writing an answer, whole or as a fault would have it. */
import type { ServerResponse } from 'node:http';
import type { Answer } from './answers.ts';
import type { Fate } from './faults.ts';

/** More than anybody reads. */
const ENDLESS_BYTES = 64 * 1_048_576;

export function write(response: ServerResponse, { status, body, headers }: Answer, fate: Fate | null): void {
  if (response.destroyed) return;
  if (fate?.kind === 'html') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<!DOCTYPE html><html><body><h1>Something in between answered</h1></body></html>');
    return;
  }
  const bytes = Buffer.from(JSON.stringify(body));
  const all = {
    'content-type': 'application/json; charset=utf-8',
    'x-ratelimit-remaining': '4999',
    ...headers,
  };
  if (fate?.kind === 'cut-body') {
    response.writeHead(status, { ...all, 'content-length': bytes.length });
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    return;
  }
  if (fate?.kind === 'endless') {
    response.writeHead(200, all);
    writeOn(response, ENDLESS_BYTES);
    return;
  }
  response.writeHead(status, { ...all, 'content-length': bytes.length });
  response.end(bytes);
}

/** As fast as the reader takes it, until it goes away or there is no more. */
function writeOn(response: ServerResponse, left: number): void {
  if (response.destroyed || left <= 0) {
    response.end();
    return;
  }
  const chunk = Buffer.alloc(65_536, ' ');
  response.write(chunk, () => writeOn(response, left - chunk.length));
}
