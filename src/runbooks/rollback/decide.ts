/** A person settles what Heroku would not: send once more, with its risk, or close (facts/threats.md section 2, step 8). */
import type { AuditEntry, Change } from '../../ledger.ts';
import type { Actor, Decision, Operation, OperationStatus } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import * as words from '../../words/endings.ts';
import { timelineEnded } from '../../words/rollback.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { handled } from './approve.ts';
import { reply } from './reply.ts';
import { unprovenRow } from './unproven.ts';

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
  return what === 'close' ? close(world, operation, by, ['needs_human']) : sendOnceMore(world, operation, by);
}

async function sendOnceMore(world: World, operation: Operation, by: Actor): Promise<Outcome<Operation>> {
  const at = await world.clock.now();
  const attempts = await world.ledger.attempts(operation.id);
  const unconfirmed = attempts.filter((attempt) => attempt.outcome !== 'not_executed').length;
  if (operation.ending?.why !== 'not-seen' || unconfirmed >= MOST_SENDS) return refused(handled(operation));
  if (operation.expiresAt <= at) return refused({ reason: 'expired', at: operation.expiresAt });
  const changed = await world.ledger.change(operation.id, {
    from: ['needs_human'],
    to: 'approved',
    set: { decision: { what: 'send-once-more', by }, ending: null },
    audit: [audited(operation, 'rollback.send-once-more', by)],
    posts: [reply(operation, `again-${at.getTime()}`, words.sendingOnceMore(operation, by))],
    timeline: { at, actor: by.name, text: timelineEnded('approved').source },
  });
  return changed ? done(changed) : overtaken(world, operation);
}

/** A person ends it, proven or not; the record says that it was not. */
export async function close(
  world: World,
  operation: Operation,
  by: Actor,
  from: readonly OperationStatus[],
): Promise<Outcome<Operation>> {
  const change = closing(world, operation, by, from, await world.clock.now());
  const changed = await world.ledger.change(operation.id, change);
  return changed ? done(changed) : overtaken(world, operation);
}

export function closing(
  world: World,
  operation: Operation,
  by: Actor,
  from: readonly OperationStatus[],
  at: Date,
): Change {
  const ending = { why: 'closed', by: by.name } as const;
  const record = unprovenRow(world, operation, ending);
  return {
    from,
    to: 'closed',
    set: { decision: { what: 'close', by }, ending, endedAt: at, recoveredAt: null },
    audit: [audited(operation, 'rollback.closed', by)],
    posts: [reply(operation, 'closed', words.ended(operation, ending, at)), ...(record?.posts ?? [])],
    timeline: { at, actor: by.name, text: timelineEnded('closed').source },
    ...(record ? { drill: record.drill } : {}),
  };
}

function audited({ id, app }: Operation, action: string, by: Actor): AuditEntry {
  return { action, actor: by.id, targetType: 'operation', targetId: id, payload: { app } };
}

/** Somebody or something was first. */
async function overtaken(world: World, operation: Operation): Promise<Outcome<Operation>> {
  return refused(handled((await world.ledger.find(operation.id)) ?? operation));
}
