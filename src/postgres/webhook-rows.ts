/** One thing to tell over HTTP, written with what it tells of. */
import type { NewWebhook } from '../webhooks.ts';
import { type Db, execute, json } from './sql.ts';

/** Told at most once per key, however often the run that tells it is repeated. */
export async function writeWebhooks(
  tx: Db,
  incidentId: string | null,
  webhooks: readonly NewWebhook[],
): Promise<void> {
  for (const { to, key, body } of webhooks) {
    await execute(
      tx,
      `insert into webhook_delivery (destination, key, incident_id, body, written_at, due_at)
       values ($1, $2, $3, $4, switchback_now(), switchback_now()) on conflict (key) do nothing`,
      [to, key, incidentId, json(body)],
    );
  }
}
