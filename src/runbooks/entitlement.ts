/** May this Slack account do this now: asked again at every step, failing closed (facts/threats.md T14 to T17). */
import type { Actor } from '../operation.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import { type Action, may, type Person, rolesFor } from '../people.ts';
import type { World } from './world.ts';

export async function entitled(world: World, slackId: string, action: Action): Promise<Outcome<Person>> {
  const answer = await world.people.who(slackId);
  if (!answer.ok) {
    if (answer.why === 'slack-unreachable') return refused({ reason: 'membership-unknown' });
    return refused({ reason: 'not-a-member', why: answer.why });
  }
  const { person } = answer;
  if (may(person, action)) return done(person);
  const operators = await world.people.approvers();
  return refused({
    reason: 'wrong-role',
    action,
    role: person.role,
    agent: person.agent,
    needs: rolesFor(action),
    operators: operators.map((each) => each.name),
  });
}

/** One human: by id, or by account, since a person may have been given an id in the configuration meanwhile. */
export function isSame(one: Actor, other: Pick<Person, 'id' | 'slackId'>): boolean {
  return one.id === other.id || one.slackId === other.slackId;
}

export function actor(person: Person): Actor {
  return { id: person.id, slackId: person.slackId, name: person.name, agent: person.agent };
}
