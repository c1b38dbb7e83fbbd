import type { OutboxRow } from './outbox-rows.ts';
import { troubleWith } from './slack-errors.ts';
import type { SlackFailure, SlackReply } from './slack-failure.ts';
import { type Messages, POST_EVENT, type SlackWeb } from './web.ts';

export type Found =
  | { readonly kind: 'found'; readonly post: { readonly channel: string; readonly ts: string } }
  | { readonly kind: 'absent' }
  | { readonly kind: 'cannot-tell'; readonly failure: SlackFailure };

const MOST_PAGES = 20;
/** Slack's clock and ours differ. */
const SLACK_SECONDS = 120;

/** Whether an earlier try of this row reached Slack: by the key in our message metadata, or by the file it shares. */
export async function findPosted(web: SlackWeb, row: OutboxRow, threadTs: string | null): Promise<Found> {
  const channel = await channelOf(web, row);
  if (!channel.ok) return unreadable(channel);
  const oldest = Math.floor(row.created_at.getTime() / 1000) - SLACK_SECONDS;
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const got: SlackReply<Messages> =
      threadTs === null
        ? await web.history(channel.value, oldest, cursor)
        : await web.replies(channel.value, threadTs, cursor);
    if (!got.ok) return unreadable(got);
    const ours = got.value.messages.find(
      ({ metadata, files }) =>
        (metadata?.event_type === POST_EVENT && metadata.event_payload.key === row.key) ||
        (row.file_id !== null && files?.some(({ id }) => id === row.file_id)),
    );
    if (ours !== undefined) return { kind: 'found', post: { channel: channel.value, ts: ours.ts } };
    cursor = got.value.response_metadata?.next_cursor || null;
    if (cursor === null) return { kind: 'absent' };
  }
  return { kind: 'absent' };
}

/** A direct message is addressed to the user, but its history belongs to a channel. */
export async function channelOf(web: SlackWeb, row: Pick<OutboxRow, 'channel'>): Promise<SlackReply<string>> {
  return /^[UW]/.test(row.channel) ? await web.directMessage(row.channel) : { ok: true, value: row.channel };
}

/** Where we cannot read we could not have posted: the post itself will say what is wrong. */
function unreadable(failure: SlackFailure): Found {
  const gone = failure.why === 'slack-error' && ['channel', 'thread'].includes(troubleWith(failure.code));
  return gone ? { kind: 'absent' } : { kind: 'cannot-tell', failure };
}
