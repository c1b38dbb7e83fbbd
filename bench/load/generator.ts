/**
 * Fires signed requests at the moments it is told, in a process of its own: neither the stand-ins' work nor waiting for
 * an answer ever delays the next shot.
 */
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { signedHeaders } from '../../rehearsal/slack/deliver/sign.ts';
import type { Order, Report, Result } from './volley.ts';

const agent = new Agent({ keepAlive: true });
const results: Promise<Result>[] = [];

process.on('message', (order: Order) => {
  if (order.kind === 'shoot') {
    results.push(...order.shots.map((shot) => shoot(order, shot)));
    return;
  }
  void report();
});

async function report(): Promise<void> {
  const all: Report = { results: await Promise.all(results) };
  process.send?.(all, () => process.disconnect());
}

async function shoot(
  { url, secret }: Extract<Order, { kind: 'shoot' }>,
  { at, body }: { readonly at: number; readonly body: string },
): Promise<Result> {
  const now = () => performance.timeOrigin + performance.now();
  await pause(Math.max(0, at - now()));
  const lagMs = now() - at;
  const headers = signedHeaders(secret, String(Math.floor(Date.now() / 1000)), body);
  const began = performance.now();
  const answer = await send(url, headers, body);
  return { ...answer, ms: performance.now() - began, lagMs };
}

type Answer = Pick<Result, 'status' | 'text'>;

function send(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer> {
  return new Promise((settle) => {
    const lost = () => settle({ status: 0, text: '' });
    const outgoing = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => settle({ status: response.statusCode ?? 0, text }));
      response.on('error', lost);
    });
    outgoing.on('error', lost);
    outgoing.end(body);
  });
}
