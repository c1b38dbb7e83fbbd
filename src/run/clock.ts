/** Durable time: the database's `switchback_now()` (design.md section 2). */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Clock } from '../ports.ts';
import { type Db, one } from '../postgres/sql.ts';

/** Real time between two looks at the clock: at most, so that a changed rate is noticed; at least, to be cheap. */
const LONGEST_SLICE_MS = 1_000;
const SHORTEST_SLICE_MS = 20;

/**
 * The clock every procedure uses. `pause` throws the signal's reason once `stopping` is aborted: a step that polls is
 * then cut short, and runs again in the next process.
 */
export function openClock(db: Db, stopping: AbortSignal): Clock {
  async function read() {
    return one(db, READING, 'select switchback_now() as now, coalesce((select rate from clock), 1) as rate');
  }

  return {
    async now() {
      return (await read()).now;
    },
    async pause(ms) {
      let reading = await read();
      const until = reading.now.getTime() + ms;
      for (;;) {
        stopping.throwIfAborted();
        const left = until - reading.now.getTime();
        if (left <= 0) return;
        const slice = Math.min(Math.max(left / reading.rate, SHORTEST_SLICE_MS), LONGEST_SLICE_MS);
        await sleep(slice, undefined, { signal: stopping });
        reading = await read();
      }
    },
  };
}

const READING = z.object({ now: z.date(), rate: z.number().positive() });
