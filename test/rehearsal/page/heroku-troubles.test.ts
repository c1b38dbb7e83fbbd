/** Every named trouble does to the simulated Heroku what it says, by the way a window takes. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type HerokuSim, startHeroku } from '../../../rehearsal/heroku/start.ts';
import { performHeroku } from '../../../rehearsal/page/heroku/perform.ts';
import { HEROKU_TROUBLES } from '../../../rehearsal/page/heroku/troubles.ts';
import { troublesShown } from '../../../rehearsal/page/troubles/trouble.ts';
import { type Ask, asker, eventually, releaseId } from '../heroku/support.ts';

const APP = 'raxx-api-prod';
/** Its dynos are up at the beginning. */
const HEALTHY = 'raxx-console-prod';
const BEN = 'ben@raxx.app';
const MINUTE = 60_000;
/** Longer than the release command, and than the dynos take after it. */
const ALL_DONE = 2 * MINUTE;

let heroku: HerokuSim;
let ask: Ask;

beforeEach(async () => {
  heroku = await startHeroku();
  ask = asker(heroku);
});
afterEach(() => heroku.stop());

function turn(id: string, options: { app?: string; amount?: number; on?: boolean } = {}): Promise<null> {
  const { app = APP, amount = null, on = true } = options;
  return performHeroku(heroku, { what: 'heroku.trouble', id, app, amount, on });
}

function onAt(id: string): readonly string[] {
  const all = troublesShown(HEROKU_TROUBLES, heroku, [...heroku.world.apps.keys()]);
  return all.find((each) => each.id === id)?.on ?? [];
}

const app = () => heroku.control.app(APP);
const newest = () => app().releases[0];
const live = () => app().releases.find(({ current }) => current)?.version;
const dynoStates = () => [...new Set(app().dynos.map(({ state }) => state))];
const leap = (ms: number) => heroku.world.timeline.leap(ms);
const rollBack = () => ask('POST', `/apps/${APP}/releases`, { release: releaseId(heroku, APP, 84) });
const read = async () => (await ask('GET', `/apps/${APP}`)).status;
const smoke = async (name: string) => (await fetch(heroku.frontUrl(name))).status;
const noAnswer = /fetch failed|terminated/;

/** Given up while it waits; what the journal says of it. */
async function givenUp() {
  const asked = fetch(`${heroku.url}/apps/${APP}`, {
    headers: { authorization: `Bearer ${heroku.botToken}`, accept: 'application/vnd.heroku+json; version=3' },
    signal: AbortSignal.timeout(500),
  });
  await expect(asked).rejects.toThrow(/timeout/);
  return heroku.control.journal.requests('app-read').at(-1);
}

const EFFECTS: Readonly<Record<string, () => Promise<void>>> = {
  async 'silent-after-acting'() {
    await turn('silent-after-acting');
    await expect(rollBack()).rejects.toThrow(noAnswer);
    expect(newest()?.description).toBe('Rollback to v84');
    expect(onAt('silent-after-acting')).toEqual([]);
  },
  async 'lost-before-acting'() {
    await turn('lost-before-acting');
    await expect(rollBack()).rejects.toThrow(noAnswer);
    expect(newest()?.version).toBe(85);
  },
  async 'lands-late'() {
    await turn('lands-late', { amount: 1 });
    await expect(rollBack()).rejects.toThrow(noAnswer);
    expect(newest()?.version).toBe(85);
    await eventually(() => expect(newest()?.description).toBe('Rollback to v84'));
  },
  async 'refuses-connections'() {
    await turn('refuses-connections', { amount: 3_600 });
    await expect(read()).rejects.toThrow('fetch failed');
    await expect(smoke(HEALTHY)).rejects.toThrow('fetch failed');
    await turn('refuses-connections', { on: false });
    expect(await read()).toBe(200);
  },
  async hangs() {
    await turn('hangs');
    expect(await givenUp()).toMatchObject({ status: null, acted: false, fate: 'hang-before-acting' });
    expect(await smoke(HEALTHY)).toBe(200);
    await turn('hangs', { on: false });
    expect(await read()).toBe(200);
  },
  async 'all-503'() {
    await turn('all-503');
    expect([await read(), await read(), (await rollBack()).status]).toEqual([503, 503, 503]);
    expect(await smoke(HEALTHY)).toBe(200);
    await turn('all-503', { on: false });
    expect(await read()).toBe(200);
  },
  async slow() {
    await turn('slow', { amount: 120 });
    expect(await givenUp()).toMatchObject({ status: 200, acted: true });
    await turn('slow', { on: false });
    expect(await read()).toBe(200);
  },
  async 'rate-limited'() {
    await turn('rate-limited', { amount: 7 });
    const { status, headers } = await ask('GET', `/apps/${APP}`);
    expect([status, headers.get('retry-after')]).toEqual([429, '7']);
    await turn('rate-limited', { on: false });
    expect(await read()).toBe(200);
  },
  async 'budget-spent'() {
    expect(await read()).toBe(200);
    await turn('budget-spent');
    expect(await read()).toBe(429);
  },
  async 'token-refused'() {
    await turn('token-refused');
    expect(await read()).toBe(401);
    await turn('token-refused', { on: false });
    expect(await read()).toBe(200);
  },
  async 'command-will-fail'() {
    await turn('command-will-fail');
    await rollBack();
    leap(ALL_DONE);
    expect([newest()?.status, live()]).toEqual(['failed', 85]);
  },
  async 'command-will-hang'() {
    await turn('command-will-hang');
    await rollBack();
    leap(10 * MINUTE);
    expect(newest()?.status).toBe('pending');
  },
  async 'failed-runs-anyway'() {
    await turn('failed-runs-anyway');
    await turn('command-will-fail');
    await rollBack();
    leap(ALL_DONE);
    expect([newest()?.status, live()]).toEqual(['failed', 86]);
    await turn('failed-runs-anyway', { on: false });
    expect(heroku.world.rules.failedReleases).toBe('not-deployed');
  },
  async 'dynos-will-crash'() {
    await turn('dynos-will-crash');
    await rollBack();
    leap(ALL_DONE);
    expect([live(), ...dynoStates()]).toEqual([86, 'crashed']);
  },
  async 'dynos-will-crash-later'() {
    await turn('dynos-will-crash-later', { amount: 600 });
    await rollBack();
    leap(ALL_DONE);
    expect(dynoStates()).toEqual(['up']);
    leap(10 * MINUTE);
    expect(dynoStates()).toEqual(['crashed']);
  },
  async 'will-serve-errors'() {
    await turn('will-serve-errors');
    await rollBack();
    leap(ALL_DONE);
    expect(dynoStates()).toEqual(['up']);
    expect(await smoke(APP)).toBe(503);
  },
  async 'command-succeeds'() {
    await rollBack();
    leap(5_000);
    await turn('command-succeeds');
    expect([newest()?.status, live()]).toEqual(['succeeded', 86]);
    await expect(turn('command-succeeds')).rejects.toThrow(`No release command runs on ${APP} now.`);
  },
  async 'command-fails'() {
    await rollBack();
    leap(5_000);
    await turn('command-fails');
    expect([newest()?.status, live()]).toEqual(['failed', 85]);
  },
  async 'dynos-crash-now'() {
    await turn('dynos-crash-now', { app: HEALTHY });
    expect(heroku.control.app(HEALTHY).dynos.map(({ state }) => state)).toEqual(['crashed']);
  },
  async 'origin-guard'() {
    await turn('origin-guard', { app: HEALTHY });
    expect(onAt('origin-guard')).toEqual([HEALTHY]);
    expect(await smoke(HEALTHY)).toBe(403);
    await turn('origin-guard', { app: HEALTHY, on: false });
    expect(await smoke(HEALTHY)).toBe(200);
  },
  async 'cached-200'() {
    await turn('cached-200', { amount: 300 });
    const { status, headers } = await fetch(heroku.frontUrl(APP));
    expect([status, headers.get('cf-cache-status'), headers.get('age')]).toEqual([200, 'HIT', '300']);
    await turn('cached-200', { on: false });
    expect(await smoke(APP)).toBe(503);
  },
  async 'target-expired'() {
    await turn('target-expired', { amount: 84 });
    expect(app().releases.find(({ version }) => version === 84)).toMatchObject({
      status: 'expired',
      eligibleForRollback: false,
    });
    await expect(turn('target-expired', { amount: 85 })).rejects.toThrow(
      'v85 is live: Heroku keeps its code.',
    );
  },
  async 'image-gone'() {
    await turn('image-gone', { amount: 84 });
    const { status, body } = await rollBack();
    expect(status).toBe(422);
    expect(JSON.stringify(body)).toContain('no longer available');
  },
  async 'colleague-deploys'() {
    await turn('colleague-deploys', { app: HEALTHY });
    leap(ALL_DONE);
    const [first] = heroku.control.app(HEALTHY).releases;
    expect(first).toMatchObject({ version: 61, user: BEN, current: true });
    expect(await smoke(HEALTHY)).toBe(200);
  },
  async 'colleague-deploys-crash'() {
    await turn('colleague-deploys-crash', { app: HEALTHY });
    leap(ALL_DONE);
    expect(heroku.control.app(HEALTHY).dynos).toMatchObject([{ state: 'crashed', version: 61 }]);
  },
  async 'colleague-deploys-errors'() {
    await turn('colleague-deploys-errors', { app: HEALTHY });
    leap(ALL_DONE);
    expect(heroku.control.app(HEALTHY).dynos).toMatchObject([{ state: 'up', version: 61 }]);
    expect(await smoke(HEALTHY)).toBe(503);
  },
  async 'colleague-sets-config'() {
    await turn('colleague-sets-config');
    expect(newest()).toMatchObject({ version: 86, user: BEN });
    expect(app().configNames).toContain('SUPPORT_BANNER');
  },
  async 'colleague-rolls-back'() {
    await turn('colleague-rolls-back', { amount: 82 });
    expect(newest()).toMatchObject({ description: 'Rollback to v82', user: BEN });
    await turn('target-expired', { amount: 80 });
    await expect(turn('colleague-rolls-back', { amount: 80 })).rejects.toThrow(
      'Heroku does not roll back to v80.',
    );
  },
};

describe('each trouble', () => {
  test('is in this table', () => {
    expect(Object.keys(EFFECTS).sort()).toEqual(HEROKU_TROUBLES.map(({ id }) => id).sort());
  });
  test.each(Object.entries(EFFECTS))('%s', (_id, effect) => effect());
});

test.each(HEROKU_TROUBLES.filter(({ ends }) => ends !== undefined).map(({ id, asks }) => ({ id, asks })))(
  '$id is seen to be on, also when it is switched on twice, and off after one switch',
  async ({ id, asks }) => {
    const amount = asks?.kind === 'number' ? { amount: asks.first } : {};
    expect(onAt(id)).toEqual([]);
    await turn(id, amount);
    await turn(id, amount);
    expect(onAt(id)).toContain(APP);
    await turn(id, { on: false });
    expect(onAt(id)).toEqual([]);
    expect(heroku.control.faultsWaiting()).toBe(0);
  },
);

test.each([
  { id: 'nonsense', options: {}, words: 'I know no such trouble. Reload the page.' },
  { id: 'hangs', options: { app: 'raxx-nowhere' }, words: 'There is no raxx-nowhere here.' },
  { id: 'slow', options: {}, words: 'It needs a number: seconds late.' },
  { id: 'slow', options: { amount: 0 }, words: 'seconds late: from 1 to 120.' },
  { id: 'slow', options: { amount: 100_000 }, words: 'seconds late: from 1 to 120.' },
  { id: 'dynos-crash-now', options: { on: false }, words: 'That cannot be taken back.' },
  { id: 'target-expired', options: { amount: 12 }, words: `${APP} has no v12.` },
  { id: 'image-gone', options: { app: 'raxx-velvet-prod', amount: 1 }, words: 'v1 has no code.' },
  { id: 'colleague-rolls-back', options: { amount: 12 }, words: `${APP} has no v12.` },
])('$id with $options is refused in words, and nothing is armed', async ({ id, options, words }) => {
  await expect(turn(id, options)).rejects.toThrow(words);
  expect(heroku.control.faultsWaiting()).toBe(0);
});

test('a refusal that ends by itself does not end a later one', async () => {
  await heroku.control.refuseConnections(50);
  await heroku.control.acceptConnections();
  await turn('refuses-connections', { amount: 3_600 });
  // Planted later and for longer: the first refusal's own timer has run by then.
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(heroku.control.refusesConnections()).toBe(true);
});

test('armed faults are lifted one by one, or all at once', async () => {
  await turn('hangs');
  await turn('all-503');
  const ids = heroku.control.faultsArmed().map(({ id }) => id);
  const [first = 0] = ids;
  await performHeroku(heroku, { what: 'heroku.lift', id: first });
  expect([onAt('hangs'), onAt('all-503').length]).toEqual([[], heroku.world.apps.size]);
  await expect(performHeroku(heroku, { what: 'heroku.lift', id: first })).rejects.toThrow(
    'It has struck already, or was lifted.',
  );
  await performHeroku(heroku, { what: 'heroku.lift', id: null });
  expect(heroku.control.faultsArmed()).toEqual([]);
});
