/** Close an incident in the approved words (rollback.md, comms). */
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Post } from '../../ports.ts';
import * as templates from '../../words/templates.ts';
import { entitled } from '../entitlement.ts';
import type { World } from '../world.ts';

export async function closeIncident(
  world: World,
  incident: { readonly id: string; readonly channel: string },
  slackId: string,
  /** Said beside it, such as what stays locked. */
  also: readonly Post[] = [],
): Promise<Outcome<{ readonly id: string }>> {
  const person = await entitled(world, slackId, 'incident.close');
  if (!person.ok) return person;
  const at = await world.clock.now();
  const closed = await world.ledger.closeIncident(incident.id, at, {
    audit: [
      {
        action: 'incident.closed',
        actor: person.value.id,
        targetType: 'incident',
        targetId: incident.id,
        payload: null,
      },
    ],
    posts: [
      {
        key: `incident/${incident.id}/closed`,
        channel: incident.channel,
        thread: `incident/${incident.id}`,
        broadcast: true,
        text: templates.incidentClosed('TBD').source,
      },
      ...also,
    ],
    timeline: { at, actor: person.value.name, text: 'Incident closed.' },
  });
  return closed ? done(closed) : refused({ reason: 'incident-not-open', id: incident.id });
}
