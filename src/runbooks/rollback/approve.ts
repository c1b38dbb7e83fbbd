/** A second person looks at fresh facts and agrees to exactly them (design.md section 4; facts/threats.md T12 to T21). */

import { approvalHash } from '../../access/approval-hash.ts';
import type { App } from '../../apps.ts';
import { canonical, type Preflight, preflightSchema, toAcknowledge } from '../../findings.ts';
import type { Consequences } from '../../ledger.ts';
import type { Actor, Operation, Progress } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Person } from '../../people.ts';
import * as words from '../../words/rollback.ts';
import { actor, entitled, isSame } from '../entitlement.ts';
import type { World } from '../world.ts';
import { examine } from './examine.ts';

import { reply } from './reply.ts';

/** What a reviewer may be shown at all: an open request that is not their own. Fast: no outside call but Slack's cache. */
export async function mayReview(
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
  if (operation.status !== 'requested') return refused(handled(operation));
  if (isSame(operation.requester, person.value)) return refused({ reason: 'self-approval' });
  return done(operation);
}

export interface Reviewed {
  readonly operation: Operation;
  readonly preflight: Preflight;
  readonly hash: string;
}

/** Fresh facts for one reviewer, kept on the server so that the approval can name them. */
export async function openReview(
  world: World,
  operation: Operation,
  app: App,
  reviewerSlackId: string,
): Promise<Outcome<Reviewed>> {
  const [person, examined] = await Promise.all([
    entitled(world, reviewerSlackId, 'rollback.approve'),
    examine(world, app, { version: operation.target.version, kind: operation.kind }, operation.base),
  ]);
  if (!person.ok) return person;
  if (!examined.ok) return examined;
  const { preflight } = examined.value;
  const hash = approvalHashOf(operation, preflight);
  await world.ledger.openReview({
    operationId: operation.id,
    reviewer: person.value.id,
    hash,
    base: preflight.base,
    preflight,
  });
  return done({ operation, preflight, hash });
}

export interface Approval {
  readonly operationId: string;
  readonly slackId: string;
  /** The client's claim of what it saw; only a review row kept for this very person makes it true. */
  readonly hash: string;
  /** Codes of the warnings that were ticked. */
  readonly ticked: readonly string[];
}

export async function approve(world: World, approval: Approval): Promise<Outcome<Operation>> {
  const person = await entitled(world, approval.slackId, 'rollback.approve');
  if (!person.ok) return person;
  const operation = await world.ledger.find(approval.operationId);
  if (!operation) return refused({ reason: 'unknown-operation', typed: approval.operationId });
  if (operation.status !== 'requested') return refused(handled(operation));
  const agreed = await agreedTo(world, person.value, approval);
  if (!agreed.ok) return agreed;
  const app = world.apps.find(operation.app);
  if (!app) return refused({ reason: 'unknown-operation', typed: approval.operationId });
  const preflight = agreed.value;
  const at = await world.clock.now();
  return world.ledger.approve(
    {
      operationId: operation.id,
      approver: actor(person.value),
      hash: approval.hash,
      at,
      policy: app.approval,
      progress: before(preflight),
    },
    approvedConsequences(operation, preflight, actor(person.value), at),
  );
}

/** What this very person was shown: not blocked, and every warning ticked. */
export async function agreedTo(
  world: World,
  reviewer: Person,
  { operationId, hash, ticked }: Approval,
): Promise<Outcome<Preflight>> {
  const review = await world.ledger.review(operationId, reviewer.id, hash);
  if (!review) return refused({ reason: 'review-outdated' });
  const preflight = preflightSchema.parse(review.preflight);
  if (preflight.verdict === 'BLOCKED') return refused({ reason: 'blocked' });
  const missing = toAcknowledge(preflight).filter((finding) => !ticked.includes(finding.code));
  return missing.length > 0 ? refused({ reason: 'warnings-not-ticked' }) : done(preflight);
}

/** What the card will compare with: 0 stands for no answer. */
export function before(preflight: Preflight): Progress {
  return { smokeBefore: typeof preflight.smoke === 'number' ? preflight.smoke : 0 };
}

export function approvalHashOf(operation: Operation, preflight: Preflight): string {
  return approvalHash({
    operationId: operation.id,
    action: operation.kind,
    app: operation.app,
    targetId: operation.target.id,
    baseId: preflight.base.id,
    badVersion: preflight.base.bad,
    findings: preflight.findings.map(canonical),
    expiresAt: operation.expiresAt,
  });
}

export function approvedConsequences(
  operation: Operation,
  preflight: Preflight,
  approver: Actor,
  at: Date,
): Consequences {
  return {
    audit: [
      {
        action: 'rollback.approved',
        actor: approver.id,
        targetType: 'operation',
        targetId: operation.id,
        payload: {
          base: preflight.base.version,
          target: operation.target.version,
          acknowledged: toAcknowledge(preflight).map((finding) => finding.code),
        },
      },
    ],
    posts: [reply(operation, 'approved', words.approved(operation, preflight.base.bad, approver, at))],
    timeline: { at, actor: approver.name, text: words.timelineApproved(operation).source },
  };
}

/** Which person decided it and when, as far as one did. */
export function handled(operation: Operation): {
  readonly reason: 'already-handled';
  readonly status: Operation['status'];
  readonly by: string | null;
  readonly at: Date | null;
} {
  const { status, approver, approvedAt, ending, endedAt } = operation;
  if (ending && 'by' in ending) return { reason: 'already-handled', status, by: ending.by, at: endedAt };
  if (status === 'closed') return { reason: 'already-handled', status, by: null, at: endedAt };
  return { reason: 'already-handled', status, by: approver?.name ?? null, at: approvedAt ?? endedAt };
}
