/** Simulated durations on a real timer, whose speed may change while they run. */

export interface Timeline {
  /** While what fell into a leap happens: the instant at which it was due. */
  now(): Date;
  /** Runs `act` after `ms` simulated milliseconds; never once it was stopped. */
  after(ms: number, act: () => void): Waiting;
  /** Simulated milliseconds since it began. */
  elapsed(): number;
  /** From now on; also for what is waiting. */
  setSpeed(speed: number): void;
  /** So many simulated milliseconds are over at once: whatever is due by then happens, in order, before this returns. */
  leap(ms: number): void;
  stop(): void;
}

/** Something that has not happened yet. */
export interface Waiting {
  /** Simulated milliseconds since the timeline began. */
  readonly due: number;
}

interface Due extends Waiting {
  readonly act: () => void;
}

/** A timer longer than this fires at once: it looks again instead. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** `first` divides every simulated duration; stamps come from `now`, which has leapt already when `leap` is called. */
export function startTimeline(first: number, now: () => Date): Timeline {
  let speed = first;
  /** One instant in simulated milliseconds and on the real, monotonic clock. */
  let anchor = { simulated: 0, real: performance.now() };
  /** Where things happen right now; null between them. */
  let happening: number | null = null;
  /** How far behind `now` that is. */
  let behind = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const waiting = new Set<Due>();

  const elapsed = () => anchor.simulated + (performance.now() - anchor.real) * speed;

  function next(): Due | undefined {
    let soonest: Due | undefined;
    for (const each of waiting) if (soonest === undefined || each.due < soonest.due) soonest = each;
    return soonest;
  }

  function arm(): void {
    clearTimeout(timer);
    const soonest = next();
    if (soonest === undefined) return;
    const left = Math.max(0, (soonest.due - elapsed()) / speed);
    timer = setTimeout(() => happen(elapsed(), false), Math.min(left, LONGEST_TIMER_MS));
  }

  /** Everything due by `end`, in order; what it plants anew counts from its own instant. */
  function happen(end: number, leapt: boolean): void {
    try {
      for (let each = next(); each !== undefined && each.due <= end; each = next()) {
        waiting.delete(each);
        happening = each.due;
        behind = leapt ? end - each.due : 0;
        each.act();
      }
    } finally {
      happening = null;
      behind = 0;
      arm();
    }
  }

  return {
    now: () => new Date(now().getTime() - behind),
    after(ms, act) {
      const each: Due = { due: (happening ?? elapsed()) + ms, act };
      if (stopped) return each;
      waiting.add(each);
      if (happening === null) arm();
      return each;
    },
    elapsed: () => happening ?? elapsed(),
    setSpeed(next) {
      anchor = { simulated: elapsed(), real: performance.now() };
      speed = next;
      arm();
    },
    leap(ms) {
      const end = elapsed() + ms;
      anchor = { simulated: end, real: performance.now() };
      happen(end, true);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      waiting.clear();
    },
  };
}
