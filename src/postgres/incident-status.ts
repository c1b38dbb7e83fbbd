/** An incident's status follows its rollbacks, unless people know better. */
import { INCIDENT_STATUSES, type IncidentStatus } from '../incident.ts';
import { type Db, execute } from './sql.ts';

/** Only forward, only while it is open, and not when people have set it since the operation was sent. */
export async function reach(
  tx: Db,
  { incidentId, operationId }: { readonly incidentId: string; readonly operationId: string | null },
  to: IncidentStatus,
): Promise<void> {
  await execute(
    tx,
    `update incident i set status = $3
      where id = $1 and closed_at is null and array_position($4::text[], status) < array_position($4::text[], $3)
        and (status_said_at is null
             or status_said_at < (select coalesce(sent_at, requested_at) from operation where id = $2))`,
    [incidentId, operationId, to, INCIDENT_STATUSES],
  );
}
