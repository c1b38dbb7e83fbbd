import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fate, Fault } from '../../../rehearsal/heroku/faults.ts';
import { BEN, BOT } from '../../../rehearsal/heroku/seed.ts';
import { type HerokuSim, startHeroku } from '../../../rehearsal/heroku/start.ts';
import { type Ask, asker, eventually, releaseId } from './support.ts';

const APP = 'raxx-console-prod';

describe('faults', () => {
  let heroku: HerokuSim;
  let ask: Ask;
  beforeEach(async () => {
    heroku = await startHeroku({ speed: 100 });
    ask = asker(heroku);
  });
  afterEach(() => heroku.stop());

  const fault = (fate: Fate, rest: Partial<Fault> = {}) =>
    heroku.control.fault({ on: 'rollback-post', fate, ...rest });
  const post = (signal?: AbortSignal) =>
    fetch(`${heroku.url}/apps/${APP}/releases`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${heroku.botToken}`,
        accept: 'application/vnd.heroku+json; version=3',
      },
      body: JSON.stringify({ release: releaseId(heroku, APP, 59) }),
      ...(signal === undefined ? {} : { signal }),
    });
  const made = () => heroku.control.journal.releases(APP).map(({ version, user }) => `v${version} ${user}`);
  const asked = () => heroku.control.journal.requests('rollback-post');
  const OURS = [`v61 ${BOT}`];

  test.each<[Fate, string[]]>([
    [{ kind: 'lost-after-acting' }, OURS],
    [{ kind: 'reset-before-acting' }, []],
    [{ kind: 'cut-body' }, OURS],
  ])('%o: no whole answer', async (fate, expected) => {
    fault(fate);
    await expect(post().then((response) => response.text())).rejects.toThrow();
    expect(made()).toEqual(expected);
    expect(asked()).toMatchObject([{ fate: fate.kind, acted: expected.length > 0 }]);
    expect((await post()).status).toBe(201);
  });

  test.each<[Fate, number, string[]]>([
    [{ kind: 'rate-limited', retryAfterSeconds: null }, 429, []],
    [{ kind: 'error-before-acting', status: 503 }, 503, []],
    [{ kind: 'error-after-acting', status: 502 }, 502, OURS],
    [{ kind: 'html', acts: false }, 200, []],
    [{ kind: 'html', acts: true }, 200, OURS],
    [{ kind: 'no-scope' }, 403, []],
    [{ kind: 'unauthorized' }, 401, []],
  ])('%o: answers %i', async (fate, status, expected) => {
    fault(fate);
    const response = await post();
    expect(response.status).toBe(status);
    expect(made()).toEqual(expected);
    expect(response.headers.get('content-type')).toMatch(fate.kind === 'html' ? 'text/html' : 'json');
  });

  test('429 says when to come back only if told to', async () => {
    fault({ kind: 'rate-limited', retryAfterSeconds: 7 });
    fault({ kind: 'rate-limited', retryAfterSeconds: null });
    expect((await post()).headers.get('retry-after')).toBe('7');
    expect((await post()).headers.get('retry-after')).toBeNull();
  });

  test.each<[Fate, string[]]>([
    [{ kind: 'hang-before-acting' }, []],
    [{ kind: 'hang-after-acting' }, OURS],
  ])('%o: never answers', async (fate, expected) => {
    fault(fate);
    const giveUp = new AbortController();
    const answer = post(giveUp.signal);
    answer.catch(() => undefined);
    await eventually(() => expect(asked()).toMatchObject([{ fate: fate.kind }]));
    await eventually(() => expect(made()).toEqual(expected));
    giveUp.abort();
    await expect(answer).rejects.toThrow();
    expect(asked()).toMatchObject([{ status: null }]);
  });

  test('a late landing acts although the connection is gone', async () => {
    fault({ kind: 'late-landing', ms: 30 });
    await expect(post()).rejects.toThrow();
    await eventually(() => expect(made()).toEqual(OURS));
    expect(heroku.control.journal.releases()).toMatchObject([{ request: asked()[0]?.seq }]);
  });

  test('somebody else just before, inside or just after', async () => {
    const what = { kind: 'config', name: 'FLAG_X' } as const;
    for (const when of ['before', 'inside', 'after'] as const) {
      heroku.control.fault({
        on: 'rollback-post',
        modifiers: [{ kind: 'foreign-release', when, by: BEN, what }],
      });
    }
    // All three wait for the same request.
    expect(await (await post()).json()).toMatchObject({ version: 63 });
    expect(made()).toEqual([`v61 ${BEN}`, `v62 ${BEN}`, `v63 ${BOT}`, `v64 ${BEN}`]);
  });

  test('faults wait for their request, their app and their turn', async () => {
    fault({ kind: 'error-before-acting', status: 500 }, { on: 'dynos-read', app: APP, skip: 1, times: 2 });
    const read = async (app: string) => (await ask('GET', `/apps/${app}/dynos`)).status;
    expect(await read('raxx-api-prod')).toBe(200);
    expect((await ask('GET', `/apps/${APP}/formation`)).status).toBe(200);
    expect([await read(APP), await read(APP), await read(APP), await read(APP)]).toEqual([
      200, 500, 500, 200,
    ]);
    expect(heroku.control.faultsWaiting()).toBe(0);
  });

  test('a slow read is overtaken by a quick one', async () => {
    heroku.control.fault({ on: 'dynos-read', modifiers: [{ kind: 'slow', ms: 600 }] });
    const finished: string[] = [];
    const slow = ask('GET', `/apps/${APP}/dynos`).then(() => finished.push('slow'));
    await eventually(() => expect(heroku.control.faultsWaiting()).toBe(0));
    await ask('GET', `/apps/${APP}/dynos`).then(() => finished.push('quick'));
    await slow;
    expect(finished).toEqual(['quick', 'slow']);
  });

  test('nobody can connect for a while', async () => {
    await heroku.control.refuseConnections();
    await expect(post()).rejects.toThrow();
    await heroku.control.acceptConnections();
    expect((await post()).status).toBe(201);
    expect(asked()).toHaveLength(1);
    await heroku.control.refuseConnections(20);
    await eventually(async () => expect((await fetch(heroku.frontUrl(APP))).status).toBe(200));
  });

  test('a listener that fails does not look like a fault asked for', async () => {
    heroku.control.onRequest(() => {
      throw new Error('mistake in a test');
    });
    const response = await post();
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ id: 'simulator_bug' });
  });

  test('a listener stands between arrival, effect and answer, and may make them wait', async () => {
    const seen: string[] = [];
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    heroku.control.onRequest(async ({ boundary, request }) => {
      seen.push(`${boundary} ${request.name}: ${made().length} made`);
      if (boundary === 'received') await held;
    });
    const answer = post();
    await eventually(() => expect(seen).toEqual(['received rollback-post: 0 made']));
    go();
    expect((await answer).status).toBe(201);
    expect(seen).toEqual(['received rollback-post: 0 made', 'acted rollback-post: 1 made']);
  });
});
