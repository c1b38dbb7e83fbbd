/** Slack fills in every block_id and action_id that the app left out. */
import type { KnownBlock } from '@slack/types';
import { type AnyElement, elementsOf } from './fields.ts';
import { nextId, type SlackState } from './state.ts';

export function withIds(state: SlackState, blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  return structuredClone(blocks).map((block) => {
    for (const element of elementsOf(block)) nameElement(state, element);
    return { ...block, block_id: block.block_id || nextId(state, 'b') };
  });
}

function nameElement(state: SlackState, element: AnyElement): void {
  // `blocks` was cloned above, so nothing of the caller's changes.
  if (element.type !== 'image' && !element.action_id)
    Object.assign(element, { action_id: nextId(state, 'a') });
}
