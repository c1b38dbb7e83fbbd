/** What is still to be done after an incident. */
import type pg from 'pg';
import { z } from 'zod';
import type { ActionItem, Reviews } from '../reviews.ts';
import { writeConsequences } from './consequences.ts';
import { actor } from './operation-rows.ts';
import { type Db, execute, json, one, row, rows, transaction } from './sql.ts';

const itemRow = z
  .object({
    incident_id: z.string(),
    n: z.number(),
    what: z.string(),
    owner: z.object({ slackId: z.string().nullable(), name: z.string() }).nullable(),
    due: z.string().nullable(),
    issue: z.string(),
    added_by: actor,
    added_at: z.date(),
    done_by: actor.nullable(),
    done_at: z.date().nullable(),
  })
  .transform(
    (found): ActionItem => ({
      incidentId: found.incident_id,
      n: found.n,
      what: found.what,
      owner: found.owner,
      due: found.due,
      issue: found.issue,
      by: found.added_by,
      at: found.added_at,
      done: found.done_by && found.done_at && { by: found.done_by, at: found.done_at },
    }),
  );

// A day has no time zone, so it is read as it was written.
const ITEM = `incident_id, n, what, owner, to_char(due, 'YYYY-MM-DD') as due, issue, added_by, added_at, done_by, done_at`;

export function actionItems(pool: pg.Pool): Pick<Reviews, 'addAction' | 'actions' | 'finishAction'> {
  return {
    addAction: (incidentId, { what, owner, due, issue, by, at, form }, consequences) =>
      transaction(pool, async (tx) => {
        await takeTurn(tx, incidentId);
        const added = await row(
          tx,
          itemRow,
          `insert into action_item (incident_id, n, what, owner, due, issue, added_by, added_at, form)
           select $1, (select coalesce(max(n), 0) + 1 from action_item where incident_id = $1), $2, $3, $4, $5, $6, $7, $8
           on conflict (form) do nothing returning ${ITEM}`,
          [incidentId, what, owner && json(owner), due, issue, json(by), at, form],
        );
        if (added) await writeConsequences(tx, { operationId: null, incidentId }, consequences(added));
        return added;
      }),
    actions: (incidentId) =>
      rows(pool, itemRow, `select ${ITEM} from action_item where incident_id = $1 order by n`, [incidentId]),
    finishAction: (incidentId, n, { by, at }, consequences) =>
      transaction(pool, async (tx) => {
        const first = await execute(
          tx,
          `update action_item set done_by = $3, done_at = $4 where incident_id = $1 and n = $2 and done_at is null`,
          [incidentId, n, json(by), at],
        );
        if (first === 0) return false;
        await writeConsequences(tx, { operationId: null, incidentId }, consequences);
        return true;
      }),
  };
}

/** Whoever numbers or compares something of an incident is alone with it until commit. */
export async function takeTurn(tx: Db, incidentId: string): Promise<void> {
  await one(tx, z.object({ id: z.string() }), `select id from incident where id = $1 for no key update`, [
    incidentId,
  ]);
}
