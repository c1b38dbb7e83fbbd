/** Where messages of ours stand in Slack, so that words can link to them. */
import { z } from 'zod';
import type { MessagePlace } from '../ledger.ts';
import { type Db, rows } from './sql.ts';

const placeRow = z.object({
  of: z.string(),
  channel: z.string(),
  ts: z.string(),
  thread_ts: z.string().nullable(),
});

type Places = ReadonlyMap<string, MessagePlace>;

/** Where a message was posted and, in a thread, where its root is. */
const PLACE = `m.sent_channel as channel, m.ts, r.ts as thread_ts
  from outbox m left join outbox r on r.key = m.thread_key and r.sent_channel = m.sent_channel`;

export function cardPlaces(db: Db, operationIds: readonly string[]): Promise<Places> {
  return places(
    db,
    `select c.operation_id as of, ${PLACE} join card c on c.post_key = m.key
      where c.operation_id = any($1) and m.ts is not null and m.sent_channel is not null`,
    operationIds,
  );
}

/** One that has moved stands where it lives now; those of earlier builds are not redrawn, and stand where they were. */
export function headlinePlaces(db: Db, incidentIds: readonly string[]): Promise<Places> {
  return places(
    db,
    `select wanted.of, ${PLACE}
       join (select id as of, coalesce(post_key, 'incident/' || id) as key
               from unnest($1::text[]) as named (id) left join incident_card on incident_id = id) as wanted
         on wanted.key = m.key
      where m.ts is not null and m.sent_channel is not null`,
    incidentIds,
  );
}

async function places(db: Db, text: string, ids: readonly string[]): Promise<Places> {
  if (ids.length === 0) return new Map();
  const found = await rows(db, placeRow, text, [ids]);
  return new Map(
    found.map(({ of, channel, ts, thread_ts: threadTs }) => [of, { channel, ts, threadTs }] as const),
  );
}
