/** Reads: tried again where that can help, and every failure a value. */
import { afterEach, describe, expect, it } from 'vitest';
import { answer, closedPort, type RawServer, rawServer } from './raw-server.ts';
import { freeBudget, herokuAt, routine, vendorRelease } from './vendor-answers.ts';

const APP = 'raxx-api-prod';
const servers: RawServer[] = [];

/** Answers the nth request with the nth act, the last one for ever. */
async function serve(...acts: readonly (string | 'reset')[]): Promise<RawServer> {
  const server = await rawServer((hit, socket) => {
    const act = acts[Math.min(hit.n, acts.length) - 1] ?? '';
    if (act === 'reset') socket.resetAndDestroy();
    else socket.write(act);
  });
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const html = { 'content-type': 'text/html' };

it.each<[string, string, string]>([
  ['401', answer(401, { id: 'unauthorized' }), 'unauthorized'],
  ['402 of an account in arrears', answer(402, { id: 'delinquent' }), 'forbidden'],
  ['403', answer(403, { id: 'forbidden' }), 'forbidden'],
  ['404', answer(404, { id: 'not_found' }), 'not-found'],
  ['410', answer(410, { id: 'gone' }), 'not-found'],
  ['404 that is not Heroku speaking', answer(404, '<h1>Nothing here</h1>', html), 'malformed'],
  ['403 that is not Heroku speaking', answer(403, '<h1>Blocked</h1>', html), 'malformed'],
  ['422', answer(422, { id: 'invalid_params' }), 'malformed'],
  ['a redirect', answer(302, '', { location: 'http://127.0.0.1:1/' }), 'malformed'],
  ['429 without a time to wait', answer(429, { id: 'rate_limit' }), 'rate-limited'],
  ['a truncated list', answer(200, '[{"id":'), 'malformed'],
  [
    'a state nobody knows',
    answer(200, [{ id: 'd', name: 'web.1', type: 'web', state: 'zombie' }]),
    'malformed',
  ],
])('%s is said after one request', async (_name, bytes, why) => {
  const server = await serve(bytes);
  expect(await herokuAt(server.url).dynos(APP, routine)).toEqual({ ok: false, why });
  expect(server.hits).toHaveLength(1);
});

describe('tries again', () => {
  it('after resets and server errors', async () => {
    const server = await serve('reset', answer(503, 'no'), answer(500, '{}'), answer(200, []));
    expect(await herokuAt(server.url).dynos(APP, routine)).toEqual({ ok: true, value: [] });
    expect(server.hits).toHaveLength(4);
  });

  it('three times, then says down', async () => {
    const server = await serve('reset');
    expect(await herokuAt(server.url).dynos(APP, routine)).toEqual({ ok: false, why: 'down' });
    expect(server.hits).toHaveLength(4);
  });

  it('after a 429 that says to wait a second', async () => {
    const limited = answer(429, { id: 'rate_limit' }, { 'retry-after': '1' });
    const server = await serve(limited, answer(200, []));
    expect(await herokuAt(server.url).dynos(APP, routine)).toEqual({ ok: true, value: [] });
    expect(server.hits).toHaveLength(2);
  });

  it('never beyond the deadline', async () => {
    const server = await serve('reset');
    const read = await herokuAt(server.url).dynos(APP, { purpose: 'routine', deadlineMs: 50 });
    expect(read).toEqual({ ok: false, why: 'down' });
    expect(server.hits).toHaveLength(1);
  });
});

it('says slow when nothing comes', async () => {
  const server = await serve('');
  const read = await herokuAt(server.url).dynos(APP, { purpose: 'routine', deadlineMs: 100 });
  expect(read).toEqual({ ok: false, why: 'slow' });
});

it('says down when nobody listens', async () => {
  const heroku = herokuAt(`http://127.0.0.1:${await closedPort()}`);
  expect(await heroku.dynos(APP, routine)).toEqual({ ok: false, why: 'down' });
});

describe('the budget', () => {
  it.each([
    [{ kind: 'spent' } as const, 'budget-spent'],
    [{ kind: 'paused', ms: 60_000 } as const, 'rate-limited'],
  ])('%j sends nothing', async (grant, why) => {
    const server = await serve(answer(200, []));
    const budget = { ...freeBudget, take: async () => grant };
    expect(await herokuAt(server.url, { budget }).dynos(APP, routine)).toEqual({ ok: false, why });
    expect(server.connections()).toBe(0);
  });

  it('is waited for when the pause ends within the deadline', async () => {
    const server = await serve(answer(200, []));
    const grants = [{ kind: 'paused', ms: 20 } as const];
    const budget = { ...freeBudget, take: async () => grants.shift() ?? ({ kind: 'go' } as const) };
    expect(await herokuAt(server.url, { budget }).dynos(APP, routine)).toEqual({ ok: true, value: [] });
  });
});

describe('in the terms of the port', () => {
  it('a release, an image without a slug included', async () => {
    const image = { slug: null, artifacts: [{ type: 'oci-image', id: 'i1' }], status: 'expired' };
    const server = await serve(answer(200, vendorRelease(84, image)));
    expect(await herokuAt(server.url).release(APP, 84, routine)).toMatchObject({
      ok: true,
      value: { version: 84, slugId: null, hasArtifact: true, status: 'expired', eligibleForRollback: true },
    });
    expect(server.hits[0]?.path).toBe('/apps/raxx-api-prod/releases/84');
  });

  it('not a release other than the one asked for', async () => {
    const server = await serve(answer(200, vendorRelease(85)));
    expect(await herokuAt(server.url).release(APP, 84, routine)).toEqual({ ok: false, why: 'malformed' });
  });

  it('dynos', async () => {
    const dyno = { id: 'd1', name: 'web.1', type: 'web', state: 'up', release: { id: 'r', version: 86 } };
    const server = await serve(answer(200, [{ ...dyno, updated_at: '2026-05-14T21:25:00Z' }]));
    const updatedAt = new Date('2026-05-14T21:25:00Z');
    expect(await herokuAt(server.url).dynos(APP, routine)).toEqual({
      ok: true,
      value: [{ id: 'd1', name: 'web.1', type: 'web', state: 'up', releaseVersion: 86, updatedAt }],
    });
  });

  it('the formation', async () => {
    const server = await serve(answer(200, [{ type: 'release', quantity: 0, size: 'Basic', command: 'x' }]));
    expect(await herokuAt(server.url).formation(APP, routine)).toEqual({
      ok: true,
      value: [{ type: 'release', quantity: 0, size: 'Basic' }],
    });
  });

  it('the account', async () => {
    const server = await serve(answer(200, { id: 'u1', email: 'bot@raxx.app', beta: false }));
    expect(await herokuAt(server.url).account(null, routine)).toEqual({
      ok: true,
      value: { id: 'u1', email: 'bot@raxx.app' },
    });
  });

  it('an app name cannot lead elsewhere', async () => {
    const server = await serve(answer(200, []));
    await herokuAt(server.url).dynos('../account?x=', routine);
    expect(server.hits[0]?.path).toBe('/apps/..%2Faccount%3Fx%3D/dynos');
  });
});
