/** What customers were told: each text once per incident, in order, whoever taps first. */
import type pg from 'pg';
import { z } from 'zod';
import type { Consequences } from '../ledger.ts';
import { PUBLIC_TEXTS, type Publication } from '../publications.ts';
import { writeConsequences } from './consequences.ts';
import { actor } from './operation-rows.ts';
import { type Db, execute, json, row, rows, transaction } from './sql.ts';

const publicationRow = z
  .object({
    incident_id: z.string(),
    which: z.enum(PUBLIC_TEXTS),
    text: z.string(),
    published_by: actor,
    published_at: z.date(),
  })
  .transform(
    (found): Publication => ({
      incidentId: found.incident_id,
      which: found.which,
      text: found.text,
      by: found.published_by,
      at: found.published_at,
    }),
  );

const PUBLICATION = 'incident_id, which, text, published_by, published_at';

export function published(db: Db, incidentId: string): Promise<readonly Publication[]> {
  return rows(
    db,
    publicationRow,
    `select ${PUBLICATION} from publication where incident_id = $1 order by published_at, which`,
    [incidentId],
  );
}

export function publish(
  pool: pg.Pool,
  { incidentId, which, text, by, at }: Publication,
  consequences: Consequences,
): Promise<Publication | null> {
  const place = PUBLIC_TEXTS.indexOf(which);
  return transaction(pool, async (tx) => {
    // One publisher at a time per incident, so that the order is the order of committing.
    await execute(tx, 'select 1 from incident where id = $1 for update', [incidentId]);
    const out = await row(
      tx,
      publicationRow,
      `select ${PUBLICATION} from publication
        where incident_id = $1 and which = any($2) order by published_at limit 1`,
      [incidentId, PUBLIC_TEXTS.slice(place)],
    );
    if (out) return out;
    await execute(tx, `insert into publication (${PUBLICATION}) values ($1, $2, $3, $4, $5)`, [
      incidentId,
      which,
      text,
      json(by),
      at,
    ]);
    await writeConsequences(tx, { operationId: null, incidentId }, consequences);
    return null;
  });
}
