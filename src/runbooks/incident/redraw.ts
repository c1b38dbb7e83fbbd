/** How long it has been, on the headline: each minute, and each ten minutes once it has been open for long. */
import type { Planned } from '../../incident.ts';
import type { Deed } from './agenda.ts';

const EVERY_MS = 60_000;
const LATER_EVERY_MS = 600_000;
const LONG_MS = 2 * 3_600_000;

/** The next time. Pure. */
export function nextRedraw(openedAt: Date, now: Date): Planned {
  const long = now.getTime() - openedAt.getTime() >= LONG_MS;
  return { what: 'redraw', dueAt: new Date(now.getTime() + (long ? LATER_EVERY_MS : EVERY_MS)) };
}

/** Whatever an incident has coming redraws its headline when it is done. */
export const redraw: Deed = async (world, incident) =>
  incident.closed ? null : { audit: [], agenda: [nextRedraw(incident.openedAt, await world.clock.now())] };
