/** What one person can see: pure functions of the state. */
import { messagesIn } from '../messages.ts';
import { renderMessage } from '../render/render-message.ts';
import type { Channel, SlackState, StoredMessage } from '../state.ts';

export interface SeenMessage extends StoredMessage {
  /** As read on the screen, buttons as [Label]. */
  readonly plain: string;
}

/** How messages read. They are looked at again and again, and put into words once for as long as the words stay the same. */
export interface Sight {
  wordsOf(messages: readonly StoredMessage[]): readonly SeenMessage[];
}

export function openSight(state: SlackState): Sight {
  let names = '';
  // An edited message is another object.
  let seen = new WeakMap<StoredMessage, SeenMessage>();

  function look(message: StoredMessage): SeenMessage {
    const found = seen.get(message) ?? { ...message, plain: renderMessage(message, { state }) };
    seen.set(message, found);
    return found;
  }

  return {
    wordsOf(messages) {
      const now = namesIn(state);
      if (now !== names) seen = new WeakMap();
      names = now;
      return messages.map(look);
    },
  };
}

/** Everything that is shown in place of an id. */
function namesIn({ users, channels, groups, files }: SlackState): string {
  let names = '';
  for (const { id, name } of users.values()) names += `${id}${name}\n`;
  for (const { id, name } of channels.values()) names += `${id}${name}\n`;
  for (const { id, handle } of groups.values()) names += `${id}${handle}\n`;
  for (const { id, name } of files.values()) names += `${id}${name}\n`;
  return names;
}

/** Everything in a channel for this person, thread replies included, oldest first. */
export function seenIn(
  { state, sight }: { readonly state: SlackState; readonly sight: Sight },
  user: string,
  channel: Channel,
): readonly SeenMessage[] {
  if (!channel.members.has(user)) return [];
  return sight.wordsOf(
    messagesIn(state, channel.id).filter(
      (message) => message.ephemeralFor === null || message.ephemeralFor === user,
    ),
  );
}

/** Without thread replies that were not broadcast. */
export function inChannelView(messages: readonly SeenMessage[]): readonly SeenMessage[] {
  return messages.filter((message) => message.threadTs === null || message.broadcast);
}
