import type { Log } from '../log.ts';

/** A background worker that looks for work on a beat, and at once when nudged. */
export interface Loop {
  nudge(): void;
  /** Resolves when the round in hand has ended. */
  stop(): Promise<void>;
}

/**
 * Run `round` every `everyMs` and after each nudge, one at a time. A round that throws is logged and the next one
 * waits ten beats, so that a database that is away is not hammered.
 */
export function startLoop(options: {
  readonly name: string;
  readonly everyMs: number;
  readonly log: Log;
  readonly round: () => Promise<void>;
}): Loop {
  let stopping = false;
  let nudged = false;
  let wake = () => {};

  function rest(ms: number): Promise<void> {
    if (stopping || nudged) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function run(): Promise<void> {
    while (!stopping) {
      nudged = false;
      let pause = options.everyMs;
      try {
        await options.round();
      } catch (err) {
        options.log.error({ err, loop: options.name }, 'background round failed');
        pause = options.everyMs * 10;
      }
      await rest(pause);
    }
  }

  const ended = run();
  return {
    nudge() {
      nudged = true;
      wake();
    },
    stop() {
      stopping = true;
      wake();
      return ended;
    },
  };
}
