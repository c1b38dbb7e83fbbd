/** Simulated durations on real timers. */

export interface Timeline {
  now(): Date;
  /** Runs `act` after `ms` simulated milliseconds. */
  after(ms: number, act: () => void): void;
  stop(): void;
}

/** `speed` divides every simulated duration; stamps come from `now`. */
export function startTimeline(speed: number, now: () => Date): Timeline {
  const waiting = new Set<NodeJS.Timeout>();
  return {
    now,
    after(ms, act) {
      const timer = setTimeout(() => {
        waiting.delete(timer);
        act();
      }, ms / speed);
      waiting.add(timer);
    },
    stop() {
      for (const timer of waiting) clearTimeout(timer);
      waiting.clear();
    },
  };
}
