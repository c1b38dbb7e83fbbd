/** What the front door answered, or why nobody did. */
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openSmoke, type SmokeOptions } from '../../src/http/smoke.ts';
import type { SmokeResult } from '../../src/ports.ts';
import { answer, closedPort, type RawServer, rawServer } from '../heroku/raw-server.ts';
import { selfSigned } from '../heroku/self-signed.ts';

const servers: RawServer[] = [];

async function serve(...parameters: Parameters<typeof rawServer>): Promise<RawServer> {
  const server = await rawServer(...parameters);
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

function smokeAt(url: string, changes: Partial<SmokeOptions> = {}): Promise<SmokeResult> {
  const targetFor = () => ({ url, headers: { 'cf-access-client-secret': 'canary-header' } });
  const smoke = openSmoke({
    targetFor,
    allowLoopback: true,
    log: { info() {} },
    deadlineMs: 1_000,
    ...changes,
  });
  return smoke.check('raxx-api-prod');
}

const ok = { kind: 'answered', status: 200, cached: false, originGuard: false };

it('asks for the configured page, uncached, with the configured headers', async () => {
  const server = await serve((_hit, socket) => socket.write(answer(200, 'ok')));
  expect(await smokeAt(`${server.url}/api/system/status?full=1`)).toEqual(ok);
  expect(server.hits).toMatchObject([
    {
      method: 'GET',
      path: '/api/system/status?full=1',
      headers: { 'cache-control': 'no-cache, no-store', 'cf-access-client-secret': 'canary-header' },
    },
  ]);
});

describe('answered', () => {
  it.each<[string, string, object]>([
    ['503', answer(503, 'down'), { status: 503 }],
    ['a hit of the CDN', answer(200, 'ok', { 'cf-cache-status': 'HIT' }), { cached: true }],
    ['a stale copy', answer(200, 'ok', { 'CF-Cache-Status': 'stale' }), { cached: true }],
    ['an aged copy', answer(200, 'ok', { age: '3' }), { cached: true }],
    ['a miss of the CDN', answer(200, 'ok', { 'cf-cache-status': 'MISS', age: '0' }), {}],
    ['a page the CDN never keeps', answer(200, 'ok', { 'cf-cache-status': 'DYNAMIC' }), {}],
    ['the origin guard', answer(403, { error: 'direct_origin_blocked' }), { status: 403, originGuard: true }],
    ['any other 403', answer(403, { error: 'forbidden' }), { status: 403 }],
    ['a 200 that quotes the guard', answer(200, 'direct_origin_blocked'), {}],
  ])('%s', async (_name, bytes, difference) => {
    const server = await serve((_hit, socket) => socket.write(bytes));
    expect(await smokeAt(server.url)).toEqual({ ...ok, ...difference });
    expect(server.hits).toHaveLength(1);
  });

  it('a redirect, which is not followed', async () => {
    const canary = await serve((_hit, socket) => socket.write(answer(200, 'ok')));
    const server = await serve((_hit, socket) => socket.write(answer(302, '', { location: canary.url })));
    expect(await smokeAt(server.url)).toEqual({ ...ok, status: 302 });
    expect(canary.connections()).toBe(0);
  });

  it('an endless page, of which 64 KiB are enough', async () => {
    let sent = 0;
    const server = await serve((_hit, socket) => {
      const pour = () => {
        if (socket.destroyed) return;
        sent += 65_536;
        socket.write(Buffer.alloc(65_536), pour);
      };
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n');
      pour();
    });
    expect(await smokeAt(server.url)).toEqual(ok);
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });
});

describe('unreachable', () => {
  it.each<[string, string, (socket: Socket) => void]>([
    ['silence', 'slow', () => {}],
    [
      'a page dripped for ever',
      'slow',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 60000\r\n\r\n');
        const drip = setInterval(() => socket.write('x'), 10);
        socket.on('close', () => clearInterval(drip));
      },
    ],
    ['a reset', 'broken', (socket) => socket.resetAndDestroy()],
    ['a page cut short', 'broken', (socket) => socket.end(answer(200, 'everything is fine').slice(0, -4))],
    ['not HTTP', 'broken', (socket) => socket.end('hello\r\n\r\n')],
    [
      'an upgrade',
      'broken',
      (socket) => socket.end('HTTP/1.1 101 X\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
    ],
  ])('%s', async (_name, why, act) => {
    const server = await serve((_hit, socket) => act(socket));
    expect(await smokeAt(server.url, { deadlineMs: 300 })).toEqual({ kind: 'unreachable', why });
  });

  it('a closed port', async () => {
    expect(await smokeAt(`http://127.0.0.1:${await closedPort()}/`)).toEqual({
      kind: 'unreachable',
      why: 'refused',
    });
  });

  it('a name that does not resolve, or not in time', async () => {
    const failing = { resolve: () => Promise.reject(new Error('ENOTFOUND')) };
    expect(await smokeAt('https://status.example/', failing)).toEqual({ kind: 'unreachable', why: 'dns' });
    const empty = { resolve: async () => [] };
    expect(await smokeAt('https://status.example/', empty)).toEqual({ kind: 'unreachable', why: 'dns' });
    const never = { resolve: () => new Promise<never>(() => {}), deadlineMs: 50 };
    expect(await smokeAt('https://status.example/', never)).toEqual({ kind: 'unreachable', why: 'slow' });
  });
});

describe('TLS', () => {
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }] as const;

  it('is trusted for the name asked for', async () => {
    const certificate = selfSigned(['status.example']);
    const server = await serve((_hit, socket) => socket.write(answer(200, 'ok')), { tls: certificate });
    const url = `https://status.example:${server.port}/`;
    expect(await smokeAt(url, { resolve, ca: certificate.cert })).toEqual(ok);
    expect(server.hits[0]?.headers['host']).toBe(`status.example:${server.port}`);
  });

  it('is not, for another name, from an unknown authority or where it is not spoken; nothing is sent', async () => {
    const certificate = selfSigned(['other.example']);
    const server = await serve((_hit, socket) => socket.write(answer(200, 'ok')), { tls: certificate });
    const url = `https://status.example:${server.port}/`;
    const plain = await serve(() => {}, { greet: (socket) => socket.end('220 mail\r\n') });
    const results = [
      await smokeAt(url, { resolve, ca: certificate.cert }),
      await smokeAt(url, { resolve }),
      await smokeAt(`https://status.example:${plain.port}/`, { resolve }),
    ];
    expect(results).toEqual(results.map(() => ({ kind: 'unreachable', why: 'tls' })));
    expect(server.hits).toHaveLength(0);
  });
});

it('logs the outcome, and neither headers nor page', async () => {
  const lines: unknown[] = [];
  const server = await serve((_hit, socket) => socket.write(answer(500, 'canary-page')));
  await smokeAt(`${server.url}/?key=canary-query`, {
    log: { info: (...parameters) => lines.push(parameters) },
  });
  const text = JSON.stringify(lines);
  expect(text).toContain('"status":500');
  expect(text).not.toContain('canary');
});
