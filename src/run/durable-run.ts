/** `Run` of ports.ts on one execution of a DBOS workflow. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { LeaseLost } from '../lease-lost.ts';
import type { Clock, Json, Lease, Run } from '../ports.ts';
import { NeedsNewerBuild } from './claim-lease.ts';
import { backoffMs } from './fault.ts';
import type { Flight, Flights } from './flights.ts';
import { never } from './never.ts';

const POLL_MS = 1_000;

/** One start of a run in this process, and what it may ask of the process. */
export interface Execution {
  readonly clock: Clock;
  readonly flights: Flights;
  /** Aborted when this process drains or was overtaken: nothing new may begin. */
  readonly halted: AbortSignal;
  /** Resolves while our runs are known to be ours. */
  confirmed(): Promise<void>;
  report(part: string, error: unknown, tries: number): void;
  /** Give this execution up without an outcome: the run starts again later, here or elsewhere. */
  abandon(part: string, error: unknown): Promise<never>;
}

export function durableRun(execution: Execution, lease: Lease): Run {
  const { clock, halted, flights } = execution;

  async function step<T extends Json>(name: string, act: () => Promise<T>): Promise<T> {
    if (halted.aborted) return never();
    const flight = flights.takeOff();
    try {
      // Called before anything is awaited: DBOS numbers steps in the order of these calls.
      return await DBOS.runStep(() => insist(execution, flight, name, act), { name });
    } catch (error) {
      // Not the act, which never throws, but DBOS: the run has another owner, or the code another shape.
      flight.land();
      return execution.abandon(name, error);
    } finally {
      flight.land();
    }
  }

  async function wait<T extends Json>(
    name: string,
    until: Date,
    ready: (now: Date) => Promise<T | null>,
  ): Promise<T | null> {
    return step<T | null>(name, async () => {
      let now = await clock.now();
      for (;;) {
        const answer = await ready(now);
        if (answer !== null) return answer;
        // After a pause it is an estimate.
        if (until <= now) now = await clock.now();
        if (until <= now) return null;
        now = await clock.pause(Math.min(until.getTime() - now.getTime(), POLL_MS));
        halted.throwIfAborted();
      }
    });
  }

  return {
    lease,
    step,
    wait,
    async once(name, { claim, act, look }) {
      return step(name, async () => {
        if ((await claim()) === 'taken') return look();
        // We may have been stopped in between, and somebody else be looking already.
        await execution.confirmed();
        return act();
      });
    },
    async sleep(name, until) {
      await wait(name, until, async () => null);
    },
    async now(name) {
      return new Date(await step(name, async () => (await clock.now()).toISOString()));
    },
  };
}

/**
 * Do it until it succeeds: DBOS would record a throw as the step's result for ever. Never settles when the process
 * halts, the lease is lost or the run takes a newer build.
 */
export async function insist<T>(
  execution: Execution,
  flight: Flight,
  part: string,
  act: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      await execution.confirmed();
      execution.halted.throwIfAborted();
      return await act();
    } catch (error) {
      const notOurs = error instanceof LeaseLost || error instanceof NeedsNewerBuild;
      if (notOurs && !execution.halted.aborted) {
        flight.land();
        return execution.abandon(part, error);
      }
      if (!execution.halted.aborted) execution.report(part, error, tries);
      await sleep(backoffMs(tries), undefined, { signal: execution.halted }).catch(() => undefined);
      if (execution.halted.aborted) {
        flight.land();
        return never();
      }
    }
  }
}
