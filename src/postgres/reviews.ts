/** Port `Reviews`: action items, and what people write for the RCA. Texts and documents are only ever added. */
import type pg from 'pg';
import { z } from 'zod';
import { RCA_PARTS, type RcaDocument, type RcaText, type Reviews } from '../reviews.ts';
import { actionItems, takeTurn } from './action-items.ts';
import { writeConsequences } from './consequences.ts';
import { INCIDENT, incidents } from './incident-rows.ts';
import { actor } from './operation-rows.ts';
import { published } from './publications.ts';
import { type Db, execute, json, row, rows, transaction } from './sql.ts';

const textRow = z
  .object({
    id: z.number(),
    part: z.enum(RCA_PARTS),
    text: z.string(),
    written_by: actor,
    written_at: z.date(),
  })
  .transform(
    (found): RcaText => ({
      id: found.id,
      part: found.part,
      text: found.text,
      by: found.written_by,
      at: found.written_at,
    }),
  );

const TEXT = 'id, part, text, written_by, written_at';

const documentRow = z
  .object({ n: z.number(), text: z.string(), written_by: actor, written_at: z.date() })
  .transform(
    (found): RcaDocument => ({ n: found.n, text: found.text, by: found.written_by, at: found.written_at }),
  );

export function openReviews(pool: pg.Pool): Reviews {
  return {
    ...actionItems(pool),
    published: (incidentId) => published(pool, incidentId),
    link: (incidentId, review, consequences) =>
      transaction(pool, async (tx) => {
        const linked = await execute(
          tx,
          `update incident set review = $2
            where id = $1 and closed_at is not null and review is distinct from $2`,
          [incidentId, review],
        );
        if (linked === 0) return false;
        await writeConsequences(tx, { operationId: null, incidentId }, consequences);
        return true;
      }),
    texts: (incidentId) => newest(pool, incidentId),
    earlier: (incidentId, ids) =>
      rows(
        pool,
        textRow,
        `select ${TEXT} from rca_text where incident_id = $1 and part = any($2) and id = any($3)`,
        [incidentId, RCA_PARTS, ids],
      ),
    async landed(incidentId) {
      const found = await rows(
        pool,
        z.object({ operation_id: z.string(), at: z.date() }),
        `select a.operation_id, min(a.settled_at) as at from attempt a join operation o on o.id = a.operation_id
          where o.incident_id = $1 and a.release_id is not null and a.settled_at is not null group by a.operation_id`,
        [incidentId],
      );
      return new Map(found.map(({ operation_id, at }) => [operation_id, at]));
    },
    related: (incidentId) =>
      incidents(
        pool,
        `select ${INCIDENT} from incident
          where same_as = $1 or id = (select same_as from incident where id = $1) order by opened_at, id`,
        [incidentId],
      ),
    write: (incidentId, edits, by, at, consequences) =>
      transaction(pool, async (tx) => {
        await takeTurn(tx, incidentId);
        const there = await newest(tx, incidentId);
        const meanwhile = edits.flatMap(({ part, over }) => {
          const found = there.find((each) => each.part === part);
          return found && found.id !== over ? [found] : [];
        });
        if (meanwhile.length > 0) return meanwhile;
        for (const { part, text } of edits) {
          await execute(
            tx,
            `insert into rca_text (incident_id, part, text, written_by, written_at) values ($1, $2, $3, $4, $5)`,
            [incidentId, part, text, json(by), at],
          );
        }
        await writeConsequences(tx, { operationId: null, incidentId }, consequences);
        return [];
      }),
    document: (incidentId) =>
      row(
        pool,
        documentRow,
        `select n, text, written_by, written_at from rca_document where incident_id = $1 order by n desc limit 1`,
        [incidentId],
      ),
    keepDocument: (incidentId, { n, text, by, at }, consequences) =>
      transaction(pool, async (tx) => {
        const kept = await execute(
          tx,
          `insert into rca_document (incident_id, n, text, written_by, written_at) values ($1, $2, $3, $4, $5)
           on conflict do nothing`,
          [incidentId, n, text, json(by), at],
        );
        if (kept === 0) return false;
        await writeConsequences(tx, { operationId: null, incidentId }, consequences);
        return true;
      }),
  };
}

/** What a newer build knows more of is left to it. */
function newest(db: Db, incidentId: string): Promise<readonly RcaText[]> {
  return rows(
    db,
    textRow,
    `select distinct on (part) ${TEXT} from rca_text
      where incident_id = $1 and part = any($2) order by part, id desc`,
    [incidentId, RCA_PARTS],
  );
}
