/** Close an incident in the approved words (rollback.md, comms). */
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Post } from '../../ports.ts';
import { TIMELINE_CLOSED } from '../../words/incident.ts';
import * as templates from '../../words/templates.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { resolved } from './page.ts';

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
  const by = actor(person.value);
  const text = templates.incidentClosed('TBD').source;
  const closing = { at, by, resolution: '', review: null, sameAs: null };
  const closed = await world.incidents.close(incident.id, closing, {
    audit: [
      {
        action: 'incident.closed',
        actor: by.id,
        targetType: 'incident',
        targetId: incident.id,
        payload: null,
      },
    ],
    webhooks: resolved(world, incident.id),
    operators: [{ key: 'closed', at, text }],
    posts: [
      {
        key: `incident/${incident.id}/closed`,
        channel: incident.channel,
        thread: `incident/${incident.id}`,
        broadcast: true,
        text,
      },
      ...also,
    ],
    timeline: { kind: 'closed', key: 'closed', at, actor: by.name, text: TIMELINE_CLOSED.source },
  });
  if (closed) return done(closed);
  const there = await world.incidents.find(incident.id);
  const before = there?.closed && { by: there.closed.by.name, at: there.closed.at };
  return refused({ reason: 'incident-not-open', id: incident.id, closed: before ?? null });
}
