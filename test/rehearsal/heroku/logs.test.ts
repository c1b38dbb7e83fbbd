import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SECRET_PREFIX } from '../../../rehearsal/heroku/made-up.ts';
import { traceback, upgraded } from '../../../rehearsal/heroku/printed.ts';
import { BEN } from '../../../rehearsal/heroku/seed.ts';
import { type HerokuSim, startHeroku } from '../../../rehearsal/heroku/start.ts';
import { type Ask, asker, eventually, releaseId } from './support.ts';

const API = 'raxx-api-prod';
const CONSOLE = 'raxx-console-prod';

describe('what apps and their release commands print', () => {
  let heroku: HerokuSim;
  let ask: Ask;
  beforeEach(async () => {
    heroku = await startHeroku({ speed: 2_000 });
    ask = asker(heroku);
  });
  afterEach(() => heroku.stop());

  async function logOf(app: string): Promise<readonly string[]> {
    const session = await ask('POST', `/apps/${app}/log-sessions`, { lines: 1_500, tail: false });
    const text = await (await fetch((session.body as { logplex_url: string }).logplex_url)).text();
    return text
      .split('\n')
      .flatMap((line) => (line.startsWith('data: ') ? [line.slice('data: '.length)] : []));
  }
  const stamps = (lines: readonly string[]) => lines.map((line) => line.split(' ')[0]);
  const said = (lines: readonly string[], what: RegExp) => lines.filter((line) => what.test(line)).length;

  test('the seed’s log: visits answered, a deploy, its crash with a traceback, H10 since', async () => {
    const lines = await logOf(API);
    const deploy = lines.findIndex((line) => line.includes('Release v85 created by user ben@raxx.app'));
    const [before, since] = [lines.slice(0, deploy), lines.slice(deploy)];
    expect([said(before, /code=H10/), said(since, /code=H10/)]).toEqual([0, 41]);
    expect(said(before, /router\]: at=info .*status=200/)).toBeGreaterThan(60);
    expect(said(since, /app\[web\.1\]: {3}File "\/app\/signup\/validation\.py", line 31/)).toBe(1);
    expect(said(since, /State changed from starting to crashed/)).toBe(1);
    expect(stamps(lines).toSorted()).toEqual(stamps(lines));
    expect(said(await logOf(CONSOLE), /status=200/)).toBeGreaterThan(60);
    expect(said(await logOf(CONSOLE), /error|Error|crashed/)).toBe(0);
  });

  test('every visit leaves a line of the router: answered, crashed, maintenance', async () => {
    const visit = async (app: string) => (await fetch(heroku.frontUrl(app))).status;
    expect([await visit(CONSOLE), await visit(API)]).toEqual([200, 503]);
    expect((await logOf(CONSOLE)).at(-1)).toMatch(
      /router\]: at=info method=GET path="\/health" .*status=200/,
    );
    expect((await logOf(API)).at(-1)).toMatch(/router\]: at=error code=H10 .*status=503/);
    await ask('PATCH', `/apps/${CONSOLE}`, { maintenance: true });
    await visit(CONSOLE);
    expect((await logOf(CONSOLE)).at(-1)).toMatch(/code=H80/);
  });

  test('code that serves errors prints its traceback and answers itself', async () => {
    const frames = [{ path: 'orders/views.py', line: 7, inside: 'index' }];
    heroku.control.release(CONSOLE, BEN, {
      kind: 'deploy',
      commit: 'abcdef012345',
      behaviour: 'errors',
      traceback: [...traceback(frames, 'KeyError: 3')],
    });
    await eventually(() =>
      expect(heroku.control.app(CONSOLE).dynos).toMatchObject([{ state: 'up', version: 61 }]),
    );
    expect((await fetch(heroku.frontUrl(CONSOLE))).status).toBe(503);
    const lines = await logOf(CONSOLE);
    expect(lines.at(-1)).toMatch(/router\]: at=info .*status=503/);
    expect(lines.slice(-4, -1).join('\n')).toMatch(/orders\/views\.py.*\n.*KeyError: 3/);
  });

  test.each([
    ['memory', /Error R14 \(Memory quota exceeded\)/, 30],
    ['timeouts', /code=H12 desc="Request timeout"/, 40],
    ['boot', /Error R10 \(Boot timeout\)/, 10],
  ] as const)('a trouble of %s lies where it was put in time', async (kind, what, times) => {
    heroku.control.trouble(CONSOLE, { kind, fromMinutes: 20, untilMinutes: 10 });
    const lines = await logOf(CONSOLE);
    const at = lines.filter((line) => what.test(line)).map((line) => Date.parse(line.split(' ')[0] ?? ''));
    expect(at).toHaveLength(times);
    for (const each of at) {
      const minutesAgo = (heroku.world.timeline.now().getTime() - each) / 60_000;
      expect(minutesAgo > 9.9 && minutesAgo < 21).toBe(true);
    }
    expect(stamps(lines).toSorted()).toEqual(stamps(lines));
  });

  test('lines can be planted, and no more than 1,500 are kept', async () => {
    heroku.control.logLines(CONSOLE, [{ from: 'app[web.1]', text: 'I was here', minutesAgo: 3 }]);
    expect(said(await logOf(CONSOLE), /app\[web\.1\]: I was here/)).toBe(1);
    const flood = Array.from({ length: 2_000 }, (_, n) => ({ from: 'app[web.1]', text: `flood ${n}` }));
    heroku.control.logLines(CONSOLE, flood);
    await fetch(heroku.frontUrl(CONSOLE));
    expect(await logOf(CONSOLE)).toHaveLength(1_500);
  });

  test('a release command prints what it is told: a migration, a failure, a secret', async () => {
    const outputOf = async (version: number) => {
      const url = (await ask('GET', `/apps/${API}/releases/${version}`)).body as {
        output_stream_url: string;
      };
      return (await fetch(url.output_stream_url)).text();
    };
    const settled = (version: number) =>
      eventually(() => {
        const [newest] = heroku.control.app(API).releases;
        expect([newest?.version, newest?.status === 'pending']).toEqual([version, false]);
      });
    heroku.control.release(API, BEN, {
      kind: 'deploy',
      commit: 'abcdef012345',
      prints: [upgraded('a1', 'b2', 'add column')],
    });
    await settled(86);
    expect(await outputOf(86)).toContain('Running upgrade a1 -> b2, add column');

    heroku.control.fault({ on: 'rollback-post', modifiers: [{ kind: 'release-command', outcome: 'fails' }] });
    await ask('POST', `/apps/${API}/releases`, { release: releaseId(heroku, API, 84) });
    await settled(87);
    expect(await outputOf(87)).toMatch(/1 failed, 13 passed[\s\S]*exited with status 1/);

    const prints = ['DATABASE_PASSWORD=hunter2'];
    heroku.control.fault({
      on: 'rollback-post',
      modifiers: [{ kind: 'release-command', outcome: 'fails', prints }],
    });
    await ask('POST', `/apps/${API}/releases`, { release: releaseId(heroku, API, 84) });
    await settled(88);
    expect(await outputOf(88)).toContain('DATABASE_PASSWORD=hunter2');
    heroku.control.output(API, 88, ['nothing to see']);
    expect(await outputOf(88)).toBe('nothing to see\n');
  });

  test('an add-on brings a config var, which older releases do not have', async () => {
    const made = heroku.control.release(API, BEN, {
      kind: 'addon',
      plan: 'heroku-kafka:basic-0',
      configVar: 'KAFKA_URL',
    });
    expect(made.description).toBe('Attach KAFKA (@kafka-raxx-api-prod)');
    const addons = (await ask('GET', `/apps/${API}/addons`)).body as { config_vars: string[] }[];
    expect(addons.flatMap((each) => each.config_vars).sort()).toEqual([
      'DATABASE_URL',
      'KAFKA_URL',
      'REDIS_URL',
    ]);
    expect((await ask('GET', `/apps/${API}/config-vars`)).body).toMatchObject({
      KAFKA_URL: expect.stringContaining(SECRET_PREFIX),
    });
    expect((await ask('GET', `/apps/${API}/releases/85/config-vars`)).body).not.toHaveProperty('KAFKA_URL');
  });

  test.each([
    [404, 'not_found'],
    [409, 'conflict'],
    [410, 'gone'],
    [422, 'invalid_params'],
  ] as const)('a refusal of %i is Heroku’s own, and nothing happens', async (status, id) => {
    const post = () => ask('POST', `/apps/${API}/releases`, { release: releaseId(heroku, API, 84) });
    const refuse = (message?: string) =>
      heroku.control.fault({
        on: 'rollback-post',
        fate: { kind: 'refused', status, ...(message === undefined ? {} : { message }) },
      });
    refuse();
    refuse('<!channel> no');
    expect(await post()).toMatchObject({ status, body: { id, message: expect.stringMatching(/\w/) } });
    expect(await post()).toMatchObject({ status, body: { id, message: '<!channel> no' } });
    expect(heroku.control.journal.releases()).toEqual([]);
  });

  test('the same over HTTP, for other processes', async () => {
    const control = async (what: string, body: unknown) =>
      (
        await fetch(`${heroku.url}/_control/${what}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${heroku.botToken}` },
          body: JSON.stringify(body),
        })
      ).status;
    const app = API;
    expect(await control('log-lines', { app, lines: [{ from: 'app[web.1]', text: 'by hand' }] })).toBe(200);
    expect(await control('troubles', { app, trouble: { kind: 'memory', fromMinutes: 1 } })).toBe(200);
    expect(await control('outputs', { app, version: 85, lines: ['x'] })).toBe(200);
    expect(await control('images-gone', { app: 'raxx-velvet-prod', version: 2 })).toBe(200);
    expect(await control('log-lines', { app, lines: [{ from: 'nonsense', text: 'x' }] })).toBe(400);
    const lines = await logOf(API);
    expect([said(lines, /by hand/), said(lines, /R14/)]).toEqual([1, 3]);
    expect(
      await ask('POST', '/apps/raxx-velvet-prod/releases', {
        release: releaseId(heroku, 'raxx-velvet-prod', 2),
      }),
    ).toMatchObject({ status: 422 });
  });
});
