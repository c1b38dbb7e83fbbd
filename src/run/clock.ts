/** Durable time: the database's `switchback_now()` (design.md section 2). */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Clock } from '../ports.ts';
import { type Db, one } from '../postgres/sql.ts';

/** Real time between two looks at the clock: at most, so that a changed rate is noticed; at least, to be cheap. */
const LONGEST_SLICE_MS = 1_000;
const SHORTEST_SLICE_MS = 100;
/** A timer may be early by less than this. */
const TIMER_MS = 1;

/**
 * The clock every procedure uses. `pause` throws the signal's reason once `stopping` is aborted: a step that polls is
 * then cut short, and runs again in the next process. Its last slice is trusted: asked once for each poll of each waiting
 * run, the clock would be most of what the database is asked.
 */
export function openClock(db: Db, stopping: AbortSignal): Clock {
  async function read() {
    const { now, rate } = await one(
      db,
      READING,
      'select switchback_now() as now, coalesce((select rate from clock), 1) as rate',
    );
    return { now: now.getTime(), rate, at: performance.now() };
  }

  return {
    async now() {
      return new Date((await read()).now);
    },
    async pause(ms) {
      let reading = await read();
      const until = reading.now + ms;
      for (;;) {
        stopping.throwIfAborted();
        const { now, rate, at } = reading;
        if (until <= now) return new Date(now);
        const left = Math.max((until - now) / rate, SHORTEST_SLICE_MS) + TIMER_MS;
        await sleep(Math.min(left, LONGEST_SLICE_MS), undefined, { signal: stopping });
        if (left <= LONGEST_SLICE_MS) return new Date(now + (performance.now() - at) * rate);
        reading = await read();
      }
    },
  };
}

const READING = z.object({ now: z.date(), rate: z.number().positive() });
