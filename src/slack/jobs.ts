import type { Log } from '../log.ts';

/** Work that goes on after Slack has its answer, so that shutdown can wait for it. */
export interface Jobs {
  /** Run to the end; a failure is logged under `name`, never thrown. */
  track(name: string, work: () => Promise<void>): void;
  /** True when everything ended within `withinMs`. */
  drain(withinMs: number): Promise<boolean>;
}

export function trackJobs(log: Log): Jobs {
  const running = new Set<Promise<void>>();

  async function run(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (err) {
      log.error({ err, job: name }, 'background job failed');
    }
  }

  return {
    track(name, work) {
      const job = run(name, work).finally(() => running.delete(job));
      running.add(job);
    },
    async drain(withinMs) {
      const until = performance.now() + withinMs;
      while (running.size > 0) {
        const left = until - performance.now();
        if (left <= 0) return false;
        // A job may start another one, so look again after each round.
        await within(Promise.all(running), left);
      }
      return true;
    },
  };
}

export const LATE = Symbol('late');

/** What `work` came to, or LATE after `ms`. The work itself goes on. */
export async function within<T>(work: Promise<T>, ms: number): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, ms), LATE);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
