import type { Directory, SlackState, StoredMessage } from '../state.ts';
import { readMrkdwn } from './mrkdwn.ts';
import { renderBlocks } from './render-blocks.ts';

/** A message as a person reads it on the screen: names for ids, buttons as [Label], dates in UTC. */
export function renderMessage(
  message: Pick<StoredMessage, 'blocks' | 'text'> & Partial<Pick<StoredMessage, 'files'>>,
  world: { readonly state: Directory & Partial<Pick<SlackState, 'files'>> },
): string {
  const words =
    message.blocks.length === 0
      ? readMrkdwn(message.text, world.state)
      : renderBlocks(message.blocks, world.state).join('\n');
  const files = (message.files ?? []).map((id) => `[file ${world.state.files?.get(id)?.name ?? id}]`);
  return [words, ...files].join('\n');
}
