/** Logs and release outputs: read from addresses that only Heroku may name, parsed, scrubbed, never more than a MiB. */
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { parseLog } from '../../src/heroku/log-lines.ts';
import { createLog } from '../../src/log.ts';
import { answer, type RawServer, rawServer } from './raw-server.ts';
import { freeBudget, herokuAt, routine } from './vendor-answers.ts';

const APP = 'raxx-api-prod';
const CANARY = 'canary-5up3r-s3cret';
const servers: RawServer[] = [];

/** Heroku and Logplex in one: sessions lead to `/logs`, and there `bytes` are read. */
async function serve(bytes: string | null, address?: string): Promise<RawServer> {
  const server: RawServer = await rawServer((hit, socket) => {
    if (hit.method === 'POST') {
      const logplex_url = address ?? `${server.url}/logs?token=${CANARY}`;
      socket.write(answer(201, { id: 's1', logplex_url, created_at: '2026-05-14T21:24:25Z' }));
    } else if (bytes === null) socket.resetAndDestroy();
    else socket.write(Buffer.from(bytes, 'latin1'));
  });
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const text = (body: string, type = 'text/plain') => answer(200, body, { 'content-type': type });
const line = (second: number, from: string, said: string) =>
  `2026-05-14T21:24:${String(second).padStart(2, '0')}.123456+00:00 ${from}: ${said}`;

describe('logs', () => {
  const said = [line(5, 'app[web.1]', 'Boom'), line(4, 'heroku[router]', 'at=error code=H10')];
  const expected = [
    {
      at: new Date('2026-05-14T21:24:04.123Z'),
      source: 'heroku',
      process: 'router',
      text: 'at=error code=H10',
    },
    { at: new Date('2026-05-14T21:24:05.123Z'), source: 'app', process: 'web.1', text: 'Boom' },
  ];

  it.each([
    [
      'events',
      text(`retry: 1\n\n: hello\n\nid: 1\ndata: ${said[0]}\n\ndata:${said[1]}\n\n`, 'text/event-stream'),
    ],
    ['plain', text(`${said.join('\r\n')}\nnot a log line\n`)],
  ])(
    'as %s, oldest first; the session asked for once, the token given to the API only',
    async (_name, bytes) => {
      const server = await serve(bytes);
      expect(await herokuAt(server.url).logs(APP, 1_500, routine)).toEqual({ ok: true, value: expected });
      expect(server.hits.map(({ method, path }) => `${method} ${path}`)).toEqual([
        'POST /apps/raxx-api-prod/log-sessions',
        `GET /logs?token=${CANARY}`,
      ]);
      expect(JSON.parse(server.hits[0]?.body ?? '')).toEqual({ lines: 1_500, tail: false });
      expect(server.hits[0]?.headers['authorization']).toBe('Bearer token');
      expect(JSON.stringify(server.hits[1]?.headers)).not.toMatch(/bearer|authorization|token/i);
    },
  );

  it.each<[string, string | null, string]>([
    ['gone', answer(404, {}), 'not-found'],
    ['a redirect', answer(302, '', { location: 'http://127.0.0.1:1/' }), 'malformed'],
    ['an error', answer(503, ''), 'down'],
    ['a reset', null, 'down'],
    ['cut short', 'HTTP/1.1 200 X\r\ncontent-length: 99\r\nconnection: close\r\n\r\nhalf', 'slow'],
  ])('%s is said, and nothing is asked twice', async (_name, bytes, why) => {
    const server = await serve(bytes);
    const read = await herokuAt(server.url).logs(APP, 10, { purpose: 'routine', deadlineMs: 500 });
    expect(read).toEqual({ ok: false, why });
    expect(server.hits).toHaveLength(2);
  });

  it('the session itself is asked for once, whatever comes', async () => {
    const server = await rawServer((_hit, socket) => socket.write(answer(503, 'no')));
    servers.push(server);
    expect(await herokuAt(server.url).logs(APP, 10, routine)).toEqual({ ok: false, why: 'down' });
    expect(server.hits).toHaveLength(1);
  });

  it('costs the budget one read of its purpose', async () => {
    const server = await serve(text(''));
    const taken: string[] = [];
    const take = async (use: string) => {
      taken.push(use);
      return { kind: 'go' } as const;
    };
    const budget = { ...freeBudget, take };
    await herokuAt(server.url, { budget }).logs(APP, 10, { purpose: 'rollback' });
    expect(taken).toEqual(['rollback read']);
    const spent = { ...freeBudget, take: async () => ({ kind: 'spent' }) as const };
    expect(await herokuAt(server.url, { budget: spent }).logs(APP, 10, routine)).toEqual({
      ok: false,
      why: 'budget-spent',
    });
  });

  it('keeps the newest MiB of them', async () => {
    const lines = Array.from({ length: 30_000 }, (_, n) => line(n % 60, 'app[web.1]', `request ${n} done`));
    const server = await serve(text(lines.join('\n')));
    const read = await herokuAt(server.url).logs(APP, 1_500, routine);
    if (!read.ok) throw new Error(read.why);
    expect(read.value.some(({ text: each }) => each === 'request 29999 done')).toBe(true);
    expect(read.value.length).toBeLessThan(30_000);
  });

  it('bytes that are no UTF-8 spoil nothing but themselves', async () => {
    const bytes = `${line(1, 'app[web.1]', 'caf\xe9 \xff')}\n${line(2, 'app[web.1]', 'ok')}`;
    const server = await serve(answer(200, bytes, { 'content-length': String(bytes.length) }));
    const read = await herokuAt(server.url).logs(APP, 10, routine);
    expect(read.ok && read.value.map((each) => each.text)).toEqual(['caf� �', 'ok']);
  });
});

describe('an address is read only where it leads to Heroku', () => {
  const hostile = [
    'http://logs.heroku.com/x',
    'https://heroku.com.evil.example/x',
    'https://evilheroku.com/x',
    'https://user:pw@logs.heroku.com/x',
    'https://logs.heroku.com:8443/x',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]:1/x',
    'http://127.0.0.2:1/x',
    'file:///etc/passwd',
    'ftp://logs.heroku.com/x',
    '//logs.heroku.com',
    'nonsense',
    '',
  ];
  it.each(hostile)('%j is not', async (address) => {
    const server = await serve(text('x'), address);
    const heroku = herokuAt(server.url, { allowLoopback: false });
    expect(await heroku.logs(APP, 10, routine)).toEqual({ ok: false, why: 'malformed' });
    expect(await heroku.releaseOutput({ outputStreamUrl: address }, routine)).toEqual({
      ok: false,
      why: 'malformed',
    });
    expect(server.hits).toHaveLength(1);
  });

  it('loopback neither, in production', async () => {
    const canary = await serve(text('x'));
    const server = await serve(text('x'), `${canary.url}/logs`);
    const heroku = herokuAt(server.url, { allowLoopback: false });
    expect(await heroku.logs(APP, 10, routine)).toEqual({ ok: false, why: 'malformed' });
    expect(canary.connections()).toBe(0);
  });
});

describe('a release command’s output', () => {
  it('is its last forty lines, blank ones left out', async () => {
    const lines = Array.from({ length: 60 }, (_, n) => `line ${n}\n\n`).join('');
    const server = await serve(text(lines));
    const read = await herokuAt(server.url).releaseOutput(
      { outputStreamUrl: `${server.url}/streams/x` },
      routine,
    );
    expect(read.ok && [read.value.length, read.value[0], read.value.at(-1)]).toEqual([
      40,
      'line 20',
      'line 59',
    ]);
    expect(server.hits[0]?.headers['authorization']).toBeUndefined();
  });

  it.each([
    ['there is no command', null, { ok: true, value: [] }],
    ['it has not started', answer(404, {}), { ok: true, value: [] }],
    ['it is gone', answer(410, {}), { ok: false, why: 'not-found' }],
    ['the stream is broken', answer(500, ''), { ok: false, why: 'down' }],
  ])('when %s', async (_name, bytes, expected) => {
    const server = await serve(bytes ?? '');
    const outputStreamUrl = bytes === null ? null : `${server.url}/streams/x`;
    expect(await herokuAt(server.url).releaseOutput({ outputStreamUrl }, routine)).toEqual(expected);
  });

  it('while the command runs is what it has printed by the deadline', async () => {
    const server = await serve('HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n8\r\nstarted\n\r\n');
    const asking = { purpose: 'routine', deadlineMs: 300 } as const;
    const output = { outputStreamUrl: `${server.url}/streams/x` };
    expect(await herokuAt(server.url).releaseOutput(output, asking)).toEqual({
      ok: true,
      value: ['started'],
    });
  });
});

it('T74: neither text, results nor our own log show what was planted, nor the addresses', async () => {
  const shapes = [
    CANARY,
    Buffer.from(CANARY).toString('base64').replace(/=+$/, ''),
    encodeURIComponent(`p/${CANARY}=`),
    Buffer.from(CANARY).toString('hex'),
  ];
  const spoken = shapes.flatMap((shape) => [
    `DATABASE_URL=postgres://raxx:${shape}@db.example.com/app`,
    `{"password": "${shape}"}`,
    `curl -H "Authorization: Bearer ${shape}"`,
    `GET /reset?token=${shape} 200`,
  ]);
  const server = await serve(text(spoken.map((each, n) => line(n, 'app[web.1]', each)).join('\n')));
  let seen = '';
  const log = createLog({ level: 'debug', destination: { write: (chunk) => (seen += String(chunk)) } });
  const heroku = herokuAt(server.url, { log });
  const logs = await heroku.logs(APP, 100, routine);
  const output = await heroku.releaseOutput({ outputStreamUrl: `${server.url}/streams/${CANARY}` }, routine);
  expect(logs.ok && logs.value.length).toBe(spoken.length);
  expect(output.ok && output.value.length).toBe(spoken.length);
  const everything = inspect([logs, output, heroku], { depth: 9, showHidden: true }) + seen;
  expect(shapes.filter((shape) => everything.includes(shape))).toEqual([]);
  expect(seen).toContain('Heroku stream read');
});

describe('the parser', () => {
  const entry = fc.record({
    at: fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
    source: fc.constantFrom('app', 'heroku'),
    process: fc.constantFrom('web.1', 'router', 'release.4711', 'api'),
    text: fc.string().map((each) => each.replace(/[\r\n]/g, '')),
  });

  it('finds every line again, in the order of time', () => {
    fc.assert(
      fc.property(fc.array(entry), fc.boolean(), (entries, asEvents) => {
        const written = entries.map(
          ({ at, source, process, text: said }) => `${at.toISOString()} ${source}[${process}]: ${said}`,
        );
        const parsed = asEvents
          ? parseLog(written.map((each) => `data: ${each}\n\n`).join(''), 'events')
          : parseLog(written.join('\n'), 'plain');
        expect(parsed).toEqual(entries.toSorted((a, b) => a.at.getTime() - b.at.getTime()));
      }),
    );
  });

  it('takes any text whatever', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('events' as const, 'plain' as const),
        (any, format) => {
          for (const each of parseLog(any, format)) expect(each.at.getTime()).not.toBeNaN();
        },
      ),
    );
  });
});
