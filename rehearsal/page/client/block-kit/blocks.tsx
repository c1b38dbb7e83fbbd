/** Blocks of a message or a view. */
import type { KnownBlock } from '@slack/types';
import type { FieldValue } from '../../../slack/fields.ts';
import { Mrkdwn } from './mrkdwn.tsx';

/** Where the blocks stand: taps are reported from there. */
export type At = { readonly channel: string; readonly ts: string } | { readonly viewId: string };

interface BlocksProps {
  readonly blocks: readonly KnownBlock[];
  readonly at: At;
  readonly chosen: Readonly<Record<string, FieldValue>>;
}

export function Blocks({ blocks }: BlocksProps) {
  return blocks.map((block) =>
    block.type === 'section' ? <Mrkdwn key={block.block_id ?? ''} text={block.text?.text ?? ''} /> : null,
  );
}
