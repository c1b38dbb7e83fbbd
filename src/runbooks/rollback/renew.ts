/** Somebody released in between: the same approver sees what changed and agrees again in one tap (design.md section 4). */
import type { Operation } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import * as words from '../../words/rollback.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { type Approval, agree, mannerOf } from './agree.ts';
import { approvedConsequences, handled } from './approve.ts';

export async function mayRenew(
  world: World,
  operationId: string,
  slackId: string,
): Promise<Outcome<Operation>> {
  const [operation, person] = await Promise.all([
    world.ledger.find(operationId),
    entitled(world, slackId, 'rollback.approve'),
  ]);
  if (!person.ok) return person;
  if (!operation) return refused({ reason: 'unknown-operation', typed: operationId });
  if (operation.status !== 'stale') return refused(handled(operation));
  const renewal = await renewalOf(world, operation);
  if (renewal) return refused(handled(renewal));
  const until = renewableUntil(world, operation);
  if (until < (await world.clock.now())) return refused({ reason: 'expired', at: until });
  const app = world.apps.find(operation.app);
  if (!app) return refused({ reason: 'unknown-operation', typed: operationId });
  const how = mannerOf(app, operation, person.value, await world.clock.now());
  return how.ok ? done(operation) : how;
}

/** What the stale one became, if somebody renewed it already. */
async function renewalOf(world: World, stale: Operation): Promise<Operation | null> {
  const later = await world.ledger.recent(stale.app, 20);
  return later.find((operation) => operation.renews === stale.id) ?? null;
}

/** As long as a request is good for: what was asked days ago is asked anew. */
function renewableUntil(world: World, stale: Operation): Date {
  return new Date((stale.endedAt ?? stale.expiresAt).getTime() + world.settings.approvalExpiresMs);
}

/** A new operation, asked by the same requester and approved by this tap, in one transaction. */
export async function renew(world: World, approval: Approval): Promise<Outcome<Operation>> {
  const may = await mayRenew(world, approval.operationId, approval.slackId);
  if (!may.ok) return may;
  const person = await entitled(world, approval.slackId, 'rollback.approve');
  if (!person.ok) return person;
  const stale = may.value;
  const app = world.apps.find(stale.app);
  if (!app) return refused({ reason: 'unknown-operation', typed: approval.operationId });
  const agreed = await agree(world, app, stale, person.value, approval);
  if (!agreed.ok) return agreed;
  const { preflight, how, override, proof } = agreed.value;

  const at = await world.clock.now();
  const id = world.newId('rb');
  const approver = actor(person.value);
  const renewed = {
    ...stale,
    id,
    base: preflight.base,
    preflight,
    expiresAt: new Date(at.getTime() + world.settings.approvalExpiresMs),
    incident: stale.incidentId ? { id: stale.incidentId, opens: null } : null,
    approvedBy: approver,
    approvedAt: at,
    approvedHow: how,
    override,
    proof,
    renews: stale.id,
  };
  const consequences = approvedConsequences(world, renewed, agreed.value, approver, at);
  return world.ledger.request(renewed, {
    ...consequences,
    posts: [
      {
        key: words.cardKey(id),
        channel: stale.channel,
        ...(stale.incidentId ? { thread: `incident/${stale.incidentId}`, broadcast: true } : {}),
        ...words.asks(renewed, null),
        card: id,
      },
      ...(consequences.posts ?? []),
    ],
  });
}
