/** How long errors have gone on in the log of an incident's app. */
import { z } from 'zod';
import type { ErrorRun } from '../incident.ts';
import { type Db, execute, rows } from './sql.ts';

const errorRun = z
  .object({ code: z.enum(['R10', 'R14']), first_at: z.date(), last_at: z.date(), times: z.number() })
  .transform(
    (found): ErrorRun => ({
      code: found.code,
      first: found.first_at,
      last: found.last_at,
      times: found.times,
    }),
  );

export function errorRuns(db: Db, incidentId: string): Promise<readonly ErrorRun[]> {
  return rows(
    db,
    errorRun,
    'select code, first_at, last_at, times from error_run where incident_id = $1 order by code',
    [incidentId],
  );
}

/** With what it came to: decided by the agenda, whose item only one process settles. */
export async function keepErrorRuns(tx: Db, incidentId: string, all: readonly ErrorRun[]): Promise<void> {
  for (const { code, first, last, times } of all) {
    await execute(
      tx,
      `insert into error_run (incident_id, code, first_at, last_at, times) values ($1, $2, $3, $4, $5)
       on conflict (incident_id, code) do update set first_at = $3, last_at = $4, times = $5`,
      [incidentId, code, first, last, times],
    );
  }
}
