/** The timelines: lines are added, never changed. */
import type pg from 'pg';
import { z } from 'zod';
import { ENTRY_KINDS, type Entry } from '../incident.ts';
import type { Incidents } from '../incidents.ts';
import { writeConsequences } from './consequences.ts';
import { row, rows, transaction } from './sql.ts';
import { addEntry } from './timeline-rows.ts';

const entryRow = z
  .object({
    id: z.number(),
    incident_id: z.string(),
    operation_id: z.string().nullable(),
    kind: z.enum(ENTRY_KINDS),
    happened_at: z.date(),
    added_at: z.date(),
    actor: z.string(),
    text: z.string(),
    corrects: z.number().nullable(),
  })
  .transform(
    (found): Entry => ({
      id: found.id,
      incidentId: found.incident_id,
      operationId: found.operation_id,
      kind: found.kind,
      happenedAt: found.happened_at,
      addedAt: found.added_at,
      actor: found.actor,
      text: found.text,
      corrects: found.corrects,
    }),
  );

const ENTRY = 'id, incident_id, operation_id, kind, happened_at, added_at, actor, text, corrects';

export function timelines(pool: pg.Pool): Pick<Incidents, 'record' | 'line' | 'timeline'> {
  return {
    record: (incidentId, entry, consequences) =>
      transaction(pool, async (tx) => {
        const subject = { incidentId, operationId: null };
        if (!(await addEntry(tx, subject, entry))) return false;
        await writeConsequences(tx, subject, consequences);
        return true;
      }),
    line: (incidentId, key) =>
      row(pool, entryRow, `select ${ENTRY} from timeline_entry where incident_id = $1 and key = $2`, [
        incidentId,
        key,
      ]),
    timeline: (incidentId, page = { after: null, limit: 100_000 }) =>
      rows(
        pool,
        entryRow,
        `select ${ENTRY} from timeline_entry
          where incident_id = $1 and ($2::timestamptz is null or (happened_at, id) > ($2, $3))
          order by happened_at, id limit $4`,
        [incidentId, page.after?.happenedAt ?? null, page.after?.id ?? 0, page.limit],
      ),
  };
}
