import type { Log } from '../log.ts';
import type { Db, Pool } from '../postgres/sql.ts';
import { sendElsewhere } from './elsewhere.ts';
import { findPosted } from './look-for-post.ts';
import { type Loop, startLoop } from './loop.ts';
import { settleUnshared, shareOf, uploadFirst, withFile } from './outbox-files.ts';
import {
  findByKey,
  firstUnsent,
  leaveLane,
  markPlain,
  markSending,
  markSent,
  markUnsent,
  type OutboxRow,
  openLanes,
  takeLane,
} from './outbox-rows.ts';
import { plainText } from './plain-text.ts';
import { troubleWith } from './slack-errors.ts';
import type { SlackFailure, SlackReply } from './slack-failure.ts';
import type { OutgoingPost, SlackWeb } from './web.ts';

interface SenderParts {
  readonly db: Pool;
  readonly web: SlackWeb;
  /** Where people hear what another channel does not take. */
  readonly fallback: string;
  /** Unique to this process: two senders with one id would share their lanes. */
  readonly executor: string;
  readonly log: Log;
  /** How long a channel is one sender's; default 20. */
  readonly leaseSeconds?: number;
}

const LOOK_EVERY_MS = 250;
const LEASE_SECONDS = 20;
/** A post may take 10 s, so it must begin in this part of the lease: its first 8 s. */
const STARTS_WITHIN = 0.4;
/** Slack allows a channel one message a second. */
const PACE_SECONDS = 1;
/** Before looking for a post that got lost: it may be on its way still. */
const LOST_SECONDS = 2;
const ACCESS_SECONDS = 30;
const LONGEST_BACKOFF_SECONDS = 30;
/** Refusals we have no name for are tried this often before the queue moves on. */
const MOST_UNKNOWN = 3;

/**
 * Sends the outbox: in order per channel, one sender per channel, once per row. A row is marked before it is sent;
 * one found marked is looked for in the channel before it is sent again.
 */
export function startOutboxSender(parts: SenderParts): Loop {
  return startLoop({
    name: 'outbox',
    everyMs: LOOK_EVERY_MS,
    log: parts.log,
    round: async () => {
      const channels = await openLanes(parts.db);
      await Promise.all(channels.slice(0, 8).map((channel) => workLane(parts, channel)));
    },
  });
}

/** Seconds the channel rests before its next message. */
type Rest = number;

async function workLane(parts: SenderParts, channel: string): Promise<void> {
  const { leaseSeconds = LEASE_SECONDS } = parts;
  const latestStart = performance.now() + leaseSeconds * 1_000 * STARTS_WITHIN;
  if (!(await takeLane(parts.db, channel, parts.executor, leaseSeconds))) return;
  let rest: Rest = PACE_SECONDS;
  try {
    rest = await sendNext(parts, channel, latestStart);
  } finally {
    await leaveLane(parts.db, channel, parts.executor, rest);
  }
}

async function sendNext(parts: SenderParts, channel: string, latestStart: number): Promise<Rest> {
  const first = await firstUnsent(parts.db, channel);
  if (first === null) return 0;
  const { row, threadTs } = await parentFirst(parts.db, first);
  if (withFile(row) && row.status === 'waiting' && row.file_id === null) {
    const failure = await uploadFirst(parts, row);
    return failure === null ? 0 : restAfter(failure, row.attempts);
  }
  if (row.status === 'sending') {
    const found = await findPosted(parts.web, row, threadTs);
    if (found.kind === 'found') {
      await markSent(parts.db, row, found.post);
      return PACE_SECONDS;
    }
    if (found.kind === 'cannot-tell') {
      parts.log.warn({ key: row.key, failure: found.failure }, 'cannot look for a lost message yet');
      return restAfter(found.failure, row.attempts);
    }
  }
  if (!(await markSending(parts.db, row, parts.executor))) return 0;
  // Asked last: a process stopped until here finds its lane another's, and the row looked for already.
  if (performance.now() > latestStart) return 0;
  const posted = await send(parts.web, row, threadTs);
  if (posted.ok) {
    await markSent(parts.db, row, posted.value);
    return PACE_SECONDS;
  }
  return await settleFailure(parts, row, threadTs, posted);
}

/**
 * The row to send now, and the thread it goes into. Usually the first one; when that one answers a message further
 * down the same channel's queue, that message, so that the queue cannot block itself.
 */
async function parentFirst(
  db: Db,
  first: OutboxRow,
): Promise<{ readonly row: OutboxRow; readonly threadTs: string | null }> {
  let row = first;
  const passed = new Set<string>();
  while (row.thread_key !== null && !passed.has(row.key)) {
    passed.add(row.key);
    const parent = await findByKey(db, row.thread_key);
    // A thread lives in one channel, and a parent that will never be posted has none.
    if (parent === null || parent.status === 'refused' || parent.channel !== row.channel) break;
    if (parent.status === 'sent') return { row, threadTs: parent.ts };
    row = parent;
  }
  return { row, threadTs: null };
}

/** What was shared as a file has no timestamp that we know. */
function send(
  web: SlackWeb,
  row: OutboxRow,
  threadTs: string | null,
): Promise<SlackReply<{ readonly channel: string; readonly ts: string | null }>> {
  return withFile(row) ? shareOf(web, row, threadTs) : web.post(outgoing(row, threadTs));
}

function outgoing(row: OutboxRow, threadTs: string | null): OutgoingPost {
  return {
    key: row.key,
    channel: row.channel,
    text: row.plain ? plainText(row.text) : row.text,
    ...(row.plain || row.blocks === null ? {} : { blocks: row.blocks }),
    ...(threadTs === null ? {} : { threadTs, broadcast: row.broadcast }),
  };
}

async function settleFailure(
  parts: SenderParts,
  row: OutboxRow,
  threadTs: string | null,
  failure: SlackFailure,
): Promise<Rest> {
  parts.log.warn({ key: row.key, failure }, 'a message was not posted');
  if (failure.why === 'slack-error') return await settleRefusal(parts, row, threadTs, failure.code);
  // A lost one stays marked: it is looked for before it is sent again.
  if (failure.why !== 'lost') await markUnsent(parts.db, row, failure.why);
  return restAfter(failure, row.attempts);
}

async function settleRefusal(
  parts: SenderParts,
  row: OutboxRow,
  threadTs: string | null,
  code: string,
): Promise<Rest> {
  if (withFile(row) && (await settleUnshared(parts.db, row, code))) return 0;
  const trouble = troubleWith(code);
  if (trouble === 'payload' && !row.plain) {
    await markPlain(parts.db, row, code);
    return 0;
  }
  if (trouble === 'thread' && threadTs !== null) return await postOutsideThread(parts, row);
  if (trouble === 'access') {
    await markUnsent(parts.db, row, code);
    return ACCESS_SECONDS;
  }
  if (trouble === 'unknown' && row.attempts + 1 < MOST_UNKNOWN) {
    await markUnsent(parts.db, row, code);
    return LOST_SECONDS;
  }
  const { channels } = await sendElsewhere(parts.db, row, code, parts.fallback);
  parts.log.error(
    { key: row.key, channel: row.channel, code, saidIn: channels },
    'a channel takes no messages',
  );
  return 0;
}

/** Slack has just said no for certain, so there is nothing to look for first. */
async function postOutsideThread(parts: SenderParts, row: OutboxRow): Promise<Rest> {
  const posted = await send(parts.web, row, null);
  if (!posted.ok) return await settleFailure(parts, row, null, posted);
  await markSent(parts.db, row, posted.value);
  return PACE_SECONDS;
}

function restAfter(failure: SlackFailure, attempts: number): Rest {
  switch (failure.why) {
    case 'rate-limited':
      return failure.retryAfterSeconds;
    case 'lost':
      return LOST_SECONDS;
    case 'unreachable':
      return Math.min(2 ** attempts, LONGEST_BACKOFF_SECONDS);
    case 'slack-error':
      return ACCESS_SECONDS;
  }
}
