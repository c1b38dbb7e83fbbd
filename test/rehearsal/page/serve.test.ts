/** Who the page's own server lets in: whoever has the address with its token, on this machine, from this page only. */
import { once } from 'node:events';
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { describe, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { openHouse } from '../../../rehearsal/page/house.ts';
import { servePage } from '../../../rehearsal/page/serve.ts';
import { openTheatre } from '../../../rehearsal/theatre.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server of one test, over a theatre that has no stage: who is let in does not depend on one. */
async function served() {
  const theatre = openTheatre({ logLevel: 'error' });
  const bundle = Promise.resolve({ script: '"the script"', styles: '/* the styles */' });
  const page = await servePage({ house: openHouse(theatre), bundle });
  onTestFinished(() => page.stop());
  const url = new URL(page.url);
  const token = url.searchParams.get('token') ?? '';
  const ask = (path: string, headers: OutgoingHttpHeaders = {}, body: string | null = null) =>
    asked(url, path, headers, body);
  const entered = await ask(`/?token=${token}`);
  const cookie = entered.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  return { url, token, cookie, ask, page };
}

async function asked(
  { hostname, port }: URL,
  path: string,
  headers: OutgoingHttpHeaders,
  body: string | null,
): Promise<Answer> {
  const sent = request({ hostname, port, path, method: body === null ? 'GET' : 'POST', headers });
  sent.end(body ?? undefined);
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

/** `open`, or how it was refused. */
async function live(url: URL, path: string, headers: Record<string, string>): Promise<string> {
  const socket = new WebSocket(`ws://${url.host}${path}`, { headers });
  try {
    await once(socket, 'message');
    return 'open';
  } catch (error) {
    return String(error);
  } finally {
    socket.terminate();
  }
}

const CLOCK = JSON.stringify({ as: 'ana', request: { what: 'clock.rate', rate: 5 } });

describe('the token', () => {
  test('becomes a cookie that no script reads and no other site sends, and leaves the address', async ({
    expect,
  }) => {
    const { ask, token, url } = await served();
    const entered = await ask(`/?token=${token}&as=bo`);
    expect(entered.status).toBe(303);
    expect(entered.headers.location).toBe('/?as=bo');
    expect(entered.headers['referrer-policy']).toBe('no-referrer');
    expect(entered.headers['set-cookie']).toEqual([
      `rehearsal-${url.port}=${token}; HttpOnly; SameSite=Strict; Path=/`,
    ]);
  });

  test.for([
    ['none', () => ''],
    ['a wrong one', (cookie: string) => `${cookie.slice(0, -1)}${cookie.endsWith('0') ? '1' : '0'}`],
    ['half of it', (cookie: string) => cookie.slice(0, -16)],
    ['under another name', (cookie: string) => `x${cookie}`],
    ['of another port', (cookie: string) => cookie.replace(/\d+=/, '1=')],
  ] as const)('%s: nothing is served, asked or shown', async ([, altered], { expect }) => {
    const { ask, cookie, url } = await served();
    const headers = { cookie: altered(cookie) };
    for (const path of ['/', '/page.js', '/page.css', '/?token=', '/?token=0'])
      expect((await ask(path, headers)).status).toBe(403);
    expect((await ask('/ask', headers, CLOCK)).status).toBe(403);
    expect(await live(url, '/live?as=ana', headers)).not.toBe('open');
  });

  test('among other cookies it is found', async ({ expect }) => {
    const { ask, cookie, url } = await served();
    const headers = { cookie: `a=b; ${cookie}; c=d` };
    expect((await ask('/', headers)).status).toBe(200);
    expect(await live(url, '/live?as=ana', headers)).toBe('open');
  });
});

describe('with the token', () => {
  test.for([
    ['a name that resolves to this machine', { host: 'evil.example:80' }],
    ['another port', { host: '127.0.0.1:1' }],
    ["another site's page", { origin: 'https://evil.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['another server here', { origin: 'http://127.0.0.1:1' }],
  ] as const)('still nothing for %s', async ([, foreign], { expect }) => {
    const { ask, cookie, url } = await served();
    const headers = { cookie, ...foreign };
    expect((await ask('/', headers)).status).toBe(403);
    expect((await ask('/ask', headers, CLOCK)).status).toBe(403);
    expect(await live(url, '/live?as=ana', headers)).not.toBe('open');
  });

  test('the page is served, and every answer keeps it to itself', async ({ expect }) => {
    const { ask, cookie, url } = await served();
    const headers = { cookie, origin: url.origin };
    const answers = await Promise.all([
      ask('/', headers),
      ask('/page.js', headers),
      ask('/page.css', headers),
      ask('/ask', headers, CLOCK),
      ask('/elsewhere', headers),
      ask('/'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 404, 403]);
    for (const answer of answers) {
      expect(answer.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
      const policy = String(answer.headers['content-security-policy']);
      expect(policy.split('; ')).toEqual(
        expect.arrayContaining(["default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]),
      );
      expect(policy).not.toMatch(/unsafe-eval|script-src|\*/);
    }
  });

  test('nobody sits at a window who is not in the cast', async ({ expect }) => {
    const { ask, cookie, url } = await served();
    for (const as of ['', 'nobody', 'constructor', '__proto__'])
      expect(await live(url, `/live?as=${as}`, { cookie })).not.toBe('open');
    const answer = await ask('/ask', { cookie }, CLOCK.replace('ana', 'constructor'));
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false });
  });

  test.for([
    ['what is not JSON', '{'],
    ['what nobody knows', '{"as":"ana","request":{"what":"rm"}}'],
    ['more than anybody types', JSON.stringify({ as: 'ana', filler: 'x'.repeat(300_000) })],
  ] as const)('%s is refused in words', async ([, body], { expect }) => {
    const { ask, cookie } = await served();
    const answer = await ask('/ask', { cookie }, body);
    expect(JSON.parse(answer.body)).toEqual({ ok: false, why: expect.stringMatching(/Reload/) });
  });
});

test('what is no address ends neither the server nor its windows: any site can ask for it', async ({
  expect,
}) => {
  const { ask, cookie, url } = await served();
  // `new WebSocket('ws://127.0.0.1:PORT//')`, on any page.
  for (const headers of [{ origin: 'https://evil.example' }, { cookie }]) {
    expect(await live(url, '//', headers)).not.toBe('open');
    expect((await ask('//', headers)).status).toBe('cookie' in headers ? 404 : 403);
  }
  expect(await live(url, '/live?as=ana', { cookie })).toBe('open');
});

test('it listens on no other address of this machine', async ({ expect }) => {
  const { url } = await served();
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const others = addresses.filter(({ family, internal }) => family === 'IPv4' && !internal);
  for (const hostname of ['::1', ...others.map(({ address }) => address)]) {
    const sent = request({ hostname, port: url.port });
    sent.end();
    await expect(once(sent, 'response'), hostname).rejects.toThrow();
  }
});

test('stopping ends the windows and frees the port', async ({ expect }) => {
  const { url, cookie, page } = await served();
  const socket = new WebSocket(`ws://${url.host}/live?as=ana`, { headers: { cookie } });
  await once(socket, 'message');
  const closed = once(socket, 'close');
  await page.stop();
  await closed;
  expect(await live(url, '/live?as=ana', { cookie })).toContain('ECONNREFUSED');
});
