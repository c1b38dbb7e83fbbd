/** What status.heroku.com says, and what is made of anything else. */
import { afterEach, describe, expect, test } from 'vitest';
import { openHerokuStatus } from '../../src/http/heroku-status.ts';
import { answer, closedPort, type RawServer, rawServer } from '../heroku/raw-server.ts';

const servers: RawServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function says(status: number, body: string) {
  const server = await rawServer((_hit, socket) => socket.write(answer(status, body)));
  servers.push(server);
  return { server, read: await at(server.url) };
}

const at = (url: string, allowLoopback = true) =>
  openHerokuStatus({ url, allowLoopback, log: { info() {} } }).now();

const SYSTEMS = [
  { system: 'Apps', status: 'green' },
  { system: 'Data', status: 'green' },
  { system: 'Tools', status: 'green' },
];
const incident = (over = {}) => ({
  id: 2_481,
  title: 'Routing errors',
  created_at: '2026-06-21T02:40:00Z',
  full_url: 'https://status.heroku.com/incidents/2481',
  updates: [{ update_type: 'issue', contents: 'Apps in the US region answer slowly.' }],
  ...over,
});
const body = (over = {}) => JSON.stringify({ status: SYSTEMS, incidents: [], scheduled: [], ...over });

test('asks the address that Heroku’s own CLI asks; all green is green', async () => {
  const { server, read } = await says(200, body());
  expect(server.hits).toMatchObject([{ method: 'GET', path: '/api/v4/current-status' }]);
  expect(read).toEqual({ ok: true, value: { green: true, incidents: [] } });
});

test.each([
  ['an incident', { incidents: [incident()] }, false, 1],
  ['one that is over', { incidents: [incident({ resolved: true })] }, true, 0],
  ['one without updates', { incidents: [incident({ updates: null })] }, false, 1],
  ['a yellow system', { status: [{ system: 'Apps', status: 'yellow' }] }, false, 0],
  ['a colour nobody has heard of', { status: [{ system: 'Apps', status: 'blue' }] }, false, 0],
])('%s', async (_, over, green, incidents) => {
  const { read } = await says(200, body(over));
  expect(read).toMatchObject({ ok: true, value: { green } });
  expect(read.ok && read.value.incidents).toHaveLength(incidents);
});

test('an incident’s updates are read with its title, for the regions they name', async () => {
  const { read } = await says(200, body({ incidents: [incident()] }));
  expect(read.ok && read.value.incidents).toEqual([
    { title: 'Routing errors', text: 'Routing errors\nApps in the US region answer slowly.' },
  ]);
});

describe('is not green', () => {
  test.each([
    ['an error', 503, body(), 'down'],
    ['too often', 429, body(), 'rate-limited'],
    ['elsewhere', 302, '', 'down'],
    ['a page', 200, '<html>', 'malformed'],
    ['no systems', 200, body({ status: [] }), 'malformed'],
    ['another form', 200, '{"page":{}}', 'malformed'],
  ])('%s', async (_, status, text, why) => {
    expect((await says(status, text)).read).toEqual({ ok: false, why });
  });

  test('nobody, and an address of this machine where only others are allowed', async () => {
    expect(await at(`http://127.0.0.1:${await closedPort()}`)).toEqual({ ok: false, why: 'down' });
    const { server } = await says(200, body());
    expect(await at(server.url, false)).toEqual({ ok: false, why: 'down' });
  });
});
