/** The simulated status page and pager, met with the bot's own signature and with requests by hand. */
import { expect, onTestFinished, test } from 'vitest';
import { startPager } from '../../../rehearsal/pager/start.ts';
import { startStatusPage } from '../../../rehearsal/status-page/start.ts';
import { statusPage } from '../../../src/http/status-page.ts';

const now = () => new Date('2026-06-21T03:00:00Z');

async function openPage() {
  const page = await startStatusPage({ now });
  onTestFinished(() => page.stop());
  const send = async (key: string, body: object, over: { secret?: string; at?: Date } = {}) => {
    const text = JSON.stringify(body);
    const { headers } = statusPage(page.url, () => over.secret ?? page.secret).dress(
      text,
      over.at ?? new Date(),
    );
    const response = await fetch(page.url, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': key },
      body: text,
    });
    return response.status;
  };
  return { page, send };
}

test('an update of the bot is taken once, whatever becomes of the answer', async () => {
  const { page, send } = await openPage();
  page.faults.add({ kind: 'answers', status: 503, retryAfterSeconds: 7 });
  expect(await send('public/1', { text: 'Investigating' })).toBe(503);
  page.faults.add({ kind: 'answer-lost' });
  await expect(send('public/1', { text: 'Investigating' })).rejects.toThrow();
  expect(await send('public/1', { text: 'Investigating' })).toBe(200);
  expect(page.updates()).toEqual([{ at: now().getTime(), key: 'public/1', body: { text: 'Investigating' } }]);
  expect(page.requests().map(({ came }) => came)).toEqual(['taken', 'again']);
});

test('what is not signed with the secret, or long ago, is refused', async () => {
  const { page, send } = await openPage();
  expect(await send('a', { text: 'x' }, { secret: 'another' })).toBe(401);
  expect(await send('b', { text: 'x' }, { at: new Date(Date.now() - 301_000) })).toBe(401);
  expect((await fetch(page.url, { method: 'POST', body: '{}' })).status).toBe(401);
  expect(page.updates()).toEqual([]);
  expect(page.requests().map(({ signature, came }) => `${signature} ${came}`)).toEqual([
    'bad refused',
    'old refused',
    'missing refused',
  ]);
});

test('down means refused; what was there stays there', async () => {
  const { page, send } = await openPage();
  await page.goDown();
  await expect(send('a', { text: 'x' })).rejects.toThrow();
  await page.comeUp();
  expect(await send('a', { text: 'x' })).toBe(200);
  const next = await startStatusPage({ now, memory: structuredClone(page.memory()) });
  onTestFinished(() => next.stop());
  expect(next.updates()).toEqual(page.updates());
});

async function openPager() {
  const pager = await startPager({ now });
  onTestFinished(() => pager.stop());
  const send = async (event: object) => {
    const body = JSON.stringify({ routing_key: pager.routingKey, ...event });
    const response = await fetch(pager.url, { method: 'POST', body });
    return { status: response.status, body: await response.json() };
  };
  return { pager, send };
}

const payload = { summary: 'raxx-api-prod is down', source: 'switchback', severity: 'critical' };

test('an alert is one for its key, until it is resolved', async () => {
  const { pager, send } = await openPager();
  const trigger = { event_action: 'trigger', dedup_key: 'in-1/down', payload };
  expect(await send(trigger)).toEqual({
    status: 202,
    body: { status: 'success', message: 'Event processed', dedup_key: 'in-1/down' },
  });
  await send(trigger);
  await send({ event_action: 'resolve', dedup_key: 'in-1/down' });
  await send(trigger);
  expect(pager.alerts().map(({ state, triggers }) => [state, triggers])).toEqual([
    ['resolved', 2],
    ['open', 1],
  ]);
});

test.each([
  [
    'another service',
    { routing_key: 'x', event_action: 'resolve', dedup_key: 'k' },
    "'routing_key' is unknown",
  ],
  ['no key', { event_action: 'trigger', payload }, 'dedup_key'],
  [
    'no such severity',
    { event_action: 'trigger', dedup_key: 'k', payload: { ...payload, severity: 'bad' } },
    'severity',
  ],
  [
    'a summary too long',
    { event_action: 'trigger', dedup_key: 'k', payload: { ...payload, summary: 'x'.repeat(1025) } },
    'summary',
  ],
])('not an event: %s', async (_what, event, why) => {
  const { pager, send } = await openPager();
  const { status, body } = await send(event);
  expect(status).toBe(400);
  expect(JSON.stringify(body)).toContain(why);
  expect(pager.alerts()).toEqual([]);
  expect(pager.refused()).toHaveLength(1);
});
