import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type SlackWorld, startSlack } from '../../../rehearsal/slack/start.ts';
import { startHttpApp, startSocketApp } from './small-app.ts';

let world: SlackWorld;
const closers: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  world = await startSlack({ ackLimitMs: 500 });
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await world.stop();
});

test('Bolt takes our signature and refuses it under another secret', async () => {
  const app = await startHttpApp(world, (bolt) => bolt.command('/rollback', ({ ack }) => ack()));
  closers.push(app.stop);
  const { delivery } = await world.as('ana').slash('ops', '/rollback api');
  expect(delivery).toMatchObject({ transport: 'http', outcome: 'acknowledged', status: 200 });

  const stranger = await startSlack();
  closers.push(stranger.stop);
  stranger.connect({ requestUrl: world.requestUrl() });
  const ana = stranger.as('ana');
  expect((await ana.slash('ops', '/rollback api')).delivery).toMatchObject({
    outcome: 'refused',
    status: 401,
  });
  expect(ana.notices()).toEqual(['/rollback failed with the error "http_client_error"']);
});

test.each([
  [500, '/rollback failed with the error "http_service_error"'],
  [404, '/rollback failed with the error "http_client_error"'],
])('an app that answers %i', async (status, notice) => {
  const server = createServer((_request, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  world.connect({ requestUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
  await world.as('ana').slash('ops', '/rollback api');
  expect(world.as('ana').notices()).toEqual([notice]);
  expect(world.as('bo').notices()).toEqual([]);
});

test('a stranger at the Socket Mode door, with what is no address, is shown out', async () => {
  const { host } = new URL(world.apiUrl);
  for (const path of ['//', '/link/', '/link/?ticket=1']) {
    const socket = new WebSocket(`ws://${host}${path}`);
    await expect(once(socket, 'open')).rejects.toThrow();
  }
  expect(world.openSockets()).toBe(0);
});

test('nobody is connected', async () => {
  await world.as('ana').slash('ops', '/rollback api');
  expect(world.as('ana').notices()).toEqual(['/rollback failed with the error "dispatch_failed"']);
});

test('the very same delivery can be sent again, over either transport', async () => {
  const texts: string[] = [];
  const register = (bolt: Parameters<Parameters<typeof startHttpApp>[1]>[0]) =>
    bolt.command('/rollback', async ({ ack, body }) => {
      texts.push(body.trigger_id);
      await ack();
    });
  const http = await startHttpApp(world, register);
  closers.push(http.stop);
  const first = await world.as('ana').slash('ops', '/rollback api');
  if (first.delivery !== null) await world.deliverAgain(first.delivery);
  world.connect({ requestUrl: null });
  const socket = await startSocketApp(world, register);
  closers.push(socket.stop);
  const second = await world.as('ana').slash('ops', '/rollback api');
  if (second.delivery !== null) await world.deliverAgain(second.delivery);
  expect(texts.length).toBe(4);
  expect(new Set(texts).size).toBe(2);
  expect(world.journal.deliveries.map((each) => each.transport)).toEqual([
    'http',
    'http',
    'socket',
    'socket',
  ]);
});

test.each(['refreshSockets', 'dropSockets'] as const)(
  'after %s the app comes back by itself',
  async (cut) => {
    const app = await startSocketApp(world, (bolt) => bolt.command('/rollback', ({ ack }) => ack()));
    closers.push(app.stop);
    world[cut]();
    expect(world.openSockets()).toBe(0);
    await world.until(() => world.openSockets() > 0, 5_000);
    expect((await world.as('ana').slash('ops', '/rollback api')).notice).toBeNull();
    const opens = world.journal.calls.filter((call) => call.method === 'apps.connections.open');
    expect(opens.length).toBe(2);
  },
);

test('a person with an old screen can tap a button that has gone; saying no to its confirmation sends nothing', async () => {
  const taps: string[] = [];
  const app = await startHttpApp(world, (bolt) =>
    bolt.action('again', async ({ ack, body, action }) => {
      if (body.type === 'block_actions' && action.type === 'button')
        taps.push(`${body.user.id} ${action.value}`);
      await ack();
    }),
  );
  closers.push(app.stop);
  const confirm = { text: { type: 'plain_text' as const, text: 'Really?' } };
  const elements = [
    {
      type: 'button' as const,
      action_id: 'again',
      value: 'op_1',
      text: { type: 'plain_text' as const, text: 'Send once more' },
      confirm,
    },
  ];
  const channel = 'C0RAXX00OPS';
  const posted = await app.app.client.chat.postMessage({
    channel,
    text: 'Unclear',
    blocks: [{ type: 'actions', elements }],
  });
  const kim = world.as('kim');
  const card = await world.until(() => kim.find('ops', /Send once more/), 1_000);
  await app.app.client.chat.update({ channel, ts: posted.ts ?? '', text: 'Closed', blocks: [] });
  await kim.tap(card, 'again', { confirm: false });
  expect(taps).toEqual([]);
  await kim.tap(card, 'again');
  expect(taps).toEqual([`${kim.id} op_1`]);
});
