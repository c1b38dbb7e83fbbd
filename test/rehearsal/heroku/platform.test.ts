import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SECRET_PREFIX } from '../../../rehearsal/heroku/made-up.ts';
import { BEN, BOT } from '../../../rehearsal/heroku/seed.ts';
import { type HerokuSim, startHeroku } from '../../../rehearsal/heroku/start.ts';
import { personNamed } from '../../../rehearsal/heroku/world.ts';
import { type Ask, asker, releaseId } from './support.ts';

const API = 'raxx-api-prod';

describe('the platform', () => {
  let heroku: HerokuSim;
  let ask: Ask;
  beforeEach(async () => {
    heroku = await startHeroku();
    ask = asker(heroku);
  });
  afterEach(() => heroku.stop());

  test('Bearer and Basic with an empty user', async () => {
    const basic = Buffer.from(`:${heroku.botToken}`).toString('base64');
    for (const authorization of [`Bearer ${heroku.botToken}`, `Basic ${basic}`]) {
      expect((await ask('GET', '/account', undefined, { authorization })).body).toMatchObject({ email: BOT });
    }
    expect(await ask('GET', '/account', undefined, { authorization: 'Bearer stale' })).toMatchObject({
      status: 401,
      body: { id: 'unauthorized' },
    });
  });

  test('a token sees what its scope and its apps allow', async () => {
    const person = personNamed(heroku.world, BOT);
    const narrow = asker(
      heroku,
      heroku.tokens.issue({ person, scopes: ['read'], apps: ['raxx-api-staging'] }),
    );
    expect((await narrow('GET', '/apps/raxx-api-staging/dynos')).status).toBe(200);
    expect(await narrow('GET', '/apps/raxx-api-staging/config-vars')).toMatchObject({
      status: 403,
      body: { id: 'forbidden' },
    });
    expect((await narrow('GET', `/apps/${API}/dynos`)).body).toMatchObject({
      message: `You do not have access to the app ${API}.`,
    });
    const reader = asker(heroku, heroku.tokens.issue({ person, scopes: ['read-protected'], apps: null }));
    const release = releaseId(heroku, API, 84);
    expect((await reader('GET', `/apps/${API}/releases`)).status).toBe(200);
    expect((await reader('POST', `/apps/${API}/releases`, { release })).status).toBe(403);
    expect(heroku.control.journal.releases()).toEqual([]);
  });

  test('errors in their own words', async () => {
    expect(await ask('GET', '/apps/raxx-nowhere')).toMatchObject({
      status: 404,
      body: { id: 'not_found', message: "Couldn't find that app.", resource: 'app' },
    });
    expect((await ask('GET', '/account', undefined, { accept: 'application/json' })).status).toBe(406);
    const semicolons = { range: 'version ..; max=10; order=desc' };
    expect(await ask('GET', `/apps/${API}/releases`, undefined, semicolons)).toMatchObject({
      status: 400,
      body: { id: 'bad_request' },
    });
  });

  test('the budget: a token for every answer, none for asking what is left', async () => {
    heroku.control.setBudget(BOT, 2);
    expect((await ask('GET', '/account')).headers.get('ratelimit-remaining')).toBe('1');
    expect((await ask('GET', '/account/rate-limits')).body).toEqual({ remaining: 1 });
    expect((await ask('GET', '/account/rate-limits')).body).toEqual({ remaining: 1 });
    expect((await ask('GET', '/account')).status).toBe(200);
    expect(await ask('GET', '/account')).toMatchObject({ status: 429, body: { id: 'rate_limit' } });
    // Another account has its own.
    expect((await asker(heroku, heroku.tokenOf(BEN))('GET', '/account')).status).toBe(200);
  });

  test('Request-Id: the server’s, then ours', async () => {
    const { headers } = await ask('GET', '/account', undefined, { 'request-id': 'mine-1,mine-0' });
    expect(headers.get('request-id')).toMatch(/^[0-9a-f-]{36},mine-1,mine-0$/);
  });

  test('ETag: 304 when it has not changed, 412 when it has', async () => {
    const etag = (await ask('GET', `/apps/${API}`)).headers.get('etag') ?? '';
    expect((await ask('GET', `/apps/${API}`, undefined, { 'if-none-match': etag })).status).toBe(304);
    const changed = await ask('PATCH', `/apps/${API}`, { maintenance: true }, { 'if-match': etag });
    expect(changed.status).toBe(200);
    const stale = await ask('PATCH', `/apps/${API}`, { maintenance: false }, { 'if-match': etag });
    expect(stale.status).toBe(412);
    expect(heroku.control.app(API).maintenance).toBe(true);
  });

  test('the journal knows who asked what and what came of it, and no value', async () => {
    await ask('PATCH', `/apps/${API}/config-vars`, { FLAG_A: `${SECRET_PREFIX}canary` });
    await ask('POST', `/apps/${API}/releases`, { release: releaseId(heroku, API, 84) });
    const logs = await ask('POST', `/apps/${API}/log-sessions`, { lines: 1 });
    await fetch((logs.body as { logplex_url: string }).logplex_url).then((response) => response.text());
    await fetch(heroku.frontUrl(API));
    expect(heroku.control.journal.entries).toMatchObject([
      { kind: 'request', seq: 1, method: 'PATCH', name: 'config-patch', actor: BOT, bodyKeys: ['FLAG_A'] },
      { kind: 'release', seq: 2, version: 86, base: 85, user: BOT, why: 'config', request: 1 },
      { kind: 'request', seq: 3, name: 'rollback-post', app: API, bodyKeys: ['release'], status: 201 },
      { kind: 'release', seq: 4, version: 87, base: 86, description: 'Rollback to v84', request: 3 },
      { kind: 'request', seq: 5, name: 'log-session-create' },
      { kind: 'request', seq: 6, name: 'logs-read', path: '/logs/***' },
      { kind: 'request', seq: 7, name: 'smoke', actor: null, status: 503 },
    ]);
    const everything = JSON.stringify([heroku.control.journal.entries, heroku.control.state()]);
    expect(everything).not.toContain(SECRET_PREFIX);
    expect(everything).not.toContain(heroku.botToken);
  });

  test('the same control over HTTP, for other processes', async () => {
    const control = (method: string, what: string, body?: unknown, token = heroku.botToken) =>
      fetch(`${heroku.url}/_control/${what}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify(body) ?? null,
      });
    const fault = { on: 'account-read', fate: { kind: 'error-before-acting', status: 503 } };
    expect(await (await control('POST', 'faults', [fault])).json()).toEqual({ waiting: 1 });
    expect((await ask('GET', '/account')).status).toBe(503);
    const change = { app: API, by: BEN, what: { kind: 'config', name: 'FLAG_A' } };
    // As another site's page in the same browser could send it.
    for (const [method, what] of [
      ['POST', 'releases'],
      ['GET', 'state'],
    ] as const)
      expect((await control(method, what, method === 'POST' ? change : undefined, 'none')).status).toBe(401);
    expect(await (await control('POST', 'releases', change)).json()).toEqual({ version: 86 });
    expect(await (await control('GET', 'journal')).json()).toMatchObject([
      { name: 'account-read', fate: 'error-before-acting' },
      { kind: 'release', version: 86, user: BEN, request: null },
    ]);
    expect(await (await control('GET', 'state')).json()).toEqual(
      JSON.parse(JSON.stringify(heroku.control.state())),
    );
    expect((await control('POST', 'faults', [{ on: 'nonsense' }])).status).toBe(400);
    expect((await control('GET', 'nonsense')).status).toBe(404);
  });
});
