/** Where an incident's review is: said when it is closed, or later; somebody is reminded while it is to be decided. */
import { INCIDENT_KEY } from '../../ids.ts';
import type { Incident } from '../../incident.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import * as words from '../../words/closing.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import type { Deed } from './agenda.ts';
import { reviewLink } from './link.ts';

/** `changed` false: that very link is there already. */
export async function linkReview(
  world: World,
  incident: Incident,
  typed: string,
  slackId: string,
): Promise<Outcome<{ readonly changed: boolean }>> {
  const person = await entitled(world, slackId, 'incident.review');
  if (!person.ok) return person;
  if (!incident.closed) return refused({ reason: 'incident-still-open', id: incident.id });
  const link = reviewLink(typed);
  if (!link.ok) return link;
  if (link.value === null) return refused({ reason: 'bad-link', typed });
  const by = actor(person.value);
  const at = await world.clock.now();
  const { id, channel } = incident;
  const thread = INCIDENT_KEY(id);
  const changed = await world.reviews.link(id, link.value, {
    audit: [
      {
        action: 'incident.review-linked',
        actor: by.id,
        targetType: 'incident',
        targetId: id,
        payload: { link: link.value },
      },
    ],
    posts: [
      {
        key: `${thread}/review/${at.getTime()}`,
        channel,
        thread,
        text: words.linked(link.value, by).source,
      },
    ],
    timeline: { kind: 'closed', at, actor: by.name, text: words.timelineLinked(link.value).source },
    callOff: [{ what: 'review-reminder' }],
  });
  return done({ changed });
}

/** Once: whoever led it, else whoever closed it. */
export const remindOfReview: Deed = async (_world, incident) => {
  const { closed, commander, id, channel } = incident;
  if (!closed || closed.review !== null) return null;
  const whom = (commander ?? closed.by).slackId;
  if (whom === '') return null;
  const thread = INCIDENT_KEY(id);
  const said = words.reviewDue(incident, whom);
  return {
    audit: [],
    posts: [
      { key: `${thread}/review-reminder`, channel, thread, ...said },
      { key: `${thread}/review-reminder/direct`, channel: whom, ...said },
    ],
  };
};
