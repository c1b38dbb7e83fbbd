/** What one POST came to, as facts. "Never connected" is said only when the server cannot have seen a byte. */
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { answer, closedPort, type RawServer, rawServer } from './raw-server.ts';
import { selfSigned } from './self-signed.ts';
import { herokuAt, ROLLED_BACK, TARGET_ID, vendorRelease } from './vendor-answers.ts';

const APP = 'raxx-api-prod';
const servers: RawServer[] = [];

async function serve(...parameters: Parameters<typeof rawServer>): Promise<RawServer> {
  const server = await rawServer(...parameters);
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

it('posts the release id once, as the account of the app, and gives the release back', async () => {
  const server = await serve((_hit, socket) =>
    socket.write(answer(201, ROLLED_BACK, { 'request-id': 'r1' })),
  );
  const tokenFor = (app: string | null) => `token-of-${app}`;
  const sent = await herokuAt(server.url, { tokenFor }).rollBack(APP, TARGET_ID);
  expect(sent).toMatchObject({
    kind: 'answered',
    status: 201,
    release: {
      version: 86,
      description: 'Rollback to v84',
      status: 'pending',
      createdAt: new Date('2026-05-14T21:24:25Z'),
    },
    errorId: null,
    requestId: 'r1',
  });
  expect(server.hits).toMatchObject([
    {
      method: 'POST',
      path: '/apps/raxx-api-prod/releases',
      body: JSON.stringify({ release: TARGET_ID }),
      headers: {
        authorization: 'Bearer token-of-raxx-api-prod',
        accept: 'application/vnd.heroku+json; version=3',
        connection: 'close',
      },
    },
  ]);
});

describe('never connected', () => {
  it('when the port is closed', async () => {
    const heroku = herokuAt(`http://127.0.0.1:${await closedPort()}`);
    expect(await heroku.rollBack(APP, TARGET_ID)).toEqual({ kind: 'never-connected', why: 'refused' });
  });

  it('when TLS is not spoken there', async () => {
    const server = await serve(() => {}, { greet: (socket) => socket.end('220 mail ready\r\n') });
    const heroku = herokuAt(server.url.replace('http:', 'https:'));
    expect(await heroku.rollBack(APP, TARGET_ID)).toEqual({ kind: 'never-connected', why: 'tls' });
  });

  it('when the certificate is not trusted: it never sees the request', async () => {
    const server = await serve((_hit, socket) => socket.write(answer(201, ROLLED_BACK)), {
      tls: selfSigned([]),
    });
    expect(await herokuAt(server.url).rollBack(APP, TARGET_ID)).toEqual({
      kind: 'never-connected',
      why: 'tls',
    });
    expect(server.hits).toHaveLength(0);
  });

  it('when the TLS handshake hangs, and nothing is sent once it would go on', async () => {
    const received: Buffer[] = [];
    const server = await serve(() => {}, {
      greet: (socket) => socket.on('data', (chunk) => received.push(chunk)),
    });
    const heroku = herokuAt(server.url.replace('http:', 'https:'), { connectMs: 100 });
    expect(await heroku.rollBack(APP, TARGET_ID)).toEqual({
      kind: 'never-connected',
      why: 'connect-timeout',
    });
    // A client hello, and nothing of ours.
    expect(Buffer.concat(received).includes(TARGET_ID)).toBe(false);
  });

  it('when the deadline passes while connecting', async () => {
    const server = await serve(() => {});
    const heroku = herokuAt(server.url.replace('http:', 'https:'), { sendDeadlineMs: 100 });
    expect(await heroku.rollBack(APP, TARGET_ID)).toEqual({ kind: 'never-connected', why: 'deadline' });
  });

  it('when our own budget says no', async () => {
    const server = await serve((_hit, socket) => socket.write(answer(201, ROLLED_BACK)));
    const budget = { take: async () => ({ kind: 'spent' }) as const, saw: async () => {} };
    const sent = await herokuAt(server.url, { budget }).rollBack(APP, TARGET_ID);
    expect(sent).toEqual({ kind: 'never-connected', why: 'budget' });
    expect(server.connections()).toBe(0);
  });
});

const whole = answer(201, ROLLED_BACK);

describe('lost', () => {
  it.each<[string, string, (socket: Socket) => void]>([
    ['a reset instead of an answer', 'reset', (socket) => socket.resetAndDestroy()],
    ['a hang-up instead of an answer', 'reset', (socket) => socket.end()],
    ['silence', 'deadline', () => {}],
    ['headers and then silence', 'deadline', (socket) => socket.write(whole.slice(0, 60))],
    ['a body cut short', 'cut', (socket) => socket.end(whole.slice(0, -5))],
    [
      'a refusal cut short',
      'cut',
      (socket) => socket.end(answer(422, { id: 'invalid_params' }).slice(0, -5)),
    ],
    ['bytes that are not HTTP', 'reset', (socket) => socket.end('hello\r\n\r\n')],
  ])('%s', async (_name, why, act) => {
    const server = await serve((_hit, socket) => act(socket));
    const sent = await herokuAt(server.url, { sendDeadlineMs: 300 }).rollBack(APP, TARGET_ID);
    expect(sent).toMatchObject({ kind: 'lost', why, requestId: server.hits[0]?.headers['request-id'] });
    expect(server.hits).toHaveLength(1);
  });

  it('a body without end: given up at the cap, the connection closed', async () => {
    let sent = 0;
    let closed: () => void = () => {};
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const server = await serve((_hit, socket) => {
      const block = Buffer.alloc(64 * 1024, ' ');
      socket.on('close', closed);
      socket.write(
        'HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 1073741824\r\n\r\n',
      );
      const pour = () => {
        if (socket.destroyed) return;
        sent += block.length;
        socket.write(block, pour);
      };
      pour();
    });
    expect(await herokuAt(server.url).rollBack(APP, TARGET_ID)).toMatchObject({
      kind: 'lost',
      why: 'too-large',
    });
    await gone;
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });
});

describe('answered, and not a release', () => {
  it.each<[string, string]>([
    ['an HTML 200', answer(200, '<h1>Welcome</h1>', { 'content-type': 'text/html' })],
    ['truncated JSON of the right length', answer(201, JSON.stringify(ROLLED_BACK).slice(0, -9))],
    ['JSON that says it is text', answer(201, ROLLED_BACK, { 'content-type': 'text/plain' })],
    ['a list', answer(201, [ROLLED_BACK])],
    ['a release without a version', answer(201, vendorRelease(86, { version: null }))],
    ['a status nobody knows', answer(201, vendorRelease(86, { status: 'promoted' }))],
    ['a version as text', answer(201, vendorRelease(86, { version: '86' }))],
    ['an empty 204', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ])('%s', async (_name, bytes) => {
    const server = await serve((_hit, socket) => socket.write(bytes));
    const sent = await herokuAt(server.url).rollBack(APP, TARGET_ID);
    expect(sent).toMatchObject({ kind: 'answered', release: null, errorId: null });
    expect(server.hits).toHaveLength(1);
  });

  it('a redirect, which is not followed', async () => {
    const canary = await serve((_hit, socket) => socket.write(whole));
    const server = await serve((_hit, socket) =>
      socket.write(answer(307, '', { location: `${canary.url}/apps/${APP}/releases` })),
    );
    expect(await herokuAt(server.url).rollBack(APP, TARGET_ID)).toMatchObject({
      kind: 'answered',
      status: 307,
    });
    expect(canary.connections()).toBe(0);
  });
});

describe('answered with a refusal', () => {
  it.each([
    [400, 'bad_request'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [409, 'conflict'],
    [422, 'invalid_params'],
    [429, 'rate_limit'],
    [500, 'internal_server_error'],
    [503, 'maintenance'],
  ])('%i %s keeps status and error id, and is sent once', async (status, id) => {
    const server = await serve((_hit, socket) => socket.write(answer(status, { id, message: 'words' })));
    const sent = await herokuAt(server.url).rollBack(APP, TARGET_ID);
    expect(sent).toMatchObject({ kind: 'answered', status, release: null, errorId: id });
    expect(server.hits).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['HTML of something in between', answer(403, '<h1>Blocked</h1>', { 'content-type': 'text/html' })],
    ['an id that is a sentence', answer(403, { id: 'Not <allowed>' })],
    ['no id', answer(403, { message: 'forbidden' })],
  ])('%s carries no error id', async (_name, bytes) => {
    const server = await serve((_hit, socket) => socket.write(bytes));
    const sent = await herokuAt(server.url).rollBack(APP, TARGET_ID);
    expect(sent).toMatchObject({ kind: 'answered', status: 403, errorId: null });
  });
});

it('keeps only the characters of ids in a request id, and not many', async () => {
  const header = `0b5e-11,9c <@U1> "x" ${'y'.repeat(500)}`;
  const server = await serve((_hit, socket) => socket.write(answer(500, {}, { 'request-id': header })));
  const sent = await herokuAt(server.url).rollBack(APP, TARGET_ID);
  expect(sent).toMatchObject({ requestId: `0b5e-11,9cU1x${'y'.repeat(187)}` });
});

it('refuses to be opened where the token would travel in the clear', () => {
  expect(() => herokuAt('http://api.heroku.com')).toThrow('https only');
});
