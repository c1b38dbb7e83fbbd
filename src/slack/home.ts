/** Which workspace is ours: asked of Slack at start, again until it answers; nothing is admitted before. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { Home } from './payload.ts';
import type { SlackWeb } from './web.ts';

export interface HomeFinder {
  readonly get: () => Home | null;
  /** Our own account; null until Slack has said. */
  readonly self: () => string | null;
  /** Where people read it in a browser, ending in a slash; null until Slack has said. */
  readonly address: () => string | null;
  stop(): void;
}

const AGAIN_MS = 1_000;
const LONGEST_MS = 30_000;

export function findHome(web: Pick<SlackWeb, 'identify'>, log: Log): HomeFinder {
  const stopping = new AbortController();
  let home: Home | null = null;
  let address: string | null = null;
  let self: string | null = null;

  async function find(): Promise<void> {
    for (let wait = AGAIN_MS; !stopping.signal.aborted; wait = Math.min(wait * 2, LONGEST_MS)) {
      const identity = await web.identify();
      if (identity.ok) {
        self = identity.value.user_id;
        address = identity.value.url ?? null;
        home = { teamId: identity.value.team_id, enterpriseId: identity.value.enterprise_id ?? null };
        return;
      }
      log.warn({ failure: identity }, 'Slack has not told us which workspace this is');
      await pause(wait, undefined, { signal: stopping.signal });
    }
  }

  find().catch((err: unknown) => {
    if (!stopping.signal.aborted) log.error({ err }, 'looking for the workspace failed');
  });
  return { get: () => home, self: () => self, address: () => address, stop: () => stopping.abort() };
}
