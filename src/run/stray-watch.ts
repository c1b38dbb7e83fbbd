import type pg from 'pg';
import { z } from 'zod';
import type { Log } from '../log.ts';
import { rows } from '../postgres/sql.ts';
import { alarm } from './alarm.ts';
import type { Roster } from './roster.ts';

const LOOK_MS = 1_000;

export interface StrayWatchOptions {
  readonly pool: pg.Pool;
  readonly executorId: string;
  /** Runs of other procedures are a newer or older version's, and wait for it. */
  readonly procedures: readonly string[];
  readonly roster: Roster;
  readonly log: Log;
  readonly stopped: AbortSignal;
  readonly restart: (runIds: readonly string[]) => Promise<void>;
}

/** Start again those of our runs that nobody executes, until stopped. Resolves then; never throws. */
export async function watchStrays(options: StrayWatchOptions): Promise<void> {
  const { pool, executorId, procedures, roster, log, stopped } = options;
  const bell = alarm();
  stopped.addEventListener('abort', () => bell.ring(), { once: true });
  while (!stopped.aborted) {
    try {
      const pending = await rows(pool, PENDING, OURS, [executorId, procedures]);
      const strays = roster.strays(
        pending.map(({ workflow_uuid }) => workflow_uuid),
        performance.now(),
      );
      if (strays.length > 0 && !stopped.aborted) {
        log.warn({ strays }, 'starting runs again');
        await options.restart(strays);
      }
    } catch (err) {
      log.warn({ err }, 'could not look for runs to start again');
    }
    await bell.wait(LOOK_MS);
  }
}

const PENDING = z.object({ workflow_uuid: z.string() });
const OURS = `
  select workflow_uuid from dbos.workflow_status
  where status = 'PENDING' and executor_id = $1 and name = any($2)
`;
