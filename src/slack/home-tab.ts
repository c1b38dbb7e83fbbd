import type { HomeView } from '@slack/types';
import type { Log } from '../log.ts';
import { homeFault } from '../words/transport.ts';
import type { Jobs } from './jobs.ts';
import { patiently } from './patiently.ts';
import { newReference } from './reference.ts';
import { turnstile } from './turnstile.ts';
import type { SlackWeb } from './web.ts';

/** Each is a few queries; what many people open must not keep the database from those acting. */
const DRAWN_AT_ONCE = 2;

export interface HomeTabs {
  /** Draws and publishes what this person sees, after whatever else is published for them now. Never throws. */
  refresh(user: string): void;
}

/** One at a time per person, so that an older view is never published over a newer one. */
export function homeTabs(parts: {
  readonly draw: (user: string) => Promise<HomeView>;
  readonly web: Pick<SlackWeb, 'publishHome'>;
  readonly jobs: Jobs;
  readonly log: Log;
}): HomeTabs {
  const { draw, web, jobs, log } = parts;
  const drawing = turnstile(DRAWN_AT_ONCE);
  /** Who is being shown theirs; true when they asked again meanwhile. */
  const busy = new Map<string, boolean>();

  async function drawn(user: string): Promise<HomeView> {
    try {
      return await drawing(() => draw(user));
    } catch (err) {
      const reference = newReference();
      log.error({ err, reference, user }, 'a home tab could not be drawn');
      return homeFault(reference);
    }
  }

  async function publish(user: string): Promise<void> {
    const view = await drawn(user);
    const published = await patiently(() => web.publishHome(user, view));
    if (!published.ok) log.warn({ failure: published, user }, 'a home tab could not be published');
  }

  async function keepUp(user: string): Promise<void> {
    try {
      do {
        busy.set(user, false);
        await publish(user);
      } while (busy.get(user) === true);
    } finally {
      busy.delete(user);
    }
  }

  return {
    refresh(user) {
      if (busy.has(user)) busy.set(user, true);
      else jobs.track('home tab', () => keepUp(user));
    },
  };
}
