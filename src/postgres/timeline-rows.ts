/** One line of a timeline. */
import type { NewEntry } from '../incident.ts';
import { type Db, execute } from './sql.ts';

/** False when a line of the same key is there already. */
export async function addEntry(
  tx: Db,
  { incidentId, operationId }: { readonly incidentId: string; readonly operationId: string | null },
  { kind = operationId === null ? 'note' : 'operation', at, actor, text, key, corrects }: NewEntry,
): Promise<boolean> {
  const added = await execute(
    tx,
    `insert into timeline_entry (incident_id, operation_id, happened_at, actor, text, kind, key, corrects)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (incident_id, key) where key is not null do nothing`,
    [incidentId, operationId, at, actor, text, kind, key ?? null, corrects ?? null],
  );
  return added > 0;
}
