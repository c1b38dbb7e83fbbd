/** What stands before every word of a rehearsal held in a real workspace: nobody may take it for the real thing. */
import type { ContextBlock } from '@slack/types';
import { context } from './blocks.ts';
import { lines, type Mrkdwn, say } from './mrkdwn.ts';

/** Before every text: it is the line that a lock screen shows. */
export const REHEARSAL = 'REHEARSAL · ';
const BLOCK_ID = 'rehearsal';

/** Above everything that has blocks. */
export function rehearsalBanner(): ContextBlock {
  return { ...context(say`*REHEARSAL* · Heroku is simulated: nothing real is touched.`), block_id: BLOCK_ID };
}

export function hasBanner(blocks: readonly { readonly block_id?: string | undefined }[]): boolean {
  return blocks[0]?.block_id === BLOCK_ID;
}

export function rehearsalBegins(apps: readonly string[]): Mrkdwn {
  return lines(
    say`A rehearsal of Switchback begins in this workspace. What you type and approve here acts on a simulated Heroku until I say that it is over.`,
    say`Simulated: ${apps.join(', ')}.`,
  );
}

export const REHEARSAL_OVER = say`The rehearsal is over. Its buttons do nothing any more.`;
