/** The timelines: lines are added, never changed. */
import type pg from 'pg';
import { z } from 'zod';
import { ENTRY_KINDS, type Entry, type NewEntry } from '../incident.ts';
import type { Incidents, Page, TimelinePage } from '../incidents.ts';
import type { Consequences } from '../ledger.ts';
import { writeConsequences } from './consequences.ts';
import { type Db, one, row, rows, transaction } from './sql.ts';
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
    corrected_by: z.number().nullable(),
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
      correctedBy: found.corrected_by,
    }),
  );

const ENTRY = `id, incident_id, operation_id, kind, happened_at, added_at, actor, text, corrects,
  (select max(c.id) from timeline_entry c where c.corrects = timeline_entry.id) as corrected_by`;

/** Later than the line, or earlier; one more than asked for tells whether there is more. */
const BESIDE = {
  end: `select ${ENTRY} from timeline_entry where incident_id = $1 and $2::bigint is null
        order by happened_at desc, id desc limit $3`,
  before: `select ${ENTRY} from timeline_entry
            where incident_id = $1
              and (happened_at, id) < (select happened_at, id from timeline_entry where id = $2)
            order by happened_at desc, id desc limit $3`,
  after: `select ${ENTRY} from timeline_entry
           where incident_id = $1
             and (happened_at, id) > (select happened_at, id from timeline_entry where id = $2)
           order by happened_at, id limit $3`,
} as const;

async function pageOf(pool: pg.Pool, id: string, page: Page): Promise<TimelinePage> {
  const line = page.at === 'end' ? null : page.line;
  const found = await rows(pool, entryRow, BESIDE[page.at], [id, line, page.limit + 1]);
  const more = found.length > page.limit;
  const kept = found.slice(0, page.limit);
  const { count } = await one(
    pool,
    z.object({ count: z.number() }),
    'select count(*) as count from timeline_entry where incident_id = $1',
    [id],
  );
  return page.at === 'after'
    ? { entries: kept, before: true, after: more, count }
    : { entries: kept.toReversed(), before: more, after: page.at === 'before', count };
}

async function record(
  tx: Db,
  incidentId: string,
  entry: NewEntry,
  consequences: Omit<Consequences, 'timeline'>,
): Promise<boolean> {
  const subject = { incidentId, operationId: null };
  if (!(await addEntry(tx, subject, entry))) return false;
  await writeConsequences(tx, subject, consequences);
  return true;
}

type Timelines = Pick<Incidents, 'record' | 'recordWhileOpen' | 'line' | 'timeline' | 'page' | 'entry'>;

export function timelines(pool: pg.Pool): Timelines {
  return {
    record: (id, entry, consequences) => transaction(pool, (tx) => record(tx, id, entry, consequences)),
    recordWhileOpen: (id, entry, consequences) =>
      transaction(pool, async (tx) => {
        const open = 'select id from incident where id = $1 and closed_at is null for no key update';
        const found = await row(tx, z.object({ id: z.string() }), open, [id]);
        return found ? record(tx, id, entry, consequences) : null;
      }),
    line: (incidentId, key) =>
      row(pool, entryRow, `select ${ENTRY} from timeline_entry where incident_id = $1 and key = $2`, [
        incidentId,
        key,
      ]),
    entry: (number) => row(pool, entryRow, `select ${ENTRY} from timeline_entry where id = $1`, [number]),
    page: (id, page) => pageOf(pool, id, page),
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
