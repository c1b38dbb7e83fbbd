/** How everything stands, for whoever opens the app's home: a few quick reads, one after another, so that they never hold more than one connection. */
import type pg from 'pg';
import { z } from 'zod';
import type { DrillRow, Ledger } from '../ledger.ts';
import { SLOT_STATUSES } from '../operation.ts';
import { drillRows } from './drill-rows.ts';
import { cardPlaces, headlinePlaces } from './message-places.ts';
import { OPERATION, operations } from './operation-rows.ts';
import { type Db, rows } from './sql.ts';

const incidentRow = z.object({ id: z.string(), app: z.string(), symptom: z.string(), opened_at: z.date() });
const releaseRow = z.object({ app: z.string(), version: z.number(), ours: z.boolean(), at: z.date() });

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
