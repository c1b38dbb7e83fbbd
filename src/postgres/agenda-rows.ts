/** What incidents have coming, planned and called off with the change that decides so. */
import type { Planned } from '../incident.ts';
import type { Consequences } from '../ledger.ts';
import { type Db, execute } from './sql.ts';

/** A plan of the same name takes the place of an earlier one, even of one that is done. */
export async function plan(tx: Db, incidentId: string, plans: readonly Planned[]): Promise<void> {
  for (const { what, subject = '', dueAt } of plans) {
    await execute(
      tx,
      `insert into agenda (incident_id, what, subject, due_at) values ($1, $2, $3, $4)
       on conflict (incident_id, what, subject) do update set due_at = $4, tries = 0, moved = 0, done_at = null,
         taken_until = '-infinity'`,
      [incidentId, what, subject, dueAt],
    );
  }
}

export async function callOff(
  tx: Db,
  incidentId: string,
  off: NonNullable<Consequences['callOff']>,
): Promise<void> {
  for (const { what, subject = null } of off) {
    await execute(
      tx,
      `update agenda set done_at = switchback_now()
        where incident_id = $1 and what = $2 and ($3::text is null or subject = $3) and done_at is null`,
      [incidentId, what, subject],
    );
  }
}
