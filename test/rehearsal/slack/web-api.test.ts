import type { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CAST, CHANNELS } from '../../../rehearsal/slack/cast.ts';
import { readGrants } from '../../../rehearsal/slack/manifest.ts';
import { type SlackWorld, startSlack } from '../../../rehearsal/slack/start.ts';
import { webClient } from './small-app.ts';

const { ops, general } = CHANNELS;
let world: SlackWorld;
let slack: WebClient;

beforeEach(async () => {
  world = await startSlack();
  slack = webClient(world);
});
afterEach(() => world.stop());

const code = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    (error: { data?: { error?: string } }) => error.data?.error ?? String(error),
  );
const say = (text: string, over: object = {}) => slack.chat.postMessage({ channel: ops, text, ...over });

test('tokens: none, another, and one of the wrong kind', async () => {
  expect(await code(webClient(world, 'xoxb-other').auth.test())).toBe('invalid_auth');
  expect(await code(webClient(world, '').auth.test())).toBe('not_authed');
  expect(await code(webClient(world, world.appToken).auth.test())).toBe('not_allowed_token_type');
  expect(await slack.auth.test()).toMatchObject({ team_id: world.teamId, user_id: world.botUserId });
  expect(JSON.stringify(world.journal)).not.toContain(world.botToken);
});

test('a scope the manifest does not grant is named, with those it does', async () => {
  await world.stop();
  world = await startSlack({ grants: { ...readGrants(), scopes: ['chat:write', 'channels:history'] } });
  slack = webClient(world);
  expect(await code(slack.conversations.history({ channel: ops }))).toBe('ok');
  world.office.makePrivate('ops');
  await expect(slack.conversations.history({ channel: ops })).rejects.toMatchObject({
    data: { error: 'missing_scope', needed: 'groups:history', provided: 'chat:write,channels:history' },
  });
  expect(await code(slack.apiCall('chat.delete'))).toBe('unknown_method');
});

test('channels: unknown, left, archived; threads: unknown, and a reply taken for a parent', async () => {
  expect(await code(say('a', { channel: 'C0NOWHERE00' }))).toBe('channel_not_found');
  world.office.removeBot('general');
  expect(await code(say('a', { channel: general }))).toBe('not_in_channel');
  world.office.makePrivate('general');
  expect(await code(say('a', { channel: general }))).toBe('channel_not_found');
  world.office.archive('status');
  expect(await code(say('a', { channel: CHANNELS.status }))).toBe('is_archived');
  expect(await code(say('a', { thread_ts: '1.000001' }))).toBe('invalid_thread_ts');
  const parent = await say('parent');
  const reply = await say('reply', { thread_ts: parent.ts });
  expect(await code(say('a', { thread_ts: reply.ts }))).toBe('invalid_thread_ts');
  expect(await code(say(''))).toBe('no_text');
  expect(await code(say('x'.repeat(40_001)))).toBe('msg_too_long');
});

test('blocks are refused with the field named, and nothing is posted', async () => {
  const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }];
  await expect(say('a', { blocks })).rejects.toMatchObject({
    data: {
      error: 'invalid_blocks',
      response_metadata: {
        messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
      },
    },
  });
  expect(await code(say('a', { blocks: '{' }))).toBe('invalid_blocks_format');
  expect(world.as('ana').messages('ops')).toEqual([]);
});

test('history holds top-level and broadcast messages newest first, metadata on request, and never an ephemeral', async () => {
  const root = await say('root', {
    metadata: { event_type: 'switchback_post', event_payload: { key: 'k1' } },
  });
  await say('quiet reply', { thread_ts: root.ts });
  await say('loud reply', { thread_ts: root.ts, reply_broadcast: true });
  await slack.chat.postEphemeral({ channel: ops, user: CAST.bo.id, text: 'only Bo' });
  const plain = await slack.conversations.history({ channel: ops });
  expect(plain.messages?.map((each) => each.text)).toEqual(['loud reply', 'root']);
  expect(plain.messages?.some((each) => 'metadata' in each)).toBe(false);
  const full = await slack.conversations.history({ channel: ops, include_all_metadata: true });
  expect(full.messages?.at(-1)).toMatchObject({ metadata: { event_payload: { key: 'k1' } } });
  const since = await slack.conversations.history({ channel: ops, oldest: root.ts ?? '' });
  expect(since.messages?.map((each) => each.text)).toEqual(['loud reply']);
  const thread = await slack.conversations.replies({ channel: ops, ts: root.ts ?? '' });
  expect(thread.messages?.map((each) => each.text)).toEqual(['root', 'quiet reply', 'loud reply']);
});

test('history comes in pages', async () => {
  for (const text of ['1', '2', '3']) await say(text);
  const first = await slack.conversations.history({ channel: ops, limit: 2 });
  const cursor = first.response_metadata?.next_cursor ?? '';
  const second = await slack.conversations.history({ channel: ops, limit: 2, cursor });
  expect([first.has_more, second.has_more]).toEqual([true, false]);
  expect([first, second].map((page) => page.messages?.map((each) => each.text))).toEqual([['3', '2'], ['1']]);
});

test('an edit replaces text and blocks, keeps ts and metadata, and notifies nobody', async () => {
  const mention = { type: 'section', text: { type: 'mrkdwn', text: `Look, <@${CAST.bo.id}>` } };
  const metadata = { event_type: 'switchback_post', event_payload: { key: 'k1' } };
  const posted = await say('lock-screen line', { blocks: [mention], metadata });
  const ts = posted.ts ?? '';
  await slack.chat.update({ channel: ops, ts, text: `now <@${CAST.kim.id}>`, blocks: [] });
  expect(
    world
      .as('ana')
      .messages('ops')
      .map((each) => each.plain),
  ).toEqual(['now @Kim']);
  expect(world.as('bo').notifications()).toMatchObject([{ why: 'mention', text: 'lock-screen line' }]);
  expect(world.as('kim').notifications()).toEqual([]);
  const history = await slack.conversations.history({ channel: ops, include_all_metadata: true });
  expect(history.messages).toMatchObject([{ ts, metadata }]);
  expect(await code(slack.chat.update({ channel: ops, ts: '1.000001', text: 'a' }))).toBe(
    'message_not_found',
  );
});

test('groups and direct messages notify; escaped text and a mere fallback text do not', async () => {
  await say('<!subteam^S0OPERATORS> please');
  await say(`for <@${CAST.ana.id}>`, {
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'no mention' } }],
  });
  await say(`&lt;@${CAST.sue.id}&gt; &lt;!channel&gt;`);
  const direct = await slack.conversations.open({ users: CAST.kim.id });
  await slack.chat.postMessage({ channel: direct.channel?.id ?? '', text: 'Kim, look' });
  await slack.chat.postMessage({ channel: CAST.bo.id, text: 'Bo, look' });
  const why = (handle: string) =>
    world
      .as(handle)
      .notifications()
      .map((each) => each.why);
  expect(why('bo')).toEqual(['group', 'direct message']);
  expect(why('kim')).toEqual(['group', 'direct message']);
  expect([...why('ana'), ...why('sue')]).toEqual([]);
  expect(
    world
      .as('kim')
      .directMessages()
      .map((each) => each.plain),
  ).toEqual(['Kim, look']);
});

test('an ephemeral is seen by one person, who must be in the channel', async () => {
  await slack.chat.postEphemeral({ channel: ops, user: CAST.sue.id, text: 'you have support' });
  expect(world.as('sue').find('ops', /support/)?.plain).toBe('you have support');
  expect(world.as('ana').messages('ops')).toEqual([]);
  expect(world.as('sue').notifications()).toEqual([]);
  world.office.leave('sue', 'ops');
  expect(await code(slack.chat.postEphemeral({ channel: ops, user: CAST.sue.id, text: 'a' }))).toBe(
    'user_not_in_channel',
  );
});

test('who is who: member, guest, outsider, deactivated, bot; groups without the deactivated', async () => {
  const user = async (id: string) => (await slack.users.info({ user: id })).user;
  expect(await user(CAST.ana.id)).toMatchObject({
    team_id: world.teamId,
    is_restricted: false,
    deleted: false,
  });
  expect(await user(CAST.gus.id)).toMatchObject({ is_restricted: true, is_ultra_restricted: true });
  expect((await user(CAST.otto.id))?.team_id).not.toBe(world.teamId);
  expect(await user(CAST.dee.id)).toMatchObject({ deleted: true });
  expect(await user(world.botUserId)).toMatchObject({ is_bot: true });
  world.office.deactivate('kim');
  expect((await slack.usergroups.users.list({ usergroup: 'S0OPERATORS' })).users).toEqual([CAST.bo.id]);
});

test('JSON bodies are read as form bodies are', async () => {
  const answer = await fetch(`${world.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.botToken}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ channel: ops, text: 'a', blocks: [{ type: 'divider' }] }),
  });
  expect(await answer.json()).toMatchObject({ ok: true, message: { blocks: [{ type: 'divider' }] } });
});
