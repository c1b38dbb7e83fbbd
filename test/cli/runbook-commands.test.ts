/** Every command the runbooks tell people to type, run by the real CLI against the simulator. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { KRISTERPHER } from '../../rehearsal/heroku/seed.ts';
import { type HerokuSim, startHeroku } from '../../rehearsal/heroku/start.ts';
import { personNamed } from '../../rehearsal/heroku/world.ts';
import { eventually } from '../rehearsal/heroku/support.ts';
import { type Cli, cliFor, installCli } from './heroku-cli.ts';

const API = 'raxx-api-prod';
const CONSOLE = 'raxx-console-prod';

describe('the real Heroku CLI', () => {
  let heroku: HerokuSim;
  let cli: Cli;
  let home: string;
  beforeAll(installCli);
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'heroku-cli-'));
    heroku = await startHeroku({ speed: 100 });
    cli = cliFor(heroku, heroku.tokenOf(KRISTERPHER), home);
  });
  afterEach(async () => {
    await heroku.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const newest = (app = API) => heroku.control.app(app).releases[0];
  const unknown = () =>
    heroku.control.journal.requests('unknown').map(({ method, path }) => `${method} ${path}`);

  test('releases', async () => {
    const { code, out } = await cli('releases', '-a', API);
    expect(code).toBe(0);
    expect(out).toContain(`${API} Releases - Current: v85`);
    expect(out).toMatch(/v84\s+Deploy 69eec518\s+cy@raxx\.app/);
    expect(out.indexOf('v85 ')).toBeLessThan(out.indexOf('v80 '));
    expect(heroku.control.journal.requests('releases-read')).toMatchObject([
      { range: 'version ..; max=15, order=desc', status: 200, actor: KRISTERPHER },
    ]);
  });

  test('releases --num 3, and --json', async () => {
    const { code, out } = await cli('releases', '-a', API, '--num', '3');
    expect(code).toBe(0);
    expect([...out.matchAll(/^\s*v(\d+) /gm)].map(([, version]) => version)).toEqual(['85', '84', '83']);
    const json = await cli('releases', '-a', API, '--num', '1', '--json');
    expect(JSON.parse(json.out)).toMatchObject([{ version: 85, status: 'succeeded', oci_image: null }]);
  });

  test('releases:info and releases:output', async () => {
    const info = await cli('releases:info', 'v84', '-a', API);
    expect(info.code).toBe(0);
    expect(info.out).toContain('Deploy 69eec518');
    expect(info.out).toContain('GUNICORN_TIMEOUT');
    const output = await cli('releases:output', 'v84', '-a', API);
    expect(output).toMatchObject({ code: 0, out: expect.stringContaining('14 passed') });
  });

  test('rollback v84, and what verifies it', async () => {
    const rollback = await cli('rollback', 'v84', '-a', API);
    expect(rollback.code).toBe(0);
    expect(rollback.err).toContain('done, v86');
    expect(rollback.out).toContain('Running release command...');
    expect(heroku.control.journal.releases()).toMatchObject([
      { version: 86, description: 'Rollback to v84', user: KRISTERPHER, base: 85 },
    ]);
    await eventually(async () => expect((await fetch(heroku.frontUrl(API))).status).toBe(200));
    expect((await cli('releases', '-a', API, '--num', '3')).out).toMatch(/v86\s+Rollback to v84/);
    const ps = await cli('ps', '-a', API);
    expect(ps.code).toBe(0);
    expect(ps.out).toMatch(/web\.1: up/);
    expect(ps.out).toMatch(/web\.2: up/);
  });

  test('rollback exits 0 although its release command fails; releases tells', async () => {
    heroku.control.fault({ on: 'rollback-post', modifiers: [{ kind: 'release-command', outcome: 'fails' }] });
    expect((await cli('rollback', 'v84', '-a', API)).code).toBe(0);
    await eventually(() => expect(newest()?.status).toBe('failed'));
    const { out } = await cli('releases', '-a', API, '--num', '2');
    expect(out).toMatch(/v86\s+Rollback to v84 release command failed/);
    expect(out).toContain('Current: v85');
  });

  test('bare rollback takes the second eligible release', async () => {
    expect((await cli('rollback', '-a', CONSOLE)).code).toBe(0);
    expect(newest(CONSOLE)).toMatchObject({ version: 61, description: 'Rollback to v59' });
  });

  test('one rollback, the answer lost: the CLI sends it again, and two are made', async () => {
    heroku.control.fault({ on: 'rollback-post', fate: { kind: 'lost-after-acting' } });
    const { code, err } = await cli('rollback', 'v59', '-a', CONSOLE);
    expect(code).toBe(0);
    expect(err).toContain('done, v62');
    expect(heroku.control.journal.releases().map(({ version }) => version)).toEqual([61, 62]);
  });

  test('ps of a crashed app, and of one without dynos', async () => {
    expect((await cli('ps', '-a', API)).out).toMatch(/web\.1: crashed/);
    expect((await cli('ps:scale', 'web=0', '-a', API)).code).toBe(0);
    expect((await cli('ps', '-a', API)).out).toContain(`No dynos on ${API}`);
  });

  test('ps:scale by text and relatively, ps:restart', async () => {
    const web = () => heroku.control.app(CONSOLE).formation[0]?.quantity;
    const scaled = await cli('ps:scale', 'web=2', '-a', CONSOLE);
    expect([scaled.code, web()]).toEqual([0, 2]);
    expect(scaled.err).toContain('now running web at 2:Standard-1X');
    await cli('ps:scale', 'web+1', '-a', CONSOLE);
    expect(web()).toBe(3);
    expect(heroku.control.journal.releases()).toEqual([]);
    const ids = () => heroku.world.apps.get(CONSOLE)?.dynos.map(({ id }) => id) ?? [];
    const before = ids();
    expect((await cli('ps:restart', '-a', CONSOLE)).code).toBe(0);
    await eventually(() => expect(ids().filter((id) => before.includes(id))).toEqual([]));
  });

  test('config:get, config:set, config:unset', async () => {
    const got = await cli('config:get', 'FLAG_CONSOLE_FEATURE_FLAGS_DB', '-a', CONSOLE);
    expect(got).toMatchObject({ code: 0, out: '1\n' });
    const set = await cli('config:set', 'FLAG_CONSOLE_FEATURE_FLAGS_DB=0', 'FLAG_X=1', '-a', CONSOLE);
    expect(set.code).toBe(0);
    expect(set.err).toContain('done, v61');
    expect(newest(CONSOLE)?.description).toBe('Set FLAG_CONSOLE_FEATURE_FLAGS_DB, FLAG_X config vars');
    const unset = await cli('config:unset', 'FLAG_X', '-a', CONSOLE);
    expect([unset.code, newest(CONSOLE)?.description]).toEqual([0, 'Remove FLAG_X config vars']);
    expect(heroku.control.app(CONSOLE).configNames).not.toContain('FLAG_X');
  });

  test('apps:info', async () => {
    const { code, out } = await cli('apps:info', '-a', API);
    expect(code).toBe(0);
    for (const expected of [API, 'heroku-postgresql:standard-0', 'ben@raxx.app', 'heroku-24', 'web: 2']) {
      expect(out).toContain(expected);
    }
  });

  test('maintenance:on and :off', async () => {
    expect((await cli('maintenance:on', '-a', API)).code).toBe(0);
    expect(heroku.control.app(API).maintenance).toBe(true);
    expect((await cli('maintenance:off', '-a', API)).code).toBe(0);
    expect(heroku.control.app(API).maintenance).toBe(false);
  });

  test('logs --num 200', async () => {
    const { code, out } = await cli('logs', '--num', '200', '-a', API);
    expect(code).toBe(0);
    expect(out.match(/code=H10/g)).toHaveLength(41);
  });

  test('releases:retry releases the newest code again', async () => {
    heroku.control.fault({ on: 'rollback-post', modifiers: [{ kind: 'release-command', outcome: 'fails' }] });
    await cli('rollback', 'v84', '-a', API);
    await eventually(() => expect(newest()?.status).toBe('failed'));
    const { code, err } = await cli('releases:retry', '-a', API);
    expect([code, err]).toEqual([0, expect.stringContaining('v87')]);
    await eventually(() =>
      expect(newest()).toMatchObject({ version: 87, status: 'succeeded', current: true }),
    );
  });

  test('exit codes: 2 for what the API refuses, 1 for a bad key', async () => {
    const nowhere = await cli('releases', '-a', 'raxx-nowhere');
    expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining("Couldn't find that app.") });
    expect(nowhere.err).toContain('not_found');
    const person = personNamed(heroku.world, KRISTERPHER);
    const narrow = heroku.tokens.issue({ person, scopes: ['read'], apps: null });
    expect((await cliFor(heroku, narrow, home)('rollback', 'v84', '-a', API)).code).toBe(2);
    expect((await cliFor(heroku, 'HRKU-unknown', home)('releases', '-a', API)).code).toBe(1);
    expect(heroku.control.journal.releases()).toEqual([]);
  });

  test('the simulator knew every request of these commands', async () => {
    await cli('ps', '-a', API);
    await cli('apps:info', '-a', API);
    await cli('rollback', 'v59', '-a', CONSOLE);
    expect(unknown()).toEqual([]);
    expect(
      heroku.control.journal.requests().filter(({ status }) => status !== null && status >= 400),
    ).toEqual([]);
  });
});
