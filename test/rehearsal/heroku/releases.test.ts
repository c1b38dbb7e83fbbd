import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BEN, BOT } from '../../../rehearsal/heroku/seed.ts';
import { type HerokuSim, startHeroku } from '../../../rehearsal/heroku/start.ts';
import { type Ask, asker, eventually, releaseId } from './support.ts';

const API = 'raxx-api-prod';
const CONSOLE = 'raxx-console-prod';
const RELEASES = `/apps/${API}/releases`;

describe('releases', () => {
  let heroku: HerokuSim;
  let ask: Ask;
  beforeEach(async () => {
    heroku = await startHeroku({ speed: 2_000 });
    ask = asker(heroku);
  });
  afterEach(() => heroku.stop());

  const post = (body: unknown, app = API) => ask('POST', `/apps/${app}/releases`, body);
  const rollBack = (to: number, app = API) => post({ release: releaseId(heroku, app, to) }, app);
  const newest = (app = API) => heroku.control.app(app).releases[0];
  const dynos = (app = API) => heroku.control.app(app).dynos.filter(({ name }) => name.startsWith('web.'));

  test('the seed: v85 is bad and current, its dynos are down', async () => {
    const { body } = await ask('GET', RELEASES, undefined, { range: 'version ..; order=desc,max=6' });
    expect(body).toMatchObject([
      { version: 85, current: true, status: 'succeeded', user: { email: BEN } },
      { version: 84, current: false, eligible_for_rollback: true, description: 'Deploy 69eec518' },
      { version: 83, description: 'Set FLAG_BETA_WALKTHROUGH config vars' },
      { version: 82 },
      { version: 81, description: 'Set STRIPE_API_KEY config vars' },
      { version: 80 },
    ]);
    expect(dynos()).toMatchObject([
      { state: 'crashed', version: 85 },
      { state: 'crashed', version: 85 },
    ]);
  });

  test('a rollback runs the release command, then becomes current, then the dynos carry it', async () => {
    const currentThen: string[] = [];
    heroku.world.subscribe((event) => {
      if (event.kind === 'release-made' || event.kind === 'release-settled') {
        currentThen.push(`${event.kind}: v${event.app.currentVersion} is current`);
      }
    });
    expect(await rollBack(84)).toMatchObject({
      status: 201,
      body: {
        version: 86,
        description: 'Rollback to v84',
        status: 'pending',
        current: false,
        user: { email: BOT },
      },
    });
    await eventually(() => expect(newest()).toMatchObject({ status: 'succeeded', current: true }));
    expect(currentThen).toEqual(['release-made: v85 is current', 'release-settled: v86 is current']);
    await eventually(() =>
      expect(dynos()).toMatchObject([
        { state: 'up', version: 86 },
        { state: 'up', version: 86 },
      ]),
    );
    expect((await fetch(heroku.frontUrl(API))).status).toBe(200);
  });

  test('the status of a settled release moves updated_at', async () => {
    await heroku.stop();
    let now = new Date('2026-03-01T03:03:02Z');
    heroku = await startHeroku({ speed: 1, now: () => now });
    ask = asker(heroku);
    await rollBack(84);
    now = new Date('2026-03-01T03:03:49Z');
    heroku.control.endCommand(API, 86, 'succeeds');
    expect((await ask('GET', `${RELEASES}/86`)).body).toMatchObject({
      status: 'succeeded',
      created_at: '2026-03-01T03:03:02Z',
      updated_at: '2026-03-01T03:03:49Z',
    });
  });

  test('without a release command the rollback is current at once', async () => {
    const { body } = await rollBack(57, CONSOLE);
    expect(body).toMatchObject({
      version: 61,
      status: 'succeeded',
      current: true,
      output_stream_url: null,
    });
  });

  test('a rollback brings the whole config snapshot back, code-only keeps the config of now', async () => {
    const names = () => heroku.control.app(CONSOLE).configNames;
    const slug = heroku.world.apps.get(CONSOLE)?.releases[0]?.artifact?.id;
    const codeOnly = await post({ slug, description: 'Code of v57 [op 7f3a]' }, CONSOLE);
    expect(codeOnly.body).toMatchObject({
      version: 61,
      description: 'Code of v57 [op 7f3a]',
      slug: { id: slug },
    });
    expect(names()).toEqual(expect.arrayContaining(['FLAG_CONSOLE_DRILLS', 'HEROKU_API_KEY']));
    const before = await ask('GET', `/apps/${CONSOLE}/releases/57/config-vars`);
    await rollBack(57, CONSOLE);
    expect(names()).not.toContain('FLAG_CONSOLE_DRILLS');
    expect(names()).not.toContain('HEROKU_API_KEY');
    expect((await ask('GET', `/apps/${CONSOLE}/config-vars`)).body).toEqual(before.body);
  });

  test('a config change is one release, null removes', async () => {
    const patch = { FLAG_A: '1', FLAG_B: '0' };
    const { body } = await ask('PATCH', `/apps/${CONSOLE}/config-vars`, patch);
    expect(body).toMatchObject({ ...patch, FLAG_CONSOLE_DRILLS: '1' });
    expect(newest(CONSOLE)).toMatchObject({ version: 61, description: 'Set FLAG_A, FLAG_B config vars' });
    await ask('PATCH', `/apps/${CONSOLE}/config-vars`, { FLAG_A: null });
    expect(newest(CONSOLE)).toMatchObject({ version: 62, description: 'Remove FLAG_A config vars' });
    expect(heroku.control.app(CONSOLE).configNames).not.toContain('FLAG_A');
    expect((await ask('PATCH', `/apps/${CONSOLE}/config-vars`, { 'BAD-NAME': '1' })).status).toBe(422);
    expect(newest(CONSOLE)?.version).toBe(62);
  });

  test('a failed release command: by the docs nothing is deployed', async () => {
    heroku.control.fault({
      on: 'rollback-post',
      modifiers: [{ kind: 'release-command', outcome: 'fails', takesMs: 10 }],
    });
    await rollBack(84);
    await eventually(() => expect(newest()).toMatchObject({ status: 'failed', current: false }));
    expect(newest()?.eligibleForRollback).toBe(false);
    expect(heroku.control.app(API).releases[1]).toMatchObject({ version: 85, current: true });
    const ids = () => heroku.world.apps.get(API)?.dynos.map(({ id }) => id) ?? [];
    const before = ids();
    await ask('DELETE', `/apps/${API}/dynos`);
    await eventually(() => expect(ids().filter((id) => before.includes(id))).toEqual([]));
    expect(dynos().map(({ version }) => version)).toEqual([85, 85]);
  });

  test('a failed release command: as the RCA tells it the slug runs all the same', async () => {
    heroku.control.rules({ failedReleases: 'deployed-anyway' });
    heroku.control.fault({
      on: 'rollback-post',
      modifiers: [{ kind: 'release-command', outcome: 'fails', takesMs: 10 }],
    });
    await rollBack(84);
    await eventually(() =>
      expect(dynos()).toMatchObject([
        { state: 'up', version: 86 },
        { state: 'up', version: 86 },
      ]),
    );
    expect(newest()).toMatchObject({ version: 86, status: 'failed', current: true });
  });

  test('a hanging release command leaves the old dynos serving; the hour ends it', async () => {
    heroku.control.fault({
      on: 'rollback-post',
      modifiers: [{ kind: 'release-command', outcome: 'hangs' }],
    });
    await rollBack(84);
    // Twenty times as long as the code's own command would take, and well before the hour is over.
    await new Promise<void>((resolve) => heroku.world.timeline.after(1_000_000, resolve));
    expect(newest()).toMatchObject({ status: 'pending', current: false });
    await eventually(() => expect(newest()).toMatchObject({ status: 'failed', current: false }));
  });

  test('the next config release carries the code that runs, or the newest, by rule', async () => {
    heroku.control.release(API, BEN, { kind: 'deploy', commit: 'abcdef012345' });
    heroku.control.endCommand(API, 86, 'fails');
    const commit = (version: number) =>
      heroku.control.app(API).releases.find((each) => each.version === version)?.commit;
    heroku.control.release(API, BEN, { kind: 'config', name: 'FLAG_A' });
    expect(commit(87)).toBe(commit(85));
    heroku.control.endCommand(API, 87, 'fails');
    heroku.control.rules({ configReleasesCarry: 'newest-code' });
    heroku.control.release(API, BEN, { kind: 'deploy', commit: '012345abcdef' });
    heroku.control.release(API, BEN, { kind: 'config', name: 'FLAG_B' });
    expect(commit(89)).toBe(commit(88));
    expect(commit(89)).not.toBe(commit(85));
  });

  test('retention: the oldest have expired and are refused', async () => {
    const staging = heroku.control.app('raxx-api-staging').releases;
    expect(staging.find(({ version }) => version === 413)).toMatchObject({
      status: 'expired',
      eligibleForRollback: false,
    });
    expect(staging.find(({ version }) => version === 414)).toMatchObject({ status: 'succeeded' });
    expect(await rollBack(413, 'raxx-api-staging')).toMatchObject({
      status: 422,
      body: { id: 'invalid_params' },
    });
    expect(newest('raxx-api-staging')?.version).toBe(433);
  });

  test('code destroyed before its time is refused as well', async () => {
    heroku.control.expire(API, 84);
    expect((await ask('GET', `${RELEASES}/84`)).body).toMatchObject({ status: 'expired' });
    expect((await rollBack(84)).status).toBe(422);
    expect(newest()?.version).toBe(85);
  });

  test.each(['v84', '84', 'nonsense'])('release %s is not an id', async (release) => {
    expect(await post({ release })).toMatchObject({ status: 404, body: { id: 'not_found' } });
    expect(newest()?.version).toBe(85);
  });

  test('containers: no slug, an image', async () => {
    const sdk = { accept: 'application/vnd.heroku+json; version=3.sdk' };
    const { body } = await ask('GET', '/apps/raxx-velvet-prod/releases/4', undefined, sdk);
    const id = heroku.world.apps.get('raxx-velvet-prod')?.releases.at(-1)?.artifact?.id;
    expect(body).toMatchObject({ slug: null, artifacts: [{ type: 'oci-image', id }], oci_image: { id } });
    const plain = await ask('GET', '/apps/raxx-velvet-prod/releases/4');
    expect(plain.body).not.toHaveProperty('oci_image');
    expect((await rollBack(2, 'raxx-velvet-prod')).body).toMatchObject({
      artifacts: [{ type: 'oci-image' }],
    });
  });

  test('containers: an image collected without a word looks eligible and is refused', async () => {
    heroku.control.imageGone('raxx-velvet-prod', 2);
    expect((await ask('GET', '/apps/raxx-velvet-prod/releases/2')).body).toMatchObject({
      status: 'succeeded',
      eligible_for_rollback: true,
    });
    expect(await rollBack(2, 'raxx-velvet-prod')).toMatchObject({
      status: 422,
      body: { id: 'invalid_params', message: expect.stringContaining('image') },
    });
    expect(newest('raxx-velvet-prod')?.version).toBe(4);
  });

  test('containers: `heroku container:release` makes a release of the pushed image, config as it is', async () => {
    const image = `sha256:${'c0ffee12'.repeat(8)}`;
    const release = (app: string) =>
      ask(
        'PATCH',
        `/apps/${app}/formation`,
        { updates: [{ type: 'web', docker_image: image }] },
        {
          accept: 'application/vnd.heroku+json; version=3.docker-releases',
        },
      );
    expect((await release('raxx-velvet-prod')).status).toBe(200);
    expect(newest('raxx-velvet-prod')).toMatchObject({
      version: 5,
      description: 'Deployed web (c0ffee12c0ff)',
      status: 'succeeded',
      current: true,
      configNames: ['API_URL', 'FLAG_VELVET_THEME', 'SECRET_KEY'],
    });
    expect((await release(API)).status).toBe(422);
  });

  test('a slug names its commit', async () => {
    const slug = heroku.world.apps.get(API)?.releases.at(-1)?.artifact?.id;
    expect((await ask('GET', `/apps/${API}/slugs/${slug}`)).body).toMatchObject({
      commit: expect.stringMatching(/^e07f41b2d9c8[0-9a-f]{28}$/),
    });
  });
});
