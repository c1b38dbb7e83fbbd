/** One thing to tell over HTTP, written with what it tells of. */
import type { NewWebhook } from '../webhooks.ts';
import { type Db, execute, json } from './sql.ts';

/** Told at most once per key, however often the run that tells it is repeated. */
export async function writeWebhooks(
  tx: Db,
  incidentId: string | null,
  webhooks: readonly NewWebhook[],
): Promise<void> {
  for (const { to, key, body, onlyAfterOthers = false } of webhooks) {
    await execute(
      tx,
      `insert into webhook_delivery (destination, key, incident_id, body, written_at, due_at)
       select $1, $2, $3, $4, switchback_now(), switchback_now()
        where not $5 or exists (select from webhook_delivery where destination = $1 and incident_id = $3)
       on conflict (key) do nothing`,
      [to, key, incidentId, json(body), onlyAfterOthers],
    );
  }
}
