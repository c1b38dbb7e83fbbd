/** Finding the conversation a call is about, and whether the bot may use it. */
import { BOT } from '../cast.ts';
import { messageAt } from '../messages.ts';
import { type Channel, directChannel, type SlackState, type StoredMessage } from '../state.ts';
import { type Failure, fail } from './answer.ts';

export type Found<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** A channel id, or for posting a user id, which stands for the direct message with that user. */
export function writableChannel(state: SlackState, id: string): Found<Channel> {
  const user = state.users.get(id);
  const channel = user === undefined ? visible(state, id) : directChannel(state, user.id);
  if (channel === null) return lost('channel_not_found');
  if (!channel.members.has(BOT.userId)) return lost('not_in_channel');
  if (channel.archived) return lost('is_archived');
  return { ok: true, value: channel };
}

export function readableChannel(state: SlackState, id: string): Found<Channel> {
  const channel = visible(state, id);
  if (channel === null) return lost('channel_not_found');
  return channel.members.has(BOT.userId) ? { ok: true, value: channel } : lost('not_in_channel');
}

/** A private channel the bot is not in does not exist for it. */
export function visible(state: SlackState, id: string): Channel | null {
  const channel = state.channels.get(id);
  if (channel === undefined) return null;
  return channel.kind === 'public' || channel.members.has(BOT.userId) ? channel : null;
}

/** The parent of a new reply: an existing message that is not itself a reply. */
export function parentOf(state: SlackState, channel: Channel, threadTs: string): Found<StoredMessage | null> {
  if (threadTs === '') return { ok: true, value: null };
  const parent = messageAt(state, channel.id, threadTs);
  const fits = parent !== null && parent.threadTs === null && parent.ephemeralFor === null;
  return fits ? { ok: true, value: parent } : lost('invalid_thread_ts');
}

function lost(error: string): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: fail(error) };
}
