import type { KnownBlock } from '@slack/types';
import type { Pool } from 'pg';
import { z } from 'zod';

/** The outbox's SQL. Times are the database's real clock: they pace us against the real Slack. */

export type Db = Pick<Pool, 'query'>;

/** `blocks` were checked when they were written; Slack checks them again. */
const Row = z.object({
  id: z.string(),
  key: z.string(),
  channel: z.string(),
  thread_key: z.string().nullable(),
  broadcast: z.boolean(),
  text: z.string(),
  blocks: z.custom<KnownBlock[]>((value) => Array.isArray(value)).nullable(),
  created_at: z.date(),
  status: z.enum(['waiting', 'sending', 'sent', 'refused']),
  attempts: z.number(),
  plain: z.boolean(),
  ts: z.string().nullable(),
});
export type OutboxRow = z.infer<typeof Row>;

const COLUMNS =
  'id, key, channel, thread_key, broadcast, text, blocks, created_at, status, attempts, plain, ts';

/** Channels with something to send that no live sender holds and whose pause is over, longest waiting first. */
export async function openLanes(db: Db): Promise<readonly string[]> {
  const found = await db.query(
    `select o.channel
       from outbox o left join outbox_lane l using (channel)
      where o.status in ('waiting', 'sending')
        and coalesce(l.leased_until < clock_timestamp() and l.not_before <= clock_timestamp(), true)
      group by o.channel
      order by min(o.id)`,
  );
  return found.rows.map((row) => z.object({ channel: z.string() }).parse(row).channel);
}

/** True when the lane is ours for `seconds`. */
export async function takeLane(db: Db, channel: string, executor: string, seconds: number): Promise<boolean> {
  const taken = await db.query(
    `insert into outbox_lane as l (channel, executor_id, leased_until)
     values ($1, $2, clock_timestamp() + make_interval(secs => $3))
     on conflict (channel) do update
       set executor_id = excluded.executor_id, leased_until = excluded.leased_until
       where l.leased_until < clock_timestamp() and l.not_before <= clock_timestamp()`,
    [channel, executor, seconds],
  );
  return taken.rowCount === 1;
}

/** Give the lane back and keep it closed for `seconds`. Nothing if somebody else holds it by now. */
export async function leaveLane(db: Db, channel: string, executor: string, seconds: number): Promise<void> {
  await db.query(
    `update outbox_lane
        set leased_until = '-infinity', not_before = clock_timestamp() + make_interval(secs => $3)
      where channel = $1 and executor_id = $2`,
    [channel, executor, seconds],
  );
}

/** The row due next in a channel, or null. */
export async function firstUnsent(db: Db, channel: string): Promise<OutboxRow | null> {
  const found = await db.query(
    `select ${COLUMNS} from outbox
      where channel = $1 and status in ('waiting', 'sending') order by id limit 1`,
    [channel],
  );
  return found.rows[0] === undefined ? null : Row.parse(found.rows[0]);
}

export async function findByKey(db: Db, key: string): Promise<OutboxRow | null> {
  const found = await db.query(`select ${COLUMNS} from outbox where key = $1`, [key]);
  return found.rows[0] === undefined ? null : Row.parse(found.rows[0]);
}

/** Before the call: from here on nobody knows whether it was posted. False when the lane is no longer ours. */
export async function markSending(db: Db, row: OutboxRow, executor: string): Promise<boolean> {
  const marked = await db.query(
    `update outbox set status = 'sending', attempts = attempts + 1
      where id = $1 and status in ('waiting', 'sending')
        and exists (select from outbox_lane
                     where channel = $2 and executor_id = $3 and leased_until > clock_timestamp())`,
    [row.id, row.channel, executor],
  );
  return marked.rowCount === 1;
}

export async function markSent(
  db: Db,
  row: OutboxRow,
  posted: { readonly channel: string; readonly ts: string },
): Promise<void> {
  await db.query(
    `update outbox set status = 'sent', error = null, sent_channel = $2, ts = $3, sent_at = switchback_now()
      where id = $1 and status = 'sending'`,
    [row.id, posted.channel, posted.ts],
  );
}

/** It was certainly not posted: due again. */
export async function markUnsent(db: Db, row: OutboxRow, error: string): Promise<void> {
  await db.query(`update outbox set status = 'waiting', error = $2 where id = $1 and status = 'sending'`, [
    row.id,
    error,
  ]);
}

/** Slack refused the blocks: the plain text goes out instead. */
export async function markPlain(db: Db, row: OutboxRow, error: string): Promise<void> {
  await db.query(
    `update outbox set status = 'waiting', plain = true, error = $2 where id = $1 and status = 'sending'`,
    [row.id, error],
  );
}

export async function markRefused(db: Db, row: OutboxRow, error: string): Promise<void> {
  await db.query(`update outbox set status = 'refused', error = $2 where id = $1 and status = 'sending'`, [
    row.id,
    error,
  ]);
}
