/** Operator texts, written with what they tell of. */
import type { OperatorText } from '../incident.ts';
import { plan } from './agenda-rows.ts';
import { type Db, execute } from './sql.ts';

/** Practice is told to nobody directly. */
export async function addOperatorTexts(
  tx: Db,
  incidentId: string,
  texts: readonly OperatorText[],
): Promise<void> {
  for (const { key, text, at } of texts) {
    const added = await execute(
      tx,
      `insert into operator_text (incident_id, key, text, happened_at)
       select id, $2, $3, $4 from incident where id = $1 and not drill
       on conflict (incident_id, key) do nothing`,
      [incidentId, key, text, at],
    );
    if (added > 0) await plan(tx, incidentId, [{ what: 'tell', subject: key, dueAt: at }]);
  }
}

/** Throws when one was told meanwhile: then it must not be told again with this. */
export async function markTold(tx: Db, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const marked = await execute(
    tx,
    `update operator_text set told_at = switchback_now() where id = any($1) and told_at is null`,
    [ids],
  );
  if (marked < ids.length) throw new Error('an operator text was told meanwhile');
}
