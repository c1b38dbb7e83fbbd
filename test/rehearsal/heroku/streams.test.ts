import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BEN } from '../../../rehearsal/heroku/seed.ts';
import { type HerokuSim, startHeroku } from '../../../rehearsal/heroku/start.ts';
import { signature } from '../../../rehearsal/heroku/webhooks.ts';
import { type Ask, asker, eventually, releaseId } from './support.ts';

const API = 'raxx-api-prod';
const CONSOLE = 'raxx-console-prod';

describe('streams', () => {
  let heroku: HerokuSim;
  let ask: Ask;
  beforeEach(async () => {
    heroku = await startHeroku({ speed: 100 });
    ask = asker(heroku);
  });
  afterEach(() => heroku.stop());

  test('a release command’s output: 404 until it starts, open until it ends, no token asked', async () => {
    const rollBackAfter = async (commandStartsMs: number) => {
      await heroku.stop();
      heroku = await startHeroku({ timing: { commandStartsMs } });
      ask = asker(heroku);
      const made = await ask('POST', `/apps/${API}/releases`, { release: releaseId(heroku, API, 84) });
      return (made.body as { output_stream_url: string }).output_stream_url;
    };
    expect((await fetch(await rollBackAfter(600_000))).status).toBe(404);
    const url = await rollBackAfter(0);
    const response = await eventually(async () => {
      const opened = await fetch(url);
      expect(opened.status).toBe(200);
      return opened;
    });
    let over = false;
    const text = response.text().finally(() => {
      over = true;
    });
    // Reading on, while the stream is held open by the command that still runs.
    await ask('GET', '/account');
    expect(over).toBe(false);
    heroku.control.endCommand(API, 86, 'fails');
    expect(await text).toContain('14 passed');
    expect((await fetch(url)).status).toBe(200);
  });

  test('logs are server-sent events: the last lines, then with tail the next ones', async () => {
    const open = async (asked: unknown) =>
      ((await ask('POST', `/apps/${API}/log-sessions`, asked)).body as { logplex_url: string }).logplex_url;
    const last = await (await fetch(await open({ lines: 2, tail: false }))).text();
    expect(last).toMatch(/^retry: 1\n\n(data: \S+\+00:00 heroku\[router\]: at=error code=H10 .*\n\n){2}$/);

    const tail = await fetch(await open({ lines: 1, tail: true }));
    const reader = tail.body?.pipeThrough(new TextDecoderStream()).getReader();
    heroku.control.release(API, BEN, { kind: 'config', name: 'FLAG_A' });
    let text = '';
    while (!text.includes('Release v86 created by user ben@raxx.app')) {
      const next = await reader?.read();
      if (next?.done !== false) break;
      text += next.value;
    }
    await reader?.cancel();
    expect(text).toContain('app[api]: Release v86 created by user ben@raxx.app');
  });

  test('webhooks are signed, and say when a release is made and when it settles', async () => {
    const got: { headers: IncomingHttpHeaders; text: string }[] = [];
    const receiver = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => {
        text += chunk;
      });
      request.on('end', () => {
        got.push({ headers: request.headers, text });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/heroku/webhooks`;
      const hook = { include: ['api:release'], level: 'sync', url, authorization: 'Bearer letmein' };
      const created = await ask('POST', `/apps/${API}/webhooks`, hook);
      const secret = created.headers.get('heroku-webhook-secret') ?? '';
      expect(created.body).not.toHaveProperty('secret');
      heroku.control.release(API, BEN, { kind: 'deploy', commit: 'abcdef012345' });
      heroku.control.endCommand(API, 86, 'fails');
      await eventually(() => expect(got).toHaveLength(2));
      const bodies = got.map(({ text }): unknown => JSON.parse(text));
      expect(bodies).toMatchObject([
        {
          action: 'create',
          resource: 'release',
          data: { version: 86, status: 'pending', slug: { commit: expect.stringMatching(/^abcdef012345/) } },
        },
        { action: 'update', resource: 'release', data: { version: 86, status: 'failed' } },
      ]);
      for (const { headers, text } of got) {
        expect(headers['heroku-webhook-hmac-sha256']).toBe(signature(secret, text));
        expect(headers.authorization).toBe('Bearer letmein');
      }
      const elsewhere = { ...hook, url: 'https://example.com/' };
      expect((await ask('POST', `/apps/${API}/webhooks`, elsewhere)).status).toBe(422);
    } finally {
      receiver.closeAllConnections();
      receiver.close();
    }
  });

  test('without a release command there is no output', async () => {
    const made = await ask('POST', `/apps/${CONSOLE}/releases`, { release: releaseId(heroku, CONSOLE, 59) });
    expect(made.body).toMatchObject({ output_stream_url: null });
  });
});
