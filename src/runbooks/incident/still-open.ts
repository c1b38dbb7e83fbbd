/** Whether an incident is open still. */
import type { Incident } from '../../incident.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { World } from '../world.ts';

/** Refused with who closed it, and when. */
export async function stillOpen(world: World, id: string): Promise<Outcome<Incident>> {
  const incident = await world.incidents.find(id);
  if (incident && !incident.closed) return done(incident);
  const closed = incident?.closed && {
    app: incident.app,
    by: incident.closed.by.name,
    at: incident.closed.at,
  };
  return refused({ reason: 'incident-not-open', id, closed: closed ?? null });
}
