/** Refused attempts to act, in the audit: once a minute for each person and reason, so that a flood appends nothing more. */
import type pg from 'pg';
import type { Ledger } from '../ledger.ts';
import { writeConsequences } from './consequences.ts';
import { execute, transaction } from './sql.ts';

export function refusalsNoted(pool: pg.Pool): Pick<Ledger, 'noteRefusal'> {
  return {
    noteRefusal: (reason, entry) =>
      transaction(pool, async (tx) => {
        const first = await execute(
          tx,
          `insert into refusal_noted as noted (person, reason, noted_at) values ($1, $2, switchback_now())
           on conflict (person, reason) do update set noted_at = excluded.noted_at
             where noted.noted_at <= excluded.noted_at - interval '1 minute'`,
          [entry.actor, reason],
        );
        if (first === 0) return;
        await writeConsequences(tx, { operationId: null, incidentId: null }, { audit: [entry] });
      }),
  };
}
