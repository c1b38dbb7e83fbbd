/** Emoji under messages, as the app hears of them. */
import { expect, onTestFinished, test } from 'vitest';
import { type Grants, readGrants } from '../../../rehearsal/slack/manifest.ts';
import { type SlackWorld, startSlack } from '../../../rehearsal/slack/start.ts';
import { startHttpApp } from './small-app.ts';

async function open(over: Partial<Grants>): Promise<SlackWorld> {
  const world = await startSlack({ grants: { ...readGrants(), ...over } });
  onTestFinished(() => world.stop());
  return world;
}

const ASKS = { events: ['reaction_added', 'reaction_removed'], scopes: ['reactions:read'] };

test('each is told once, with where the message is and not what it says', async () => {
  const world = await open(ASKS);
  const heard: unknown[] = [];
  const { stop } = await startHttpApp(world, (bolt) => {
    bolt.event('reaction_added', async ({ event }) => {
      heard.push(['added', event.user, event.reaction, event.item_user, event.item]);
    });
    bolt.event('reaction_removed', async ({ event }) => {
      heard.push(['removed', event.user, event.reaction]);
    });
  });
  onTestFinished(() => stop());
  const [ana, bo] = [world.as('ana'), world.as('bo')];
  ana.say('ops', 'signup 500s since 02:58');
  const said = await world.until(() => ana.find('ops', /signup/), 1_000);
  await bo.react(said, 'pushpin');
  await bo.react(said, 'pushpin');
  await ana.react(said, 'pushpin');
  await bo.unreact(said, 'pushpin');
  await world.until(() => heard.length === 3, 2_000);
  const where = { type: 'message', channel: said.channel, ts: said.ts };
  expect(heard).toEqual([
    ['added', bo.id, 'pushpin', ana.id, where],
    ['added', ana.id, 'pushpin', ana.id, where],
    ['removed', bo.id, 'pushpin'],
  ]);
  expect([...world.state.reactions.values()]).toEqual([[{ name: 'pushpin', users: [ana.id] }]]);
  await ana.unreact(said, 'pushpin');
  expect([...world.state.reactions.values()]).toEqual([[]]);
});

/** No app is there: whatever is sent comes back as unreachable. */
test.each([
  ['the event is not asked for', { ...ASKS, events: [] }],
  ['the scope is missing', { ...ASKS, scopes: [] }],
])('nobody hears when %s', async (_why, grants) => {
  const world = await open(grants);
  const ana = world.as('ana');
  ana.say('ops', 'signup 500s');
  const said = await world.until(() => ana.find('ops', /signup/), 1_000);
  expect(await ana.react(said, 'pushpin')).toEqual({ delivery: null, notice: null });
});

test('where the app is no member it hears nothing, and what is gone takes no emoji', async () => {
  const world = await open(ASKS);
  const ana = world.as('ana');
  ana.say('ops', 'signup 500s');
  const said = await world.until(() => ana.find('ops', /signup/), 1_000);
  world.office.removeBot('ops');
  expect((await ana.react(said, 'eyes')).delivery).toBeNull();
  await expect(ana.react({ ...said, ts: '1.000000' }, 'eyes')).rejects.toThrow('Nothing to react to');
});
