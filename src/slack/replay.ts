import { z } from 'zod';
import type { Log } from '../log.ts';
import { type Db, rows } from '../postgres/sql.ts';
import { LATE, within } from './jobs.ts';

/** Whether a delivery was seen before, by any process. */
export type Seen = 'first' | 'replay' | 'unknown';

export interface ReplayGuard {
  /** Record the delivery under all its keys; `unknown` when the database did not answer in time. */
  first(keys: readonly string[]): Promise<Seen>;
}

const ANSWER_WITHIN_MS = 1_500;
const FORGET_EVERY_MS = 60_000;
/** Beyond this many queries waiting for a connection no answer can come in time. */
const LONGEST_QUEUE = 500;

/**
 * The row is written before the handler runs: a delivery is acted on at most once. Signatures expire after five
 * minutes and Slack repeats events for up to an hour, so rows are kept a little longer than that.
 */
export function replayGuard(pool: Db & { readonly waitingCount: number }, log: Log): ReplayGuard {
  let forgotAt = performance.now();

  function forgetSometimes(): void {
    if (performance.now() - forgotAt < FORGET_EVERY_MS) return;
    forgotAt = performance.now();
    rows(
      pool,
      z.object({}),
      `delete from seen_request where seen_at < clock_timestamp() - interval '70 minutes'`,
    ).catch((err: unknown) => log.warn({ err }, 'could not forget old deliveries'));
  }

  async function record(keys: readonly string[]): Promise<Seen> {
    try {
      // In one order everywhere, or two deliveries of one event could deadlock.
      const sorted = [...keys].sort();
      const recorded = await rows(
        pool,
        z.object({ key: z.string() }),
        'insert into seen_request (key) select unnest($1::text[]) on conflict do nothing returning key',
        [sorted],
      );
      return recorded.length === sorted.length ? 'first' : 'replay';
    } catch (err) {
      log.warn({ err }, 'could not record a delivery');
      return 'unknown';
    }
  }

  return {
    async first(keys) {
      if (pool.waitingCount > LONGEST_QUEUE) return 'unknown';
      const seen = await within(record(keys), ANSWER_WITHIN_MS);
      forgetSometimes();
      return seen === LATE ? 'unknown' : seen;
    },
  };
}
