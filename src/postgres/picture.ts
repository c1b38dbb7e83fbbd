/** How everything stands, for whoever opens the app's home: a few quick reads, one after another, so that they never hold more than one connection. */
import type pg from 'pg';
import { z } from 'zod';
import type { DrillRow, Ledger } from '../ledger.ts';
import { SLOT_STATUSES } from '../operation.ts';
import { drillRows } from './drill-rows.ts';
import { severity } from './incident-rows.ts';
import { knownReleases } from './known-releases.ts';
import { cardPlaces, headlinePlaces } from './message-places.ts';
import { OPERATION, operations } from './operation-rows.ts';
import { type Db, rows } from './sql.ts';

const incidentRow = z.object({
  id: z.string(),
  app: z.string(),
  drill: z.boolean(),
  severity,
  symptom: z.string(),
  opened_at: z.date(),
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
        `select id, app, drill, severity, symptom, opened_at from incident where closed_at is null order by opened_at, id`,
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
        releases: await knownReleases(pool, null),
        drills: await lastDrills(pool),
      };
    },
  };
}

function lastDrills(db: Db): Promise<readonly DrillRow[]> {
  return drillRows(db, `id in (select max(id) from drill_record where corrects is null group by app)`, []);
}
