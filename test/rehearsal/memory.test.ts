/** Each stand-in can go on with what another one of its kind remembered, as after a stop of the rehearsal. */
import { deserialize, serialize } from 'node:v8';
import { expect, onTestFinished, test } from 'vitest';
import { startGitHub } from '../../rehearsal/github/start.ts';
import { type HerokuOptions, type HerokuSim, startHeroku } from '../../rehearsal/heroku/start.ts';
import { type SlackOptions, type SlackWorld, startSlack } from '../../rehearsal/slack/start.ts';
import { asker } from './heroku/support.ts';
import { form, startHttpApp, webClient } from './slack/small-app.ts';

const APP = 'raxx-api-prod';

async function heroku(options: HerokuOptions = {}): Promise<HerokuSim> {
  const started = await startHeroku(options);
  onTestFinished(() => started.stop());
  return started;
}

async function slack(options: SlackOptions = {}): Promise<SlackWorld> {
  const started = await startSlack(options);
  onTestFinished(() => started.stop());
  return started;
}

/** Through a file and back. */
function written<T>(memory: T): T {
  return deserialize(serialize(memory)) as T;
}

test('Heroku: releases, what is under way, armed faults, the journal and budgets go on', async () => {
  let now = Date.UTC(2026, 6, 1, 3);
  const clock = { now: () => new Date(now) };
  const before = await heroku(clock);
  const ask = asker(before);
  await ask('POST', `/apps/${APP}/releases`, { release: before.control.app(APP).releases[1]?.id });
  before.control.setBudget('switchback-bot@raxx.app', 12);
  before.control.fault({ on: 'rollback-post', times: 2, skip: 1, fate: { kind: 'cut-body' } });
  const memory = written(before.memory());
  await before.stop();

  const after = await heroku({ ...clock, memory });
  expect(after.control.state()).toEqual(before.control.state());
  expect(after.control.journal.entries).toEqual(before.control.journal.entries);
  expect(after.control.faultsWaiting()).toBe(1);
  expect(after.control.app(APP).releases[0]).toMatchObject({ version: 86, status: 'pending' });
  // One second until the command starts and 47 that it takes, of which none have gone by; then five until the dynos are up.
  now += 60_000;
  after.world.timeline.leap(60_000);
  expect(after.control.app(APP).releases[0]).toMatchObject({
    version: 86,
    status: 'succeeded',
    current: true,
  });
  expect(after.control.app(APP).dynos).toEqual([
    { name: 'web.1', state: 'up', version: 86 },
    { name: 'web.2', state: 'up', version: 86 },
  ]);
  const answer = await asker(after)('GET', `/apps/${APP}`);
  expect(Number(answer.headers.get('ratelimit-remaining'))).toBe(11);
  expect(after.control.journal.requests().at(-1)?.seq).toBe(after.control.journal.entries.length);
});

test('Slack: messages, open forms and what is typed in them, edits and pace of stamps go on', async () => {
  let now = Date.UTC(2026, 6, 1, 3);
  const wall = { wall: () => now };
  const before = await slack(wall);
  const app = await startHttpApp(before, (bolt) => {
    bolt.command('/rollback', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: form() });
    });
  });
  await before.as('ana').slash('ops', '/rollback api');
  const filled = await before.until(() => before.as('ana').modal(), 5_000);
  await filled.fill('symptom', 'text', 'signup 500s');
  const posted = await webClient(before).chat.postMessage({ channel: 'C0RAXX00OPS', text: 'Look' });
  before.as('bo').say('ops', 'I see it', posted.ts ?? null);
  before.office.archive('status');
  before.faults.add({ method: 'chat.update', kind: 'server-error', when: 'before', times: 3 });
  before.goDown();
  await app.stop();
  const memory = written(before.memory());
  await before.stop();
  // Whoever was sooner than the one before may not be stamped earlier.
  now -= 60_000;

  const after = await slack({ ...wall, memory });
  expect(after.isDown()).toBe(true);
  after.comeUp();
  expect(after.as('ana').messages('ops')).toEqual(before.as('ana').messages('ops'));
  const [open] = after.state.views.values();
  expect(open?.typed.get('symptom/text')).toEqual({ type: 'plain_text_input', value: 'signup 500s' });
  expect(after.as('ana').modal()?.viewId).toBe(open?.id);
  expect(
    [...after.state.channels.values()].filter(({ archived }) => archived).map(({ name }) => name),
  ).toEqual(['status']);
  expect(after.faults.armed()).toMatchObject([{ fault: { method: 'chat.update' }, left: 3 }]);
  const next = await webClient(after).chat.postMessage({ channel: 'C0RAXX00OPS', text: 'Still looking' });
  const stamps = after
    .as('ana')
    .messages('ops')
    .map(({ ts }) => Number(ts));
  expect(Number(next.ts)).toBe(Math.max(...stamps));
});

test('GitHub: what was planted, and what it has shown of it, goes on', async () => {
  const { world } = await heroku();
  const before = await startGitHub({ world });
  const pair = { from: '69eec51805af', to: 'e07f41b2d9c8' };
  before.plant({ ...pair, commits: [{ title: 'Drop a column' }] });
  const path = `/repos/raxx-app/TradeMasterAPI/compare/${pair.from}...${pair.to}`;
  const compare = async ({ url, token }: { readonly url: string; readonly token: string }) =>
    (await fetch(url + path, { headers: { authorization: `Bearer ${token}` } })).json();
  const shown = await compare(before);
  before.fault({ on: 'labels', fate: { kind: 'reset' } });
  await before.stop();

  const after = await startGitHub({ world, memory: written(before.memory()) });
  onTestFinished(() => after.stop());
  expect(JSON.stringify(shown)).toContain('Drop a column');
  expect(JSON.stringify(await compare(after)).replaceAll(after.url, '')).toBe(
    JSON.stringify(shown).replaceAll(before.url, ''),
  );
  expect(after.faultsWaiting()).toBe(1);
});
