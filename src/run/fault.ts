/** A fault inside a run: logged, told to a person when it lasts, and always tried again. */
import { randomBytes } from 'node:crypto';
import type { Log } from '../log.ts';

/** The fifth fault in a row comes about 15 s after the first. */
const TELL_AT = 5;
const LONGEST_PAUSE_MS = 30_000;

export interface Fault {
  /** Finds the stack in the log. */
  readonly ref: string;
  readonly error: unknown;
  /** Faults in a row, this one included. */
  readonly tries: number;
}

/** Pause after the `tries`-th fault in a row, milliseconds: 1, 2, 4 … 30 s. */
export function backoffMs(tries: number): number {
  return Math.min(1_000 * 2 ** (tries - 1), LONGEST_PAUSE_MS);
}

export interface FaultReport {
  readonly operationId: string;
  readonly runId: string;
  /** The step, or where else it happened. */
  readonly part: string;
  readonly error: unknown;
  readonly tries: number;
  /** Tell a person now. Default: at the fifth fault in a row. */
  readonly tell?: boolean;
}

/** Log with a reference id, and perhaps tell a person. */
export function faultReporter(
  log: Log,
  onStuck: (operationId: string, fault: Fault) => Promise<void>,
): (report: FaultReport) => void {
  return ({ error, tries, tell = tries === TELL_AT, ...facts }) => {
    const ref = randomBytes(4).toString('hex');
    log.error({ err: error, ref, tries, ...facts }, 'fault in a run, it will be tried again');
    if (!tell) return;
    onStuck(facts.operationId, { ref, error, tries }).catch((err: unknown) =>
      log.error({ err, ref, ...facts }, 'nobody could be told of a fault'),
    );
  };
}
