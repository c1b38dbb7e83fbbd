/** Who may lead an incident: a person who may change it. */
import type { Actor } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import { may } from '../../people.ts';
import { actor } from '../entitlement.ts';
import type { World } from '../world.ts';

/** `slackId`: empty when nobody is to lead it. */
export async function commanderOf(world: World, slackId: string): Promise<Outcome<Actor | null>> {
  if (slackId === '') return done(null);
  const answer = await world.people.who(slackId);
  if (!answer.ok) {
    if (answer.why === 'slack-unreachable') return refused({ reason: 'membership-unknown' });
    return refused({ reason: 'cannot-lead', why: answer.why });
  }
  const { person } = answer;
  if (person.agent) return refused({ reason: 'cannot-lead', why: 'agent' });
  if (!may(person, 'incident.update')) return refused({ reason: 'cannot-lead', why: 'no-role' });
  return done(actor(person));
}
