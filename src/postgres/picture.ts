/** How everything stands, for whoever opens the app's home: a few quick reads, one after another, so that they never hold more than one connection. */
import type pg from 'pg';
import { z } from 'zod';
import type { DrillRow, Ledger, MessagePlace } from '../ledger.ts';
import { SLOT_STATUSES } from '../operation.ts';
import { drillRows } from './drill-rows.ts';
import { OPERATION, operations } from './operation-rows.ts';
import { type Db, rows } from './sql.ts';

const incidentRow = z.object({ id: z.string(), app: z.string(), symptom: z.string(), opened_at: z.date() });
const releaseRow = z.object({ app: z.string(), version: z.number(), ours: z.boolean(), at: z.date() });
const placeRow = z.object({
  of: z.string(),
  channel: z.string(),
  ts: z.string(),
  thread_ts: z.string().nullable(),
});

export function pictures(pool: pg.Pool, locks: Ledger['locks']): Pick<Ledger, 'picture'> {
  return {
    async picture() {
      const underWay = await operations(
        pool,
        `select ${OPERATION} from operation
          where status = any($1) and not (status = 'requested' and expires_at <= switchback_now())
          order by requested_at, id`,
        [SLOT_STATUSES],
      );
      const cards = await cardPlaces(
        pool,
        underWay.map(({ id }) => id),
      );
      const incidents = await rows(
        pool,
        incidentRow,
        `select id, app, symptom, opened_at from incident where closed_at is null order by opened_at, id`,
      );
      const headlines = await headlinePlaces(
        pool,
        incidents.map(({ id }) => id),
      );
      return {
        underWay: underWay.map((operation) => ({ operation, card: cards.get(operation.id) ?? null })),
        incidents: incidents.map(({ opened_at: openedAt, ...rest }) => ({
          ...rest,
          openedAt,
          headline: headlines.get(rest.id) ?? null,
        })),
        locks: await locks(null),
        releases: await rows(pool, releaseRow, LAST_KNOWN),
        drills: await lastDrills(pool),
      };
    },
  };
}

/** What is proven counts from its proof; else what ran when somebody looked, whatever was asked for then. */
const LAST_KNOWN = `
  select distinct on (app) app,
         case when recovered_at is null then bad_version else release_version end as version,
         recovered_at is not null as ours, coalesce(recovered_at, requested_at) as at
    from operation
   where bad_version is not null and (recovered_at is null or release_version is not null)
   order by app, requested_at desc, id`;

function lastDrills(db: Db): Promise<readonly DrillRow[]> {
  return drillRows(db, `id in (select max(id) from drill_record where corrects is null group by app)`, []);
}

type Places = ReadonlyMap<string, MessagePlace>;

/** Where a message was posted and, in a thread, where its root is. */
const PLACE = `m.sent_channel as channel, m.ts, r.ts as thread_ts
  from outbox m left join outbox r on r.key = m.thread_key and r.sent_channel = m.sent_channel`;

function cardPlaces(db: Db, operationIds: readonly string[]): Promise<Places> {
  return places(
    db,
    `select c.operation_id as of, ${PLACE} join card c on c.post_key = m.key
      where c.operation_id = any($1) and m.ts is not null and m.sent_channel is not null`,
    operationIds,
  );
}

function headlinePlaces(db: Db, incidentIds: readonly string[]): Promise<Places> {
  return places(
    db,
    `select substr(m.key, length('incident/') + 1) as of, ${PLACE}
      where m.key = any(select 'incident/' || id from unnest($1::text[]) as wanted (id))
        and m.ts is not null and m.sent_channel is not null`,
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
