/** The part of `Ledger` about what was approved alone: a second person looks at it, once. */
import type pg from 'pg';
import { z } from 'zod';
import type { Ledger } from '../ledger.ts';
import { writeConsequences } from './consequences.ts';
import { actor } from './operation-rows.ts';
import { json, row, transaction } from './sql.ts';

const lookRow = z.object({
  due_at: z.date(),
  done_at: z.date().nullable(),
  done_by: actor.nullable(),
  verdict: z.enum(['right', 'wrong']).nullable(),
});

export function secondLooks(pool: pg.Pool): Pick<Ledger, 'secondLook' | 'lookAgain'> {
  return {
    async secondLook(operationId) {
      const found = await row(
        pool,
        lookRow,
        `select due_at, done_at, done_by, verdict from second_look where operation_id = $1`,
        [operationId],
      );
      if (!found) return null;
      const { due_at: dueAt, done_by: by, done_at: at, verdict } = found;
      return { dueAt, done: by && at && verdict ? { by, at, verdict } : null };
    },
    lookAgain: (operationId, { by, at, verdict, note }, consequences) =>
      transaction(pool, async (tx) => {
        const looked = await row(
          tx,
          z.object({ incident_id: z.string().nullable() }),
          `update second_look s set done_at = $3, done_by = $4, verdict = $5, note = $6 from operation o
            where s.operation_id = $1 and o.id = s.operation_id and s.done_at is null
              and o.approver ->> 'id' <> $2 and o.approver ->> 'slackId' <> $4::jsonb ->> 'slackId'
           returning o.incident_id`,
          [operationId, by.id, at, json(by), verdict, note],
        );
        if (looked)
          await writeConsequences(tx, { operationId, incidentId: looked.incident_id }, consequences);
        return looked !== null;
      }),
  };
}
