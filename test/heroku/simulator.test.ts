/** The edge and the simulated Heroku, built apart, mean the same thing. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../rehearsal/heroku/faults.ts';
import { BEN } from '../../rehearsal/heroku/seed.ts';
import { type HerokuSim, startHeroku } from '../../rehearsal/heroku/start.ts';
import { openSmoke } from '../../src/http/smoke.ts';
import type { Heroku, Sent } from '../../src/ports.ts';
import { logEvidence } from '../../src/runbooks/rollback/log-evidence.ts';
import { herokuAt } from './vendor-answers.ts';

const APP = 'raxx-api-prod';
const asking = { purpose: 'rollback' } as const;
let sim: HerokuSim;
let heroku: Heroku;
let before: number;

beforeEach(async () => {
  sim = await startHeroku({ speed: 1_000 });
  heroku = herokuAt(sim.url, { tokenFor: () => sim.botToken, sendDeadlineMs: 400 });
  before = sim.control.journal.releases(APP).length;
});

afterEach(() => sim.stop());

async function targetId(): Promise<string> {
  const target = await heroku.release(APP, 84, asking);
  if (!target.ok) throw new Error(target.why);
  return target.value.id;
}

const made = () => sim.control.journal.releases(APP).length - before;
const posts = () => sim.control.journal.requests('rollback-post').length;

it('every read is understood', async () => {
  const releases = await heroku.releases(APP, 10, asking);
  const newest = releases.ok ? releases.value[0] : undefined;
  expect(releases.ok && releases.value[0]?.current).toBe(true);
  for (const read of [
    await heroku.account(null, asking),
    await heroku.dynos(APP, asking),
    await heroku.formation(APP, asking),
    await heroku.configDifference(APP, 84, ['FLAG_ENFORCE_CF_ORIGIN'], asking),
    await heroku.slug(APP, newest?.slugId ?? '', asking),
    await heroku.logs(APP, 1_500, asking),
    await heroku.releaseOutput({ outputStreamUrl: newest?.outputStreamUrl ?? null }, asking),
    await heroku.addonConfigNames(APP, asking),
  ]) {
    expect(read.ok).toBe(true);
  }
  expect(await heroku.dynos('no-such-app', asking)).toEqual({ ok: false, why: 'not-found' });
});

it('a rollback is the release that was asked for, by the account of the token', async () => {
  const sent = await heroku.rollBack(APP, await targetId());
  const account = await heroku.account(null, asking);
  expect(sent).toMatchObject({
    kind: 'answered',
    status: 201,
    release: { description: 'Rollback to v84', user: account.ok && account.value },
  });
  expect(made()).toBe(1);
});

describe('what was printed', () => {
  const look = async (changedPaths: readonly string[] | null) => {
    const [lines, bad] = [await heroku.logs(APP, 1_500, asking), await heroku.release(APP, 85, asking)];
    if (!lines.ok || !bad.ok) throw new Error('not read');
    return logEvidence({
      lines: lines.value,
      releasedAt: bad.value.createdAt,
      changedPaths,
      now: new Date(),
    });
  };

  it('tells that the trouble began with v85, and in which of its files', async () => {
    expect(await look(['signup/validation.py'])).toMatchObject({
      verdict: 'began-with-release',
      counts: { H10: { since: 41, before: 0 }, R14: { since: 0, before: 0 } },
      tracebacks: {
        naming: 1,
        example: {
          path: 'signup/validation.py',
          line: 31,
          ofRelease: true,
          error: expect.stringMatching(/^ImportError: cannot import/),
        },
      },
    });
  });

  it('tells of a trouble that was there before', async () => {
    sim.control.trouble('raxx-console-prod', { kind: 'memory', fromMinutes: 25 });
    const lines = await heroku.logs('raxx-console-prod', 1_500, asking);
    const releasedAt = new Date(Date.now() - 10 * 60_000);
    const facts = { releasedAt, changedPaths: null, now: new Date() };
    expect(lines.ok && logEvidence({ lines: lines.value, ...facts }).verdict).toBe('was-there-before');
  });

  it('T74: holds no secret of the app, in no encoding', async () => {
    const secret = sim.world.apps.get(APP)?.config['SECRET_KEY'] ?? '';
    const shapes = [
      secret,
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      encodeURIComponent(`${secret}/+`),
      JSON.stringify({ a: secret }),
    ];
    const texts = shapes.flatMap((shape) => [
      `boot with ${shape}`,
      `SECRET_KEY=${shape}`,
      `redis://:${shape}@h/0`,
    ]);
    sim.control.logLines(
      APP,
      texts.map((text) => ({ from: 'app[web.1]', text })),
    );
    sim.control.output(APP, 85, texts);
    const bad = await heroku.release(APP, 85, asking);
    const output = bad.ok && (await heroku.releaseOutput(bad.value, asking));
    const seen = JSON.stringify([await heroku.logs(APP, 1_500, asking), output]);
    expect(seen).toContain('boot with');
    expect(shapes.filter((shape) => seen.includes(shape))).toEqual([]);
  });

  it('names what add-ons own, and flags as they were', async () => {
    sim.control.release(APP, BEN, { kind: 'addon', plan: 'heroku-kafka:basic-0', configVar: 'KAFKA_URL' });
    expect(await heroku.addonConfigNames(APP, asking)).toEqual({
      ok: true,
      value: ['DATABASE_URL', 'KAFKA_URL', 'REDIS_URL'],
    });
    const flags = ['FLAG_ENFORCE_CF_ORIGIN', 'FLAG_BETA_WALKTHROUGH', 'FLAG_NEW'];
    sim.control.release(APP, BEN, { kind: 'config', name: 'FLAG_NEW' });
    expect(await heroku.configDifference(APP, 85, flags, asking)).toMatchObject({
      ok: true,
      value: {
        vanishes: ['FLAG_NEW', 'KAFKA_URL'],
        flagsNow: ['FLAG_ENFORCE_CF_ORIGIN', 'FLAG_NEW'],
        flagsThen: ['FLAG_ENFORCE_CF_ORIGIN'],
      },
    });
  });
});

type Fate = NonNullable<Fault['fate']>;

describe('one POST, whatever its fate', () => {
  it.each<[Fate, number, Partial<Sent>]>([
    [{ kind: 'lost-after-acting' }, 1, { kind: 'lost' }],
    [{ kind: 'reset-before-acting' }, 0, { kind: 'lost' }],
    [{ kind: 'hang-before-acting' }, 0, { kind: 'lost', why: 'deadline' }],
    [{ kind: 'hang-after-acting' }, 1, { kind: 'lost', why: 'deadline' }],
    [{ kind: 'cut-body' }, 1, { kind: 'lost', why: 'cut' }],
    [
      { kind: 'rate-limited', retryAfterSeconds: 1 },
      0,
      { kind: 'answered', status: 429, errorId: 'rate_limit' },
    ],
    [{ kind: 'error-before-acting', status: 503 }, 0, { kind: 'answered', status: 503, release: null }],
    [{ kind: 'error-after-acting', status: 502 }, 1, { kind: 'answered', status: 502, release: null }],
    [{ kind: 'html', acts: true }, 1, { kind: 'answered', status: 200, release: null, errorId: null }],
    [{ kind: 'no-scope' }, 0, { kind: 'answered', status: 403, errorId: 'forbidden' }],
    [{ kind: 'refused', status: 422 }, 0, { kind: 'answered', status: 422, errorId: 'invalid_params' }],
    [{ kind: 'refused', status: 404 }, 0, { kind: 'answered', status: 404, errorId: 'not_found' }],
    [{ kind: 'unauthorized' }, 0, { kind: 'answered', status: 401, errorId: 'unauthorized' }],
  ])('%j makes %i release', async (fate, releases, expected) => {
    const id = await targetId();
    sim.control.fault({ on: 'rollback-post', fate });
    expect(await heroku.rollBack(APP, id)).toMatchObject(expected);
    expect([posts(), made()]).toEqual([1, releases]);
  });

  it('is not sent at all where nobody can connect', async () => {
    const id = await targetId();
    await sim.control.refuseConnections();
    expect(await heroku.rollBack(APP, id)).toEqual({ kind: 'never-connected', why: 'refused' });
    await sim.control.acceptConnections();
    expect([posts(), made()]).toEqual([0, 0]);
  });
});

describe('the smoke check', () => {
  const check = (url: string) =>
    openSmoke({ targetFor: () => ({ url, headers: {} }), allowLoopback: true, log: { info() {} } }).check(
      APP,
    );

  it('knows the guarded origin from an outage, and a cached page from a fresh one', async () => {
    expect(await check(sim.directUrl(APP))).toMatchObject({
      kind: 'answered',
      status: 403,
      originGuard: true,
    });
    expect(await check(sim.frontUrl(APP))).toMatchObject({ cached: false, originGuard: false });
    sim.control.cache(APP, 30);
    expect(await check(sim.frontUrl(APP))).toMatchObject({ kind: 'answered', cached: true });
  });
});
