import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { type Db, rows as manyRows, row as oneRow } from '../postgres/sql.ts';

/** The outbox's SQL. Times are the database's real clock: they pace us against the real Slack. */

/** `blocks` were checked when they were written; Slack checks them again. */
const Row = z.object({
  id: z.number(),
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
  file: z.object({ name: z.string(), title: z.string(), content: z.string() }).nullable(),
  /** Once it is uploaded; nobody sees it before it is shared. */
  file_id: z.string().nullable(),
});
export type OutboxRow = z.infer<typeof Row>;

const Done = z.object({ done: z.literal(true) });

const COLUMNS =
  'id, key, channel, thread_key, broadcast, text, blocks, created_at, status, attempts, plain, ts, file, file_id';

async function run(db: Db, text: string, values: readonly unknown[]): Promise<void> {
  await manyRows(db, z.object({}), text, values);
}

/** Channels with something to send that no live sender holds and whose pause is over, longest waiting first. */
export async function openLanes(db: Db): Promise<readonly string[]> {
  const found = await manyRows(
    db,
    z.object({ channel: z.string() }),
    `select o.channel
       from outbox o left join outbox_lane l using (channel)
      where o.status in ('waiting', 'sending')
        and coalesce(l.leased_until < clock_timestamp() and l.not_before <= clock_timestamp(), true)
      group by o.channel
      order by min(o.id)`,
  );
  return found.map((lane) => lane.channel);
}

/** True when the lane is ours for `seconds`. */
export async function takeLane(db: Db, channel: string, executor: string, seconds: number): Promise<boolean> {
  const taken = await manyRows(
    db,
    Done,
    `insert into outbox_lane as l (channel, executor_id, leased_until)
     values ($1, $2, clock_timestamp() + make_interval(secs => $3))
     on conflict (channel) do update
       set executor_id = excluded.executor_id, leased_until = excluded.leased_until
       where l.leased_until < clock_timestamp() and l.not_before <= clock_timestamp()
     returning true as done`,
    [channel, executor, seconds],
  );
  return taken.length === 1;
}

/** Give the lane back and keep it closed for `seconds`. Nothing if somebody else holds it by now. */
export async function leaveLane(db: Db, channel: string, executor: string, seconds: number): Promise<void> {
  await run(
    db,
    `update outbox_lane
        set leased_until = '-infinity', not_before = clock_timestamp() + make_interval(secs => $3)
      where channel = $1 and executor_id = $2`,
    [channel, executor, seconds],
  );
}

/** The row due next in a channel, or null. */
export async function firstUnsent(db: Db, channel: string): Promise<OutboxRow | null> {
  return await oneRow(
    db,
    Row,
    `select ${COLUMNS} from outbox
      where channel = $1 and status in ('waiting', 'sending') order by id limit 1`,
    [channel],
  );
}

export async function findByKey(db: Db, key: string): Promise<OutboxRow | null> {
  return await oneRow(db, Row, `select ${COLUMNS} from outbox where key = $1`, [key]);
}

/** Before the call: from here on nobody knows whether it was posted. False when the lane is no longer ours. */
export async function markSending(db: Db, row: OutboxRow, executor: string): Promise<boolean> {
  const marked = await manyRows(
    db,
    Done,
    `update outbox set status = 'sending', attempts = attempts + 1
      where id = $1 and status in ('waiting', 'sending')
        and exists (select from outbox_lane
                     where channel = $2 and executor_id = $3 and leased_until > clock_timestamp())
     returning true as done`,
    [row.id, row.channel, executor],
  );
  return marked.length === 1;
}

export async function markSent(
  db: Db,
  row: OutboxRow,
  posted: { readonly channel: string; readonly ts: string | null },
): Promise<void> {
  await run(
    db,
    `update outbox set status = 'sent', error = null, sent_channel = $2, ts = $3, sent_at = switchback_now()
      where id = $1 and status = 'sending'`,
    [row.id, posted.channel, posted.ts],
  );
}

/** It was certainly not posted: due again. */
export async function markUnsent(db: Db, row: OutboxRow, error: string): Promise<void> {
  await run(db, `update outbox set status = 'waiting', error = $2 where id = $1 and status = 'sending'`, [
    row.id,
    error,
  ]);
}

/** Slack refused the blocks: the plain text goes out instead. */
export async function markPlain(db: Db, row: OutboxRow, error: string): Promise<void> {
  await run(
    db,
    `update outbox set status = 'waiting', plain = true, error = $2 where id = $1 and status = 'sending'`,
    [row.id, error],
  );
}

/** The first upload counts: what another sender uploaded too, nobody ever sees. */
export async function markUploaded(db: Db, row: OutboxRow, fileId: string): Promise<void> {
  await run(
    db,
    `update outbox set file_id = $2, error = null where id = $1 and status = 'waiting' and file_id is null`,
    [row.id, fileId],
  );
}

/** To be uploaded again: the address was of no use, or what was uploaded is gone. */
export async function markNotUploaded(db: Db, row: OutboxRow, error: string): Promise<void> {
  await run(
    db,
    `update outbox set status = 'waiting', file_id = null, attempts = attempts + 1, error = $2
      where id = $1 and status in ('waiting', 'sending')`,
    [row.id, error],
  );
}

/** Slack takes no file: `text`, which says so, goes out alone. */
export async function markWithoutFile(db: Db, row: OutboxRow, text: string, error: string): Promise<void> {
  await run(
    db,
    `update outbox set status = 'waiting', plain = true, text = $2, error = $3
      where id = $1 and status in ('waiting', 'sending') and not plain`,
    [row.id, text, error],
  );
}
