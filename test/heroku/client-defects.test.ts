/** Each defect of heroku-client 3.1.4 listed in facts/heroku.md section 4, by its number there. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { answer, closedPort, type RawServer, rawServer } from './raw-server.ts';
import { freeBudget, herokuAt, ROLLED_BACK, routine, TARGET_ID, vendorRelease } from './vendor-answers.ts';

const APP = 'raxx-api-prod';
const servers: RawServer[] = [];

async function serve(...parameters: Parameters<typeof rawServer>): Promise<RawServer> {
  const server = await rawServer(...parameters);
  servers.push(server);
  return server;
}

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** Only these two: sockets keep real time. With none left pending, nothing can be sent later. */
function holdTimers() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
}

describe('1: a timed-out POST is not sent again behind the caller', () => {
  it('reaches the server once and leaves nothing scheduled', async () => {
    const server = await serve(() => {});
    holdTimers();
    const sent = herokuAt(server.url).rollBack(APP, TARGET_ID);
    await server.hit(1);
    vi.advanceTimersByTime(20_000);
    expect(await sent).toMatchObject({ kind: 'lost', why: 'deadline' });
    expect(vi.getTimerCount()).toBe(0);
    expect(server.hits).toHaveLength(1);
  });
});

describe('2: a broken connection is no reason to send a POST again', () => {
  it('is reported once the server has acted and hung up', async () => {
    const server = await serve((_hit, socket) => socket.resetAndDestroy());
    holdTimers();
    expect(await herokuAt(server.url).rollBack(APP, TARGET_ID)).toMatchObject({ kind: 'lost', why: 'reset' });
    expect(vi.getTimerCount()).toBe(0);
    expect(server.hits).toHaveLength(1);
  });

  it('is reported at once when nobody listens', async () => {
    const port = await closedPort();
    holdTimers();
    const sent = await herokuAt(`http://127.0.0.1:${port}`).rollBack(APP, TARGET_ID);
    expect(sent).toEqual({ kind: 'never-connected', why: 'refused' });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('3: a body that does not come to its end', () => {
  const whole = answer(201, ROLLED_BACK, { 'request-id': 'srv-1' });

  it('is lost when the connection is closed in the middle', async () => {
    const server = await serve((_hit, socket) => socket.end(whole.slice(0, -40)));
    const sent = await herokuAt(server.url).rollBack(APP, TARGET_ID);
    expect(sent).toEqual({ kind: 'lost', why: 'cut', requestId: 'srv-1' });
    expect(server.hits).toHaveLength(1);
  });

  it('is lost at the deadline when the connection stays half open', async () => {
    const server = await serve((_hit, socket) => socket.write(whole.slice(0, -40)));
    const sent = await herokuAt(server.url, { sendDeadlineMs: 150 }).rollBack(APP, TARGET_ID);
    expect(sent).toEqual({ kind: 'lost', why: 'deadline', requestId: 'srv-1' });
  });
});

it('4: a 304 is a plain failure, for a read and for the POST', async () => {
  const server = await serve((_hit, socket) => socket.write('HTTP/1.1 304 Not Modified\r\n\r\n'));
  const heroku = herokuAt(server.url);
  expect(await heroku.dynos(APP, routine)).toEqual({ ok: false, why: 'malformed' });
  expect(await heroku.rollBack(APP, TARGET_ID)).toMatchObject({
    kind: 'answered',
    status: 304,
    release: null,
  });
});

it('5: the deadline counts in all, however busily the server drips', async () => {
  const server = await serve((_hit, socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n');
    const drip = setInterval(() => socket.write(' '), 10);
    socket.on('close', () => clearInterval(drip));
  });
  const read = await herokuAt(server.url).dynos(APP, { purpose: 'routine', deadlineMs: 200 });
  expect(read).toEqual({ ok: false, why: 'slow' });
});

it('6: status, error id, request id and rate-limit headers survive a refusal', async () => {
  const headers = { 'request-id': 'srv-9,ours', 'ratelimit-remaining': '17', 'retry-after': '45' };
  const server = await serve((_hit, socket) =>
    socket.write(answer(429, { id: 'rate_limit', message: 'no' }, headers)),
  );
  const seen: unknown[] = [];
  const budget = {
    ...freeBudget,
    saw: async (told: { status: number; remaining: number | null; retryAfter: number | null }) => {
      seen.push([told.status, told.remaining, told.retryAfter]);
    },
  };
  expect(await herokuAt(server.url, { budget }).rollBack(APP, TARGET_ID)).toEqual({
    kind: 'answered',
    status: 429,
    release: null,
    errorId: 'rate_limit',
    requestId: 'srv-9,ours',
  });
  expect(seen).toEqual([[429, 17, 45]]);
});

describe('7: lists', () => {
  it('are asked newest first and only so long, and the next page is not followed', async () => {
    const page = [vendorRelease(85), vendorRelease(84)];
    const server = await serve((_hit, socket) =>
      socket.write(answer(206, page, { 'next-range': ']84..; order=desc,max=2' })),
    );
    const read = await herokuAt(server.url).releases(APP, 2, routine);
    expect(read.ok && read.value.map(({ version }) => version)).toEqual([85, 84]);
    expect(server.hits.map(({ headers }) => headers['range'])).toEqual(['version ..; order=desc,max=2']);
  });

  it.each([
    ['oldest first', [84, 85]],
    ['longer than asked', [86, 85, 84]],
  ])('are not believed when they come %s', async (_name, versions) => {
    const server = await serve((_hit, socket) =>
      socket.write(
        answer(
          200,
          versions.map((n) => vendorRelease(n)),
        ),
      ),
    );
    expect(await herokuAt(server.url).releases(APP, 2, routine)).toEqual({ ok: false, why: 'malformed' });
  });

  it('are not believed when part of the dynos is missing', async () => {
    const server = await serve((_hit, socket) => socket.write(answer(206, [], { 'next-range': 'id x..' })));
    expect(await herokuAt(server.url).dynos(APP, routine)).toEqual({ ok: false, why: 'malformed' });
  });
});

it('8: reads share a connection, and the POST has one of its own', async () => {
  const server = await serve((hit, socket) =>
    socket.write(hit.method === 'GET' ? answer(200, []) : answer(201, ROLLED_BACK)),
  );
  const heroku = herokuAt(server.url);
  for (let n = 0; n < 10; n++) expect(await heroku.dynos(APP, routine)).toEqual({ ok: true, value: [] });
  expect(server.connections()).toBe(1);
  expect(await heroku.rollBack(APP, TARGET_ID)).toMatchObject({ status: 201 });
  expect(server.connections()).toBe(2);
});

it('9: the certificate directory is not read again for each request', async () => {
  const server = await serve((_hit, socket) => socket.write(answer(200, [])));
  const heroku = herokuAt(server.url);
  vi.stubEnv('SSL_CERT_DIR', '/nowhere/reading-this-throws');
  try {
    expect(await heroku.dynos(APP, routine)).toEqual({ ok: true, value: [] });
  } finally {
    vi.unstubAllEnvs();
  }
});

it('10: a character split between two packets arrives whole', async () => {
  const description = 'Zurück zu v84 – 🚑';
  const bytes = Buffer.from(answer(200, vendorRelease(84, { description })));
  const cut = bytes.indexOf(Buffer.from('🚑')) + 2;
  const server = await serve((_hit, socket) => {
    socket.setNoDelay(true);
    socket.write(bytes.subarray(0, cut), () => setImmediate(() => socket.write(bytes.subarray(cut))));
  });
  const read = await herokuAt(server.url).release(APP, 84, routine);
  expect(read).toMatchObject({ ok: true, value: { description } });
});

it('a description of any length is one that a message can hold', async () => {
  const server = await serve((_hit, socket) => {
    socket.end(answer(200, vendorRelease(84, { description: 'Set '.repeat(9_000) })));
  });
  const read = await herokuAt(server.url).release(APP, 84, routine);
  expect(read).toMatchObject({ ok: true, value: { description: 'Set '.repeat(250) } });
});

// 11, bodies on standard error, is in secrets.test.ts.

it('12: a single thing is asked for without any Range', async () => {
  const server = await serve((hit, socket) =>
    socket.write(hit.method === 'GET' ? answer(200, vendorRelease(84)) : answer(201, ROLLED_BACK)),
  );
  const heroku = herokuAt(server.url);
  await heroku.release(APP, 84, routine);
  await heroku.rollBack(APP, TARGET_ID);
  expect(server.hits.map(({ headers }) => headers['range'])).toEqual([undefined, undefined]);
});

describe('13: a success without JSON keeps its status', () => {
  it.each([
    ['an empty 202', answer(202, '')],
    ['an HTML 200', answer(200, '<html>', { 'content-type': 'text/html' })],
  ])('%s', async (_name, bytes) => {
    const server = await serve((_hit, socket) => socket.write(bytes));
    const heroku = herokuAt(server.url);
    const status = Number(bytes.split(' ')[1]);
    expect(await heroku.rollBack(APP, TARGET_ID)).toMatchObject({ kind: 'answered', status, release: null });
    expect(await heroku.dynos(APP, routine)).toEqual({ ok: false, why: 'malformed' });
  });
});
