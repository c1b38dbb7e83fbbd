/** Whom a new message notifies. Edits and ephemerals never notify. */
import type { KnownBlock } from '@slack/types';
import { BOT } from './cast.ts';
import type { Channel, Notification, SlackState, StoredMessage } from './state.ts';

export function notificationsOf(state: SlackState, message: StoredMessage): readonly Notification[] {
  const channel = state.channels.get(message.channel);
  if (channel === undefined || message.ephemeralFor !== null) return [];
  const words = shownMrkdwn(message).join('\n');
  const people = [...channel.members].filter(
    (user) => user !== BOT.userId && user !== message.user && active(state, user),
  );
  return people.flatMap((user) => {
    const why = reason(state, channel, words, user);
    return why === null ? [] : [{ user, channel: channel.id, ts: message.ts, why, text: message.text }];
  });
}

/** With blocks, `text` is only the lock-screen line: a mention must be in a block's mrkdwn to count. */
function shownMrkdwn(message: Pick<StoredMessage, 'blocks' | 'text'>): readonly string[] {
  return message.blocks.length === 0 ? [message.text] : message.blocks.flatMap(mrkdwnOf);
}

function mrkdwnOf(block: KnownBlock): readonly string[] {
  switch (block.type) {
    case 'section':
      return [block.text, ...(block.fields ?? [])].flatMap((part) =>
        part?.type === 'mrkdwn' ? [part.text] : [],
      );
    case 'context':
      return block.elements.flatMap((part) => (part.type === 'mrkdwn' ? [part.text] : []));
    default:
      return [];
  }
}

function reason(
  state: SlackState,
  channel: Channel,
  words: string,
  user: string,
): Notification['why'] | null {
  if (channel.kind === 'im') return 'direct message';
  if (words.includes(`<@${user}>`) || words.includes(`<@${user}|`)) return 'mention';
  const named = [...words.matchAll(/<!subteam\^(\w+)[>|]/g)].map((match) => match[1] ?? '');
  if (named.some((group) => state.groups.get(group)?.members.includes(user))) return 'group';
  return /<!(?:here|channel|everyone)[>|]/.test(words) ? 'everyone' : null;
}

function active(state: SlackState, user: string): boolean {
  return state.users.get(user)?.deleted === false;
}
