/** What incidents have coming: due at its time, settled once. */
import type pg from 'pg';
import { z } from 'zod';
import { AGENDA, type AgendaItem } from '../incident.ts';
import type { Incidents } from '../incidents.ts';
import { writeConsequences } from './consequences.ts';
import { redrawDrafts } from './draft-rows.ts';
import { keepErrorRuns } from './error-runs.ts';
import { markTold } from './operator-text-rows.ts';
import { keepSights } from './sights.ts';
import { execute, rows, transaction } from './sql.ts';

const itemRow = z
  .object({
    id: z.number(),
    incident_id: z.string(),
    what: z.enum(AGENDA),
    subject: z.string(),
    due_at: z.date(),
    tries: z.number(),
  })
  .transform(
    (found): AgendaItem => ({
      id: found.id,
      incidentId: found.incident_id,
      what: found.what,
      subject: found.subject,
      dueAt: found.due_at,
      tries: found.tries,
    }),
  );

export function agenda(pool: pg.Pool): Pick<Incidents, 'due' | 'take' | 'settle' | 'putOff'> {
  return {
    due: (limit, what) =>
      rows(
        pool,
        itemRow,
        `select id, incident_id, what, subject, due_at, tries from agenda
          where done_at is null and due_at <= switchback_now() and taken_until < clock_timestamp() and what = any($2)
          order by due_at, id limit $1`,
        [limit, what],
      ),
    async take({ id, dueAt }, seconds) {
      const taken = await execute(
        pool,
        `update agenda set taken_until = clock_timestamp() + make_interval(secs => $3)
          where id = $1 and due_at = $2 and done_at is null and taken_until < clock_timestamp()`,
        [id, dueAt, seconds],
      );
      return taken > 0;
    },
    settle: ({ id, incidentId, what, dueAt }, cameTo) =>
      transaction(pool, async (tx) => {
        const first = await execute(
          tx,
          `update agenda set done_at = switchback_now() where id = $1 and due_at = $2 and done_at is null`,
          [id, dueAt],
        );
        if (first === 0) return false;
        await markTold(tx, cameTo.told ?? []);
        await keepSights(tx, incidentId, cameTo.sights ?? []);
        await keepErrorRuns(tx, incidentId, cameTo.errorRuns ?? []);
        await writeConsequences(tx, { operationId: null, incidentId }, cameTo);
        // There is nothing left to put off.
        if (what === 'promise-broken') await redrawDrafts(tx, incidentId);
        return true;
      }),
    async putOff({ id, dueAt }, seconds) {
      await execute(
        pool,
        // Whole milliseconds, as a Date holds them: the settling names the instant it saw.
        `update agenda
            set due_at = date_trunc('milliseconds', switchback_now()) + make_interval(secs => $3), tries = tries + 1,
                taken_until = '-infinity'
          where id = $1 and due_at = $2 and done_at is null`,
        [id, dueAt, seconds],
      );
    },
  };
}
