/** conversations.*: reading back, and opening a direct message. */
import { messageAt, messagesIn } from '../messages.ts';
import { directChannel, type StoredMessage } from '../state.ts';
import { type Answer, argument, fail, ok, type Request, truthy } from './answer.ts';
import { readableChannel, visible } from './channels.ts';
import { describeChannel, describeMessage } from './describe.ts';

/** Newest first. Thread replies are absent unless broadcast; ephemerals are never there. */
export function history(request: Request): Answer {
  const { state, args } = request;
  const channel = readableChannel(state, argument(args, 'channel'));
  if (!channel.ok) return channel.failure;
  const shown = messagesIn(state, channel.value.id).filter(
    (message) => message.ephemeralFor === null && (message.threadTs === null || message.broadcast),
  );
  return page(request, within(request, shown).toReversed(), 100);
}

/** The parent, then its replies, oldest first. */
export function replies(request: Request): Answer {
  const { state, args } = request;
  const channel = readableChannel(state, argument(args, 'channel'));
  if (!channel.ok) return channel.failure;
  const ts = argument(args, 'ts');
  if (messageAt(state, channel.value.id, ts) === null) return fail('thread_not_found');
  const thread = messagesIn(state, channel.value.id).filter(
    (message) => message.ephemeralFor === null && (message.ts === ts || message.threadTs === ts),
  );
  return page(request, within(request, thread), 1000);
}

export function openDirect({ state, args, grants }: Request): Answer {
  const [user, ...others] = argument(args, 'users').split(',');
  const found = state.users.get(user ?? '');
  if (found === undefined) return fail('user_not_found');
  // A group direct message needs mpim:write, which the bot has no use for.
  if (others.length > 0)
    return fail('missing_scope', { needed: 'mpim:write', provided: grants.scopes.join(',') });
  if (found.deleted) return fail('user_disabled');
  return ok({ channel: { id: directChannel(state, found.id).id } });
}

export function info({ state, args }: Request): Answer {
  const channel = visible(state, argument(args, 'channel'));
  return channel === null ? fail('channel_not_found') : ok({ channel: describeChannel(channel) });
}

function within({ args }: Request, messages: readonly StoredMessage[]): readonly StoredMessage[] {
  const oldest = argument(args, 'oldest') || '0';
  const latest = argument(args, 'latest') || '9999999999';
  const inclusive = truthy(args, 'inclusive');
  return messages.filter(({ ts }) => {
    const [low, high] = [Number(ts) - Number(oldest), Number(latest) - Number(ts)];
    return inclusive ? low >= 0 && high >= 0 : low > 0 && high > 0;
  });
}

function page({ args }: Request, messages: readonly StoredMessage[], usual: number): Answer {
  const limit = Math.min(Number(argument(args, 'limit') || usual), 999);
  const start = Number(Buffer.from(argument(args, 'cursor'), 'base64url').toString() || '0');
  if (!Number.isInteger(start)) return fail('invalid_cursor');
  const end = start + limit;
  const more = end < messages.length;
  const withMetadata = truthy(args, 'include_all_metadata');
  return ok({
    messages: messages.slice(start, end).map((message) => describeMessage(message, withMetadata)),
    has_more: more,
    response_metadata: { next_cursor: more ? Buffer.from(String(end)).toString('base64url') : '' },
  });
}
