/** A person calls everybody who can help, once for each reason (heroku.md, escalation). */
import { sameText } from '../../access/same-text.ts';
import type { Incident } from '../../incident.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import * as words from '../../words/calls.ts';
import { plain } from '../../words/mrkdwn.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { CALL_KEY, called } from './call.ts';
import { stillOpen } from './still-open.ts';

export const LONGEST_REASON = 300;

/** Refused: not theirs to do, no reason, or called for the same before. */
export async function escalateIncident(
  world: World,
  incident: Incident,
  { slackId, reason }: { readonly slackId: string; readonly reason: string },
): Promise<Outcome<Incident>> {
  const person = await entitled(world, slackId, 'incident.escalate');
  if (!person.ok) return person;
  const { id } = incident;
  const open = await stillOpen(world, id);
  if (!open.ok) return open;
  // What follows ends the sentence itself.
  const why = plain(reason, LONGEST_REASON).replace(/[\s.!]+$/u, '');
  if (why === '') return refused({ reason: 'call-unexplained' });
  const by = actor(person.value);
  const at = await world.clock.now();
  const call = { name: sameText(why), why, by, at };
  const { posts, webhooks } = await called(world, incident, call);
  const first = await world.incidents.recordWhileOpen(
    id,
    {
      kind: 'escalation',
      key: CALL_KEY(call),
      at,
      actor: by.name,
      text: words.timelineCalled(call).source,
    },
    {
      audit: [
        {
          action: 'incident.escalated',
          actor: by.id,
          targetType: 'incident',
          targetId: id,
          payload: { why },
        },
      ],
      posts,
      webhooks,
    },
  );
  if (first) return done(incident);
  if (first === null) return stillOpen(world, id);
  const before = await world.incidents.line(id, CALL_KEY(call));
  return refused({ reason: 'called-before', by: before?.actor ?? 'Somebody', at: before?.happenedAt ?? at });
}
