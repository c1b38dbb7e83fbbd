/** Simulated durations on real timers, whose speed may change while they run. */

export interface Timeline {
  now(): Date;
  /** Runs `act` after `ms` simulated milliseconds. */
  after(ms: number, act: () => void): void;
  /** From now on; also for what is waiting. */
  setSpeed(speed: number): void;
  /** So many simulated milliseconds are over at once: whatever is due by then happens, in order, before this returns. */
  leap(ms: number): void;
  stop(): void;
}

interface Waiting {
  /** Simulated milliseconds left at `since`. */
  left: number;
  /** Real milliseconds of the monotonic clock. */
  since: number;
  timer: NodeJS.Timeout;
  readonly act: () => void;
}

/** `first` divides every simulated duration; stamps come from `now`. */
export function startTimeline(first: number, now: () => Date): Timeline {
  let speed = first;
  const waiting = new Set<Waiting>();

  function arm(each: Waiting): void {
    clearTimeout(each.timer);
    each.timer = setTimeout(() => {
      waiting.delete(each);
      each.act();
    }, each.left / speed);
  }

  /** Brings what is left of each up to date. */
  function settle(): void {
    const at = performance.now();
    for (const each of waiting) {
      each.left = Math.max(0, each.left - (at - each.since) * speed);
      each.since = at;
    }
  }

  return {
    now,
    after(ms, act) {
      const each: Waiting = { left: ms, since: performance.now(), timer: setTimeout(() => undefined), act };
      waiting.add(each);
      arm(each);
    },
    setSpeed(next) {
      settle();
      speed = next;
      for (const each of waiting) arm(each);
    },
    leap(ms) {
      settle();
      let over = 0;
      for (;;) {
        const next = [...waiting].sort((a, b) => a.left - b.left)[0];
        if (next === undefined || over + next.left > ms) break;
        over += next.left;
        for (const each of waiting) each.left = Math.max(0, each.left - next.left);
        waiting.delete(next);
        clearTimeout(next.timer);
        // What it plants anew counts from its own instant.
        next.act();
      }
      for (const each of waiting) {
        each.left = Math.max(0, each.left - (ms - over));
        arm(each);
      }
    },
    stop() {
      for (const { timer } of waiting) clearTimeout(timer);
      waiting.clear();
    },
  };
}
