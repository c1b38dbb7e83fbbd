/** Posts that share a file: uploaded first, where nobody sees it, then shared like any post is sent. */
import type { Log } from '../log.ts';
import type { Pool } from '../postgres/sql.ts';
import { withoutFile } from '../words/transport.ts';
import { channelOf } from './look-for-post.ts';
import { markNotUploaded, markUploaded, markWithoutFile, type OutboxRow } from './outbox-rows.ts';
import { troubleWith } from './slack-errors.ts';
import type { SlackFailure, SlackReply } from './slack-failure.ts';
import type { SlackWeb } from './web.ts';

/** An address for files that cannot be reached (a firewall) must not hold up everything else in the channel. */
const MOST_UPLOADS = 4;

type SharingRow = OutboxRow & { readonly file: NonNullable<OutboxRow['file']> };

/** Whether it goes out with its file. */
export function withFile(row: OutboxRow): row is SharingRow {
  return row.file !== null && !row.plain;
}

interface Parts {
  readonly db: Pool;
  readonly web: SlackWeb;
  readonly log: Log;
}

/** Null: uploaded, or to go out without it. A failure: try again later. */
export async function uploadFirst({ db, web, log }: Parts, row: SharingRow): Promise<SlackFailure | null> {
  const uploaded = await web.uploadFile(row.file);
  if (uploaded.ok) {
    await markUploaded(db, row, uploaded.value);
    return null;
  }
  log.warn({ key: row.key, failure: uploaded }, 'a file was not uploaded');
  if (uploaded.why === 'slack-error' && takesNoFiles(uploaded.code)) {
    await leaveOutFile(db, row, uploaded.code);
    return null;
  }
  if (uploaded.why === 'lost' && row.attempts + 1 >= MOST_UPLOADS) {
    await leaveOutFile(db, row, 'upload_failed');
    return null;
  }
  if (uploaded.why !== 'rate-limited') await markNotUploaded(db, row, uploaded.why);
  return uploaded;
}

export async function shareOf(
  web: SlackWeb,
  row: SharingRow,
  threadTs: string | null,
): Promise<SlackReply<{ readonly channel: string; readonly ts: string | null }>> {
  const channel = await channelOf(web, row);
  if (!channel.ok) return channel;
  const shared = await web.shareFile({
    fileId: row.file_id ?? '',
    title: row.file.title,
    text: row.text,
    channel: channel.value,
    ...(threadTs === null ? {} : { threadTs }),
  });
  return shared.ok ? { ok: true, value: { channel: channel.value, ts: null } } : shared;
}

/** Slack refused to share it. True: it goes on another way, at once. */
export async function settleUnshared(db: Pool, row: SharingRow, code: string): Promise<boolean> {
  if (code === 'file_not_found' && row.attempts + 1 < MOST_UPLOADS) {
    await markNotUploaded(db, row, code);
    return true;
  }
  if (!takesNoFiles(code)) return false;
  await leaveOutFile(db, row, code);
  return true;
}

/** Of this file, or of any; a channel that takes nothing, or a token that opens nothing, is not about files. */
function takesNoFiles(code: string): boolean {
  const trouble = troubleWith(code);
  return code === 'missing_scope' || trouble === 'payload' || trouble === 'unknown';
}

function leaveOutFile(db: Pool, row: SharingRow, code: string): Promise<void> {
  return markWithoutFile(db, row, withoutFile(row.text, row.file.name, code), code);
}
