/** A lost second factor is taken away by a superadmin, in front of everybody. */
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Enrolled } from '../../second-factor.ts';
import * as words from '../../words/second-factor.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';

export async function resetFactor(world: World, slackId: string, typed: string): Promise<Outcome<Enrolled>> {
  const person = await entitled(world, slackId, 'second-factor.reset');
  if (!person.ok) return person;
  const by = actor(person.value);
  const found = await world.secondFactors.find(nameOf(typed));
  const [whose] = found;
  if (!whose) return refused({ reason: 'unknown-person', typed });
  if (found.length > 1) return refused({ reason: 'which-person', typed, candidates: found });
  // Else a stolen account would be all that is needed.
  if (whose.person === by.id || whose.slackId === by.slackId) return refused({ reason: 'own-second-factor' });
  const at = await world.clock.now();
  const gone = await world.secondFactors.reset(whose.person, {
    audit: [
      {
        action: 'second-factor.reset',
        actor: by.id,
        targetType: 'person',
        targetId: whose.person,
        payload: null,
      },
    ],
    posts: [
      {
        key: `second-factor/${whose.person}/reset/${at.toISOString()}`,
        channel: world.settings.opsChannels[0],
        ...words.reset(whose, by, at),
      },
    ],
  });
  return gone ? done(whose) : refused({ reason: 'unknown-person', typed });
}

/** `<@U0123|ana>` and `@ana` as Slack hands them over. */
function nameOf(typed: string): string {
  return /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(typed)?.[1] ?? typed.replace(/^@/, '');
}
