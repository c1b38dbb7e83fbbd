/** What one person can see: pure functions of the state. */
import { messagesIn } from '../messages.ts';
import { renderMessage } from '../render/render-message.ts';
import type { Channel, SlackState, StoredMessage } from '../state.ts';

export interface SeenMessage extends StoredMessage {
  /** As read on the screen, buttons as [Label]. */
  readonly plain: string;
}

/** Everything in a channel for this person, thread replies included, oldest first. */
export function seenIn(state: SlackState, user: string, channel: Channel): readonly SeenMessage[] {
  if (!channel.members.has(user)) return [];
  return messagesIn(state, channel.id)
    .filter((message) => message.ephemeralFor === null || message.ephemeralFor === user)
    .map((message) => ({ ...message, plain: renderMessage(message, { state }) }));
}

/** Without thread replies that were not broadcast. */
export function inChannelView(messages: readonly SeenMessage[]): readonly SeenMessage[] {
  return messages.filter((message) => message.threadTs === null || message.broadcast);
}
