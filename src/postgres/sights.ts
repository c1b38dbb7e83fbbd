/** What was last seen of the apps of open incidents. */
import { z } from 'zod';
import type { Sight } from '../incident.ts';
import { type Db, execute, json, rows } from './sql.ts';

const seen = z.object({
  since: z.coerce.date(),
  version: z.number(),
  pending: z.array(z.number()),
  dynos: z.record(z.string(), z.object({ crashed: z.array(z.string()), upOn: z.number().nullable() })),
});

const sightRow = z
  .object({
    app: z.string(),
    seen: seen.nullable(),
    blind_since: z.date().nullable(),
    blind_told: z.boolean(),
  })
  .transform(
    (found): Sight => ({
      app: found.app,
      seen: found.seen,
      blindSince: found.blind_since,
      blindTold: found.blind_told,
    }),
  );

export function sights(db: Db, incidentId: string): Promise<readonly Sight[]> {
  return rows(
    db,
    sightRow,
    'select app, seen, blind_since, blind_told from incident_sight where incident_id = $1',
    [incidentId],
  );
}

/** With what it came to: decided by the agenda, whose item only one process settles. */
export async function keepSights(tx: Db, incidentId: string, all: readonly Sight[]): Promise<void> {
  for (const { app, seen, blindSince, blindTold } of all) {
    await execute(
      tx,
      `insert into incident_sight as s (incident_id, app, seen, blind_since, blind_told) values ($1, $2, $3, $4, $5)
       on conflict (incident_id, app) do update set seen = $3, blind_since = $4, blind_told = $5,
         seen_at = case when $4::timestamptz is null then switchback_now() else s.seen_at end`,
      [incidentId, app, seen && json(seen), blindSince, blindTold],
    );
  }
}
