import type { Directory, StoredMessage } from '../state.ts';
import { readMrkdwn } from './mrkdwn.ts';
import { renderBlocks } from './render-blocks.ts';

/** A message as a person reads it on the screen: names for ids, buttons as [Label], dates in UTC. */
export function renderMessage(
  message: Pick<StoredMessage, 'blocks' | 'text'>,
  world: { readonly state: Directory },
): string {
  return message.blocks.length === 0
    ? readMrkdwn(message.text, world.state)
    : renderBlocks(message.blocks, world.state).join('\n');
}
