/** Port `WebhookQueue`. Leases are real time, between processes; patience is durable time. */
import type pg from 'pg';
import { z } from 'zod';
import { type Delivery, WEBHOOK_KINDS, type WebhookQueue } from '../webhooks.ts';
import { writePosts } from './consequences.ts';
import { execute, rows, transaction } from './sql.ts';

const deliveryRow = z
  .object({
    id: z.number(),
    destination: z.enum(WEBHOOK_KINDS),
    key: z.string(),
    body: z.string(),
    written_at: z.date(),
    tries: z.number(),
    incident_id: z.string().nullable(),
    channel: z.string().nullable(),
  })
  .transform(
    (found): Delivery => ({
      id: found.id,
      to: found.destination,
      key: found.key,
      body: found.body,
      writtenAt: found.written_at,
      tries: found.tries,
      incident:
        found.incident_id === null || found.channel === null
          ? null
          : { id: found.incident_id, channel: found.channel },
    }),
  );

const AT_ONCE = 10;

/** `executor`: unique to this process. */
export function openWebhookQueue(pool: pg.Pool, executor: string): WebhookQueue {
  return {
    due: (to) =>
      rows(
        pool,
        deliveryRow,
        // What belongs to no incident waits for nothing.
        `select w.id, w.destination, w.key, w.body::text as body, w.written_at, w.tries, w.incident_id, i.channel
           from webhook_delivery w left join incident i on i.id = w.incident_id
          where w.destination = $1 and w.state = 'waiting' and w.due_at <= switchback_now()
            and not exists (select from webhook_delivery earlier
                             where earlier.destination = w.destination and earlier.incident_id = w.incident_id
                               and earlier.state = 'waiting' and earlier.id < w.id)
          order by w.id limit $2`,
        [to, AT_ONCE],
      ),
    async take(to, seconds) {
      const taken = await execute(
        pool,
        `insert into webhook_lane as l (destination, executor_id, leased_until)
         values ($1, $2, clock_timestamp() + make_interval(secs => $3))
         on conflict (destination) do update set executor_id = $2, leased_until = excluded.leased_until
           where l.leased_until < clock_timestamp()`,
        [to, executor, seconds],
      );
      return taken > 0;
    },
    async leave(to) {
      await execute(
        pool,
        `update webhook_lane set leased_until = '-infinity' where destination = $1 and executor_id = $2`,
        [to, executor],
      );
    },
    settle: (delivery, settlement, posts) =>
      transaction(pool, async (tx) => {
        const first = await execute(
          tx,
          `update webhook_delivery
              set state = $3, tries = tries + 1, problem = $4,
                  due_at = switchback_now() + make_interval(secs => $5),
                  settled_at = case when $3 = 'waiting' then null else switchback_now() end
            where id = $1 and state = 'waiting' and tries = $2`,
          [
            delivery.id,
            delivery.tries,
            settlement.state,
            settlement.state === 'delivered' ? null : settlement.problem,
            settlement.state === 'waiting' ? settlement.seconds : 0,
          ],
        );
        if (first === 0) return false;
        await writePosts(tx, posts);
        return true;
      }),
  };
}
