/** Waiting for a condition, until the story is over: every wait throws what its signal was aborted with. */
import { setTimeout as pause } from 'node:timers/promises';
import type { StageClock } from '../clock.ts';
import { until } from '../slack/until.ts';

export interface Waiting {
  /** Until this holds, however long people take. */
  once(condition: () => boolean | Promise<boolean>): Promise<void>;
  /** So many milliseconds of the story's time, whatever its rate becomes. */
  pass(ms: number): Promise<void>;
  /** For what must come within a minute: throws, naming it, when it does not. */
  soon<T>(ask: () => T | Promise<T>, what: string | (() => string)): ReturnType<typeof until<T>>;
  /** So many real milliseconds. */
  rest(ms: number): Promise<void>;
}

const EVERY_MS = 20;
/** Real milliseconds. */
const PATIENCE_MS = 60_000;

export function waitingOn(clock: Pick<StageClock, 'now'>, signal: AbortSignal): Waiting {
  async function once(condition: () => boolean | Promise<boolean>): Promise<void> {
    signal.throwIfAborted();
    while (!(await condition())) {
      await pause(EVERY_MS);
      signal.throwIfAborted();
    }
  }
  return {
    once,
    pass(ms) {
      const due = clock.now().getTime() + ms;
      return once(() => clock.now().getTime() >= due);
    },
    rest(ms) {
      const due = performance.now() + ms;
      return once(() => performance.now() >= due);
    },
    soon(ask, what) {
      const asked = () => {
        signal.throwIfAborted();
        return ask();
      };
      return until(asked, PATIENCE_MS, what);
    },
  };
}
