/** Home tabs and shortcuts of the local Slack, met with the vendor's own client and receivers. */
import type { App } from '@slack/bolt';
import type { HomeView, KnownBlock } from '@slack/types';
import { afterEach, expect, test } from 'vitest';
import { checkHome } from '../../../rehearsal/slack/block-kit/check.ts';
import { type Grants, readGrants } from '../../../rehearsal/slack/manifest.ts';
import { type SlackWorld, startSlack } from '../../../rehearsal/slack/start.ts';
import { form, startHttpApp, startSocketApp, webClient } from './small-app.ts';

const GRANTS: Grants = {
  ...readGrants(),
  homeTab: true,
  events: ['app_home_opened'],
  shortcuts: [
    { name: 'Do it', callbackId: 'do', description: 'From anywhere', type: 'global' },
    { name: 'Because of this', callbackId: 'because', description: 'From a message', type: 'message' },
  ],
};

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function open(grants: Grants = GRANTS): Promise<SlackWorld> {
  const world = await startSlack({ grants });
  closers.push(world.stop);
  return world;
}

const section: KnownBlock = { type: 'section', text: { type: 'mrkdwn', text: 'Hello *you*' } };
const button: KnownBlock = {
  type: 'actions',
  elements: [
    { type: 'button', action_id: 'look', value: 'here', text: { type: 'plain_text', text: 'Look' } },
  ],
};
const homeView = (...blocks: readonly KnownBlock[]): HomeView => ({ type: 'home', blocks: [...blocks] });

const code = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    (error: { data?: { error?: string } }) => error.data?.error ?? String(error),
  );

/** The vendor's type leaves it out. */
const hashIn = (view: object | undefined) => (view && 'hash' in view ? view.hash : null);

/** What the app is told of, and what it does about it. */
function register(seen: unknown[]): (bolt: App) => void {
  return (bolt) => {
    bolt.event('app_home_opened', async ({ event, client }) => {
      seen.push([event.user, event.tab, hashIn(event.view)]);
      await client.views.publish({ user_id: event.user, view: homeView(section, button) });
    });
    bolt.action('look', async ({ ack, body, client }) => {
      await ack();
      if (body.type !== 'block_actions') throw new Error('not a tap');
      seen.push([body.view?.type, body.container['type'], body.channel ?? null]);
      await client.views.open({ trigger_id: body.trigger_id, view: form() });
    });
    bolt.shortcut('do', async ({ ack, shortcut, client }) => {
      await ack();
      seen.push([shortcut.type, 'channel' in shortcut]);
      await client.views.open({ trigger_id: shortcut.trigger_id, view: form() });
    });
    bolt.shortcut('because', async ({ ack, shortcut }) => {
      await ack();
      if (shortcut.type !== 'message_action') throw new Error('not of a message');
      seen.push([shortcut.type, shortcut.channel.name, shortcut.message.text]);
    });
  };
}

test.each([
  ['http', startHttpApp],
  ['socket', startSocketApp],
] as const)('Bolt hears of an opened home, publishes, and is tapped in it: %s', async (transport, start) => {
  const seen: unknown[] = [];
  const world = await open();
  const app = await start(world, register(seen));
  closers.push(app.stop);
  const ana = world.as('ana');
  expect(ana.home()).toBeNull();
  expect((await ana.openHome()).delivery).toMatchObject({
    kind: 'app_home_opened',
    transport,
    outcome: 'acknowledged',
  });
  const home = await world.until(() => ana.home(), 2_000);
  expect(home.text()).toBe('Hello *you*\n[Look]');
  expect(world.as('bo').home()).toBeNull();

  const { id, hash } = home.view();
  await ana.openHome();
  await world.until(() => home.view().hash !== hash, 2_000);
  expect(home.view().id).toBe(id);

  await home.tap('look');
  await world.until(() => ana.modal(), 2_000);
  await ana.closeModal();
  await ana.shortcut('do');
  await world.until(() => ana.modal(), 2_000);
  ana.say('ops', 'signup <500s>');
  const said = await world.until(() => ana.find('ops', /signup/), 1_000);
  await ana.messageShortcut('because', said);
  expect(seen).toEqual([
    [ana.id, 'home', null],
    [ana.id, 'home', hash],
    ['home', 'view', null],
    ['shortcut', false],
    ['message_action', 'ops', 'signup &lt;500s&gt;'],
  ]);
});

test('an app that asked for no events hears of none', async () => {
  const world = await open({ ...GRANTS, events: [] });
  expect((await world.as('ana').openHome()).delivery).toBeNull();
});

test('shortcuts that are not on offer', async () => {
  const world = await open();
  const ana = world.as('ana');
  ana.say('ops', 'signup 500s');
  const said = await world.until(() => ana.find('ops', /signup/), 1_000);
  await expect(ana.shortcut('because')).rejects.toThrow('No global shortcut because; on offer: do');
  await expect(ana.messageShortcut('do', said)).rejects.toThrow('No message shortcut do; on offer: because');
  await expect(ana.messageShortcut('because', { ...said, ephemeralFor: ana.id })).rejects.toThrow(
    'no shortcuts',
  );
  expect((await ana.shortcut('do')).notice).toBe('This app responded with an error: dispatch_failed');
});

test('what Slack refuses to publish', async () => {
  const world = await open();
  const slack = webClient(world);
  const publish = (view: HomeView, more: object = {}) =>
    code(slack.views.publish({ user_id: world.as('ana').id, view, ...more }));
  expect(await publish(homeView(section))).toBe('ok');
  expect(await publish(homeView(section), { hash: 'older' })).toBe('hash_conflict');
  expect(await publish(homeView(...Array.from({ length: 101 }, () => section)))).toBe('invalid_arguments');
  const long: KnownBlock = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(2_990) } };
  expect(await publish(homeView(...Array.from({ length: 90 }, () => long)))).toBe('view_too_large');
  expect(await code(slack.views.publish({ user_id: 'U0NOBODY', view: homeView() }))).toBe(
    'invalid_arguments',
  );
  const without = webClient(await open({ ...GRANTS, homeTab: false }));
  expect(await code(without.views.publish({ user_id: world.as('ana').id, view: homeView() }))).toBe(
    'not_enabled',
  );
});

test('a home has no title and nothing to submit', () => {
  expect(checkHome(homeView(section, button))).toEqual([]);
  expect(checkHome({ ...homeView(section), title: { type: 'plain_text', text: 'Home' } })).not.toEqual([]);
  expect(checkHome(form())).not.toEqual([]);
});
