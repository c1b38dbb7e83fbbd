/** What a block is known by when it is drawn anew: Slack's own ids change with every drawing. */
import type { KnownBlock } from '@slack/types';
import { elementsOf } from '../../../slack/fields.ts';

/**
 * One per block, in order. A block with the same things to do stays the same, so that whoever is at one of its buttons
 * stays there; one that does something else never takes its place. A field goes by the id that the app gave it.
 */
export function blockKeys(blocks: readonly KnownBlock[]): readonly string[] {
  const seen = new Map<string, number>();
  return blocks.map((block) => {
    const known = block.type === 'input' ? (block.block_id ?? '') : whatItDoes(block);
    const key = `${block.type} ${known}`;
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return `${key} ${before}`;
  });
}

function whatItDoes(block: KnownBlock): string {
  return elementsOf(block)
    .map((element) => {
      const { action_id: action = '', value = '' } = element as { action_id?: string; value?: string };
      return `${action}=${value}`;
    })
    .join(' ');
}
