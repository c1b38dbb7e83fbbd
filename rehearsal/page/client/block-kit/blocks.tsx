/** Blocks of a message or a view. */
import type { KnownBlock } from '@slack/types';
import type { FieldValue } from '../../../slack/fields.ts';
import type { At } from './at.ts';
import { Mrkdwn } from './mrkdwn.tsx';

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
