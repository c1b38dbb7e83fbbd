import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { until } from '../../rehearsal/slack/until.ts';
import { type HttpServer, httpServer, type Routes } from '../../src/http/server.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const started: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.stop(0)));
});

async function serve(routes: Routes, maxConnections?: number) {
  const server = httpServer({ routes, log, ...(maxConnections === undefined ? {} : { maxConnections }) });
  started.push(server);
  const port = await server.listen(0, '127.0.0.1');
  return { server, port, url: `http://127.0.0.1:${port}` };
}

const ROUTES: Routes = {
  'GET /health': async () => ({ status: 200, body: 'alive' }),
  'GET /locks/:app': async ({ params, query }) => ({
    status: 423,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...params, commit: query.get('commit') }),
  }),
  'POST /echo': async ({ body }) => {
    const bytes = await body(10);
    return bytes === null ? { status: 413 } : { status: 200, body: bytes.toString('hex') };
  },
  'POST /fault': async () => {
    throw new Error('the details');
  },
};

test('requests find their route by method and path', async () => {
  const { url } = await serve(ROUTES);
  expect(await (await fetch(`${url}/health?x=1`)).text()).toBe('alive');
  const lock = await fetch(`${url}/locks/raxx%2Dapi?commit=abc`);
  expect([lock.status, await lock.json()]).toEqual([423, { app: 'raxx-api', commit: 'abc' }]);
  const elsewhere = ['/healthy', '/health/', '/locks', '/locks/', '/locks/a/b', '/locks/%zz', '/__proto__'];
  const missing = await Promise.all(elsewhere.map((path) => fetch(url + path)));
  expect(missing.map((each) => each.status)).toEqual(elsewhere.map(() => 404));
  const wrong = await fetch(`${url}/health`, { method: 'POST' });
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET']);
});

test('a body arrives as it was sent, up to its limit', async () => {
  const { url, port } = await serve(ROUTES);
  const post = (body: Uint8Array<ArrayBuffer>) => fetch(`${url}/echo`, { method: 'POST', body });
  expect(await (await post(new Uint8Array([0, 255, 10]))).text()).toBe('00ff0a');
  expect((await post(new Uint8Array(10))).status).toBe(200);
  expect((await post(new Uint8Array(11))).status).toBe(413);
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n${'x'.repeat(255)}`,
  );
  expect(await answerOf(socket)).toMatch(/^HTTP\/1.1 413 [\s\S]*connection: close/i);
});

test('a handler that fails answers 500 without details, and the server lives', async () => {
  const { url } = await serve(ROUTES);
  const answer = await fetch(`${url}/fault`, { method: 'POST' });
  expect([answer.status, await answer.text()]).toEqual([500, '']);
  expect((await fetch(`${url}/health`)).status).toBe(200);
});

test('a sender that goes away halfway, or speaks no HTTP, harms nobody', async () => {
  const { url, port } = await serve(ROUTES);
  const half = connect(port, '127.0.0.1');
  half.write('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab');
  await once(half, 'connect');
  half.destroy();
  const babble = connect(port, '127.0.0.1');
  babble.write('\0\0\0 nonsense\r\n\r\n');
  expect(await answerOf(babble)).toMatch(/^HTTP\/1.1 400 /);
  expect((await fetch(`${url}/health`)).status).toBe(200);
});

test('connections above the cap are closed at once', async () => {
  const { port } = await serve(ROUTES, 2);
  const kept = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
  await Promise.all(kept.map((each) => once(each, 'connect')));
  const third = connect(port, '127.0.0.1');
  third.on('error', () => undefined);
  await once(third, 'close');
  expect(kept.map((each) => each.destroyed)).toEqual([false, false]);
  for (const each of kept) each.destroy();
});

test('stopping waits for the request in hand, then cuts off what does not end', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let inHand = 0;
  const routes: Routes = {
    'GET /held': async () => {
      inHand += 1;
      await held;
      return { status: 200, body: 'done' };
    },
    'GET /never': () => {
      inHand += 1;
      return new Promise(() => {});
    },
  };
  const first = await serve(routes);
  const answer = fetch(`${first.url}/held`);
  await until(() => inHand === 1, 3_000);
  const stopped = first.server.stop(10_000);
  await expect(fetch(`${first.url}/held`)).rejects.toThrow();
  release();
  expect(await (await answer).text()).toBe('done');
  await stopped;

  const second = await serve(routes);
  const cut = expect(fetch(`${second.url}/never`)).rejects.toThrow();
  await until(() => inHand === 2, 3_000);
  await second.server.stop(50);
  await cut;
});

test('a port that is taken is told', async () => {
  const { port } = await serve(ROUTES);
  const other = httpServer({ routes: ROUTES, log });
  await expect(other.listen(port, '127.0.0.1')).rejects.toThrow('EADDRINUSE');
});

async function answerOf(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}
