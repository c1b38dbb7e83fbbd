import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type HerokuSim, startHeroku } from '../../../rehearsal/heroku/start.ts';
import { type Ask, asker, eventually, releaseId } from './support.ts';

const APP = 'raxx-console-prod';

describe('dynos and formation', () => {
  let heroku: HerokuSim;
  let ask: Ask;
  beforeEach(async () => {
    heroku = await startHeroku({ speed: 100 });
    ask = asker(heroku);
  });
  afterEach(() => heroku.stop());

  const dynos = () => heroku.control.app(APP).dynos;
  const smoke = async () => (await fetch(heroku.frontUrl(APP))).status;
  const rollBack = () => ask('POST', `/apps/${APP}/releases`, { release: releaseId(heroku, APP, 59) });

  test('a release turns up dynos to starting, then up, each with a new id', async () => {
    const seen: string[] = [];
    heroku.world.subscribe((event) => {
      if (event.kind === 'dyno') {
        seen.push(`${event.action} v${event.dyno.release.version} ${event.dyno.state}`);
      }
    });
    const [before] = heroku.world.apps.get(APP)?.dynos ?? [];
    await rollBack();
    await eventually(() => expect(dynos()).toMatchObject([{ state: 'up', version: 61 }]));
    expect(seen).toEqual(['destroy v60 up', 'create v61 starting', 'update v61 up']);
    expect(heroku.world.apps.get(APP)?.dynos[0]?.id).not.toBe(before?.id);
  });

  test('while they start, the front answers 503', async () => {
    await heroku.stop();
    heroku = await startHeroku({ timing: { startingMs: 0, upMs: 600_000 } });
    ask = asker(heroku);
    expect(await smoke()).toBe(200);
    await rollBack();
    await eventually(() => expect(dynos()).toMatchObject([{ state: 'starting', version: 61 }]));
    expect(await smoke()).toBe(503);
  });

  test('dynos that crash at once never get up', async () => {
    const states: string[] = [];
    heroku.world.subscribe((event) => {
      if (event.kind === 'dyno') states.push(event.dyno.state);
    });
    heroku.control.fault({ on: 'rollback-post', modifiers: [{ kind: 'dynos-crash', afterMs: 0 }] });
    await rollBack();
    await eventually(() => expect(dynos()).toMatchObject([{ state: 'crashed', version: 61 }]));
    expect(states).toEqual(['up', 'starting', 'crashed']);
  });

  test('dynos that crash after 29 s are up before', async () => {
    const states: string[] = [];
    heroku.world.subscribe((event) => {
      if (event.kind === 'dyno') states.push(event.dyno.state);
    });
    heroku.control.fault({ on: 'rollback-post', modifiers: [{ kind: 'dynos-crash', afterMs: 29_000 }] });
    await rollBack();
    await eventually(() => expect(dynos()).toMatchObject([{ state: 'crashed', version: 61 }]));
    expect(states).toEqual(['up', 'starting', 'up', 'crashed']);
    expect(await smoke()).toBe(503);
  });

  test('a crashed dyno is tried again after the cool-off', async () => {
    await heroku.stop();
    heroku = await startHeroku({ speed: 100, timing: { coolOffMs: 2_000 } });
    heroku.control.crash(APP, 'web');
    expect(dynos()).toMatchObject([{ state: 'crashed' }]);
    await eventually(() => expect(dynos()).toMatchObject([{ state: 'up' }]));
  });

  test('code that serves errors is up and answers 503', async () => {
    heroku.control.fault({ on: 'rollback-post', modifiers: [{ kind: 'serves-errors' }] });
    await rollBack();
    await eventually(() => expect(dynos()).toMatchObject([{ state: 'up', version: 61 }]));
    expect(await smoke()).toBe(503);
  });

  test('quantities as numbers and as the CLI writes them; the whole formation comes back; no release', async () => {
    const patch = (quantity: unknown) =>
      ask('PATCH', `/apps/${APP}/formation`, { updates: [{ type: 'web', quantity }] });
    expect((await patch('0')).body).toMatchObject([{ type: 'web', quantity: 0 }]);
    expect(dynos()).toEqual([]);
    expect((await patch('+2')).body).toMatchObject([{ quantity: 2 }]);
    expect((await patch('-1')).body).toMatchObject([{ quantity: 1 }]);
    expect((await patch(3)).body).toMatchObject([{ quantity: 3 }]);
    expect((await patch('many')).status).toBe(422);
    await eventually(() =>
      expect(dynos()).toMatchObject([{ state: 'up' }, { state: 'up' }, { state: 'up' }]),
    );
    expect(heroku.control.journal.releases()).toEqual([]);
    const whole = await ask('PATCH', '/apps/raxx-api-prod/formation', {
      updates: [{ type: 'web', quantity: 1 }],
    });
    expect(whole.body).toMatchObject([{ type: 'web' }, { type: 'release' }]);
  });

  test('with web=0 a rollback brings nothing up', async () => {
    await ask('PATCH', `/apps/${APP}/formation`, { updates: [{ type: 'web', quantity: 0 }] });
    await rollBack();
    // Two restarts later than the roll-out, which is due first.
    await new Promise<void>((resolve) => heroku.world.timeline.after(6_000, resolve));
    expect(dynos()).toEqual([]);
    expect(await smoke()).toBe(503);
  });

  test('DELETE restarts one dyno or all, on the same release', async () => {
    const before = heroku.world.apps.get(APP)?.dynos[0]?.id;
    expect(await ask('DELETE', `/apps/${APP}/dynos/web.1`)).toMatchObject({ status: 202, body: {} });
    await eventually(() => expect(heroku.world.apps.get(APP)?.dynos[0]?.id).not.toBe(before));
    await eventually(() => expect(dynos()).toMatchObject([{ state: 'up', version: 60 }]));
    expect((await ask('DELETE', `/apps/${APP}/dynos/web.7`)).status).toBe(404);
  });

  test('maintenance: the router answers, the dynos run on', async () => {
    expect((await ask('PATCH', `/apps/${APP}`, { maintenance: true })).body).toMatchObject({
      maintenance: true,
    });
    expect(await smoke()).toBe(503);
    expect(dynos()).toMatchObject([{ state: 'up' }]);
    await ask('PATCH', `/apps/${APP}`, { maintenance: false });
    expect(await smoke()).toBe(200);
  });
});

describe('the front', () => {
  test('guards the herokuapp address, can be cached and can be blocked itself', async () => {
    const heroku = await startHeroku();
    try {
      const guarded = await fetch(heroku.directUrl('raxx-api-prod'));
      expect([guarded.status, await guarded.json()]).toEqual([403, { error: 'direct_origin_blocked' }]);
      expect((await fetch(heroku.directUrl('raxx-api-staging'))).status).toBe(200);
      expect((await fetch(heroku.frontUrl('raxx-api-prod'))).status).toBe(503);

      heroku.control.cache('raxx-api-prod', 312);
      const cached = await fetch(heroku.frontUrl('raxx-api-prod'));
      expect(cached.status).toBe(200);
      expect([cached.headers.get('cf-cache-status'), cached.headers.get('age')]).toEqual(['HIT', '312']);

      heroku.control.blockFront('raxx-api-prod', true);
      expect((await fetch(heroku.frontUrl('raxx-api-prod'))).status).toBe(403);
    } finally {
      await heroku.stop();
    }
  });
});
