/** End a request before anything is sent: rejected by an operator, or cancelled. */
import type { Operation } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import * as words from '../../words/endings.ts';
import { timelineEnded } from '../../words/rollback.ts';
import { entitled, isSame } from '../entitlement.ts';
import type { World } from '../world.ts';
import { handled } from './approve.ts';
import { reply } from './reply.ts';

/** Before anybody is asked why: decided again when the answer comes. */
export async function mayReject(
  world: World,
  operationId: string,
  slackId: string,
): Promise<Outcome<Operation>> {
  const person = await entitled(world, slackId, 'rollback.reject');
  if (!person.ok) return person;
  const operation = await world.ledger.find(operationId);
  if (!operation) return refused({ reason: 'unknown-operation', typed: operationId });
  return operation.status === 'requested' ? done(operation) : refused(handled(operation));
}

export interface Withdrawal {
  readonly operationId: string;
  readonly slackId: string;
  readonly how: 'rejected' | 'cancelled';
  /** Untrusted text; may be empty. */
  readonly reason: string;
}

export async function withdraw(
  world: World,
  { operationId, slackId, how, reason }: Withdrawal,
): Promise<Outcome<Operation>> {
  const person = await entitled(world, slackId, how === 'rejected' ? 'rollback.reject' : 'rollback.cancel');
  if (!person.ok) return person;
  const operation = await world.ledger.find(operationId);
  if (!operation) return refused({ reason: 'unknown-operation', typed: operationId });
  // Agents ask; whether what somebody else asked for goes ahead is for people (ruling 2).
  if (person.value.agent && !isSame(operation.requester, person.value))
    return refused({ reason: 'agent-cancels-own', requester: operation.requester.name });
  const by = person.value.name;
  const at = await world.clock.now();
  const ending =
    how === 'rejected' ? ({ why: 'rejected', by, reason } as const) : ({ why: 'cancelled', by } as const);
  const changed = await world.ledger.change(operationId, {
    from: ['requested'],
    to: how,
    set: { endedAt: at, ending },
    audit: [
      {
        action: `rollback.${how}`,
        actor: person.value.id,
        targetType: 'operation',
        targetId: operationId,
        payload: { app: operation.app, target: operation.target.version },
      },
    ],
    posts: [reply(operation, how, words.ended(operation, ending, at))],
    timeline: { at, actor: by, text: timelineEnded(how).source },
  });
  if (changed) return done(changed);
  return refused(handled((await world.ledger.find(operationId)) ?? operation));
}
