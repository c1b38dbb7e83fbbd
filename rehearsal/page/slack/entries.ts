/** The workspace as one person sees it, as entries. */
import { BOT } from '../../slack/cast.ts';
import type { Grants } from '../../slack/manifest.ts';
import { stackOf } from '../../slack/modals.ts';
import { directChannel, type SlackState, type StoredMessage, userByHandle } from '../../slack/state.ts';
import { CAST_PARTS } from '../cast-parts.ts';
import { topicOf } from '../channel-topics.ts';
import type { Entry, MessageShown, ModalShown, PersonShown } from '../shape.ts';

export function* slackEntries(state: SlackState, grants: Grants, handle: string): Iterable<Entry> {
  const me = userByHandle(state, handle);
  const people = Object.entries(CAST_PARTS).map(([each, part]): PersonShown => {
    const { id, name } = userByHandle(state, each);
    return { id, handle: each, name, part };
  });
  yield ['me', '', { id: me.id, handle, name: me.name, part: CAST_PARTS[handle] ?? '' }];
  yield ['cast', '', people];
  yield ['commands', '', grants.slashCommands];
  yield ['shortcuts', '', grants.shortcuts];
  const home = state.homes.get(me.id);
  yield ['home', '', home === undefined ? null : { id: home.id, hash: home.hash, view: home.view }];
  yield ['directory', '', directoryOf(state, me.id)];
  yield ['modals', '', stackOf(state, me.id).map(modalShown)];
  yield* roomEntries(state, me.id);
  yield* personalEntries(state, me.id);
}

/** Channels and what is said in them, for whom they are open to. */
function* roomEntries(state: SlackState, me: string): Iterable<Entry> {
  // Slack lists the app under everybody's channels before either has said a word.
  directChannel(state, me);
  for (const channel of state.channels.values()) {
    if (!channel.members.has(me)) continue;
    const { id, name, kind, archived, members } = channel;
    yield ['channel', id, { id, name, kind, topic: topicOf(channel), archived, members: [...members] }];
  }
  for (const [id, message] of state.messages) {
    const open = message.ephemeralFor === null || message.ephemeralFor === me;
    if (!open || state.channels.get(message.channel)?.members.has(me) !== true) continue;
    yield ['message', id, messageShown(state, me, message)];
  }
}

/** What concerns this person alone. */
function* personalEntries(state: SlackState, me: string): Iterable<Entry> {
  for (const { user, channel, threadTs, ts } of state.read.values())
    if (user === me)
      yield ['read', threadTs === null ? channel : `${channel}/${threadTs}`, { channel, threadTs, ts }];
  for (const [n, { user, text }] of state.notices.entries())
    if (user === me) yield ['notice', String(n), { text }];
  for (const [n, { user, channel, ts, why, text }] of state.notifications.entries())
    if (user === me) yield ['notification', String(n), { channel, ts, why, text }];
}

function messageShown(state: SlackState, me: string, message: StoredMessage): MessageShown {
  const { channel, ts, threadTs, broadcast, text, blocks, user, ephemeralFor, edits } = message;
  const files = message.files.flatMap((id) => state.files.get(id) ?? []);
  const chosen = Object.fromEntries(state.ticked.get(`${me}/${channel}/${ts}`) ?? []);
  return {
    channel,
    ts,
    threadTs,
    broadcast,
    text,
    blocks,
    user,
    app: state.users.get(user)?.bot === true,
    edits,
    files: files.map(({ name, title, length, content }) => ({
      name,
      title,
      size: length,
      content: content ?? '',
    })),
    reactions: state.reactions.get(`${channel}/${ts}`) ?? [],
    chosen,
    ephemeral: ephemeralFor !== null,
  };
}

function modalShown({
  id,
  hash,
  view,
  typed,
  errors,
  trouble,
}: ReturnType<typeof stackOf>[number]): ModalShown {
  return { id, hash, view, typed: Object.fromEntries(typed), errors, trouble };
}

function directoryOf({ users, channels, groups }: SlackState, me: string) {
  return {
    users: Object.fromEntries(
      [...users].map(([id, { name }]) => [id, id === BOT.userId ? 'Switchback' : name]),
    ),
    channels: Object.fromEntries([...channels].map(([id, { name }]) => [id, name])),
    groups: Object.fromEntries([...groups].map(([id, { handle }]) => [id, handle])),
    active: [...users.values()].flatMap(({ id, deleted }) => (deleted ? [] : [id])),
    mine: [...groups.values()].filter(({ members }) => members.includes(me)).map(({ id }) => id),
  };
}
