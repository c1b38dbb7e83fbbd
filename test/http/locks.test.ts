/** What CI is told when there is no answer: never a 200. */
import { expect, test } from 'vitest';
import { commitOf } from '../../src/access/deploy-locks.ts';
import { appTable } from '../../src/config/app-table.ts';
import { type LockDesk, lockRoutes } from '../../src/http/locks.ts';
import { API } from '../runbooks/facts.ts';

const TOKEN = 't'.repeat(32);

async function ask(desk: Partial<LockDesk>, authorization?: string) {
  const warned: string[] = [];
  const routes = lockRoutes({
    token: TOKEN,
    apps: appTable([API]),
    commitOf,
    stopping: async () => [],
    log: { debug() {}, info() {}, warn: (_fields, text) => warned.push(text), error() {} },
    ...desk,
  });
  const reply = await routes['GET /locks/:app']?.({
    method: 'GET',
    path: '/locks/raxx-api-prod',
    params: { app: 'raxx-api-prod' },
    query: new URLSearchParams(),
    headers: authorization === undefined ? {} : { authorization },
    body: async () => null,
  });
  return { status: reply?.status, body: JSON.parse(reply?.body ?? '') as unknown, warned };
}

test('no token configured: nobody can ask, whatever they show', async () => {
  for (const shown of [undefined, 'Bearer ', 'Bearer null', `Bearer ${TOKEN}`]) {
    expect(await ask({ token: null }, shown)).toEqual({
      status: 503,
      body: {
        error:
          'SWITCHBACK_HTTP_TOKEN is not set here, so nobody can ask. Set it to a random string of at least 32 characters.',
      },
      warned: [],
    });
  }
});

test('the database is down: taken for locked, and logged', async () => {
  const stopping = async () => {
    throw new Error('connection refused');
  };
  expect(await ask({ stopping }, `Bearer ${TOKEN}`)).toEqual({
    status: 503,
    body: { error: 'The database does not answer: take the app for locked, and ask again.' },
    warned: ['the locks cannot be read'],
  });
});

test('whoever shows the token is answered, however the scheme is spelt', async () => {
  expect((await ask({}, `bearer ${TOKEN}`)).status).toBe(200);
  expect((await ask({}, `Bearer ${TOKEN}, Bearer x`)).status).toBe(401);
});
