/** T74 The token goes to GitHub and nowhere else: not into results, errors, logs, or the console. */
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openGitHub } from '../../src/github/open-github.ts';
import { createLog } from '../../src/log.ts';
import { answer, type RawServer, rawServer } from '../heroku/raw-server.ts';

const TOKEN = 'ghs_canary0123456789abcdefghijklmnopqrst';
const REPOSITORY = 'raxx-app/TradeMasterAPI';
const servers: RawServer[] = [];
let seen = '';

beforeEach(() => {
  seen = '';
  const write = (chunk: unknown) => {
    seen += String(chunk);
    return true;
  };
  vi.spyOn(process.stderr, 'write').mockImplementation(write);
  vi.spyOn(process.stdout, 'write').mockImplementation(write);
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, name).mockImplementation((...said) => {
      seen += `console.${name} ${inspect(said)}`;
    });
  }
});

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(bytes: string): Promise<RawServer> {
  const server = await rawServer((_, socket) => socket.write(bytes));
  servers.push(server);
  return server;
}

function github(apiUrl: string, allowLoopback = true) {
  const write = (line: string) => {
    seen += line;
  };
  const log = createLog({ level: 'debug', destination: { write }, secrets: [] });
  return openGitHub({ token: () => TOKEN, apiUrl, allowLoopback, log });
}

const DEPRECATED = { deprecation: 'Sat, 01 Jan 2028 00:00:00 GMT', link: '<https://x/>; rel="deprecation"' };
const IDENTICAL = { status: 'identical', total_commits: 0, commits: [], files: [] };

test.each<[string, string]>([
  ['fine', answer(200, IDENTICAL)],
  ['deprecated, which the vendor prints on the console', answer(200, IDENTICAL, DEPRECATED)],
  ['a refusal that repeats what it got', answer(403, { message: `no ${TOKEN}`, documentation_url: TOKEN })],
  ['a page', answer(500, `<h1>${TOKEN}</h1>`, { 'content-type': 'text/html' })],
  ['malformed', answer(200, { status: TOKEN })],
  ['broken', answer(200, `{"status":"${TOKEN}`)],
])('when the answer is %s', async (_, bytes) => {
  const server = await serve(bytes);
  const read = await github(server.url).compare(REPOSITORY, '69eec518', 'e07f41b2', 20_000);
  expect(server.hits[0]?.headers['authorization']).toBe(`Bearer ${TOKEN}`);
  expect(server.hits[0]?.path).toBe('/repos/raxx-app/TradeMasterAPI/compare/69eec518...e07f41b2');
  expect(seen + inspect(read, { depth: 9 })).not.toContain('canary');
  expect(seen).not.toContain('console.');
  expect(seen).toContain('GitHub request');
});

test('it does not follow a redirect to somebody else', async () => {
  const elsewhere = await serve(answer(200, IDENTICAL));
  const server = await serve(answer(302, '', { location: `${elsewhere.url}/x` }));
  const read = await github(server.url).compare(REPOSITORY, '69eec518', 'e07f41b2', 20_000);
  expect(read).toEqual({ ok: false, why: 'not-found' });
  expect(elsewhere.connections()).toBe(0);
});

test.each([
  ['http://github.example', true],
  ['http://127.0.0.1.example', true],
  ['http://127.0.0.1:1', false],
  ['http://localhost:1', false],
])('%s would show it to others (loopback allowed: %s)', (url, allowLoopback) => {
  expect(() => github(url, allowLoopback)).toThrow('https only');
});

test('an Enterprise Server answers GraphQL beside /api/v3', async () => {
  const commit = { sha: 'c'.repeat(40), commit: { message: 'One', author: { name: 'Ben' } }, author: null };
  const server = await serve(
    answer(200, { ...IDENTICAL, status: 'ahead', total_commits: 1, commits: [commit] }),
  );
  const read = await github(`${server.url}/api/v3`).compare(REPOSITORY, '69eec518', 'e07f41b2', 20_000);
  expect(read).toMatchObject({ ok: true, value: { labelsKnown: false } });
  expect(server.hits.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /api/v3/repos/raxx-app/TradeMasterAPI/compare/69eec518...e07f41b2',
    'POST /api/graphql',
  ]);
});
