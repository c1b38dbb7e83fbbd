/** A person settles what Heroku would not: send once more, with its risk, or close (facts/threats.md section 2, step 8). */
import type { Decision, Operation } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import * as words from '../../words/endings.ts';
import { timelineEnded } from '../../words/rollback.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { handled } from './approve.ts';
import { reply } from './reply.ts';

/** Unconfirmed sends per approval, the first included. */
const MOST_SENDS = 2;

export async function decide(
  world: World,
  operationId: string,
  slackId: string,
  what: Decision,
): Promise<Outcome<Operation>> {
  const person = await entitled(world, slackId, 'rollback.decide');
  if (!person.ok) return person;
  const operation = await world.ledger.find(operationId);
  if (!operation) return refused({ reason: 'unknown-operation', typed: operationId });
  if (operation.status !== 'needs_human') return refused(handled(operation));
  const by = actor(person.value);
  const at = await world.clock.now();
  if (what === 'send-once-more') {
    const attempts = await world.ledger.attempts(operationId);
    const unconfirmed = attempts.filter((attempt) => attempt.outcome !== 'not_executed').length;
    if (operation.ending?.why !== 'not-seen' || unconfirmed >= MOST_SENDS) return refused(handled(operation));
    if (operation.expiresAt <= at) return refused({ reason: 'expired', at: operation.expiresAt });
  }
  const again = what === 'send-once-more';
  const ending = { why: 'closed', by: by.name } as const;
  const changed = await world.ledger.change(operationId, {
    from: ['needs_human'],
    to: again ? 'approved' : 'closed',
    set: { decision: { what, by }, ...(again ? { ending: null } : { ending, endedAt: at }) },
    audit: [
      {
        action: again ? 'rollback.send-once-more' : 'rollback.closed',
        actor: by.id,
        targetType: 'operation',
        targetId: operationId,
        payload: { app: operation.app },
      },
    ],
    posts: [
      again
        ? reply(operation, `again-${at.getTime()}`, words.sendingOnceMore(operation, by))
        : reply(operation, 'closed', words.ended(operation, ending, at)),
    ],
    timeline: { at, actor: by.name, text: timelineEnded(again ? 'approved' : 'closed').source },
  });
  if (changed) return done(changed);
  return refused(handled((await world.ledger.find(operationId)) ?? operation));
}
