/** A second person looks at fresh facts and agrees to exactly them (design.md section 4; facts/threats.md T12 to T21). */

import { approvalHash } from '../../access/approval-hash.ts';
import { type App, soloAfter } from '../../apps.ts';
import { canonical, levelOf, overridable, type Preflight, toAcknowledge } from '../../findings.ts';
import type { Consequences } from '../../ledger.ts';
import type { Actor, Operation, Progress } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import { may, type Person } from '../../people.ts';
import * as approvalWords from '../../words/approval.ts';
import * as words from '../../words/rollback.ts';
import { actor, entitled, isSame } from '../entitlement.ts';
import { approversBut, type World } from '../world.ts';
import { type Agreement, type Approval, agree, mannerOf } from './agree.ts';
import { examine } from './examine.ts';
import { reply } from './reply.ts';

/** What a reviewer may be shown at all: an open request, their own only when they may approve alone. Fast: no outside call but Slack's cache. */
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
  const app = world.apps.find(operation.app);
  if (!app) return refused({ reason: 'unknown-operation', typed: operationId });
  const how = mannerOf(app, operation, person.value, await world.clock.now());
  return how.ok ? done(operation) : how;
}

export interface Reviewed {
  readonly operation: Operation;
  readonly preflight: Preflight;
  readonly hash: string;
  /** A block, and what this reviewer can do about it; null when nothing blocks. */
  readonly block: 'may-override' | 'superadmin-only' | 'final' | null;
  /** The second factor: whether a code is asked for, and can be given. */
  readonly code: 'none' | 'asked' | 'not-set-up' | 'unavailable';
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
    examine(world, app, { version: operation.target.version, kind: operation.kind }, operation),
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
  const block = blockFor(person.value, preflight);
  const alone = app.approval !== 'none' && isSame(operation.requester, person.value);
  const takesCode = alone || block === 'may-override';
  const code = takesCode ? await codeOf(world, person.value) : 'none';
  return done({ operation, preflight, hash, block, code });
}

function blockFor(person: Person, preflight: Preflight): Reviewed['block'] {
  if (preflight.verdict !== 'BLOCKED') return null;
  if (!overridable(preflight)) return 'final';
  return may(person, 'rollback.override') ? 'may-override' : 'superadmin-only';
}

async function codeOf(world: World, person: Person): Promise<Reviewed['code']> {
  if (!world.vault) return 'unavailable';
  const enrolled = await world.secondFactors.enrolled([person.id]);
  return enrolled.has(person.id) ? 'asked' : 'not-set-up';
}

export async function approve(world: World, approval: Approval): Promise<Outcome<Operation>> {
  const person = await entitled(world, approval.slackId, 'rollback.approve');
  if (!person.ok) return person;
  const operation = await world.ledger.find(approval.operationId);
  if (!operation) return refused({ reason: 'unknown-operation', typed: approval.operationId });
  if (operation.status !== 'requested') return refused(handled(operation));
  const app = world.apps.find(operation.app);
  if (!app) return refused({ reason: 'unknown-operation', typed: approval.operationId });
  const agreed = await agree(world, app, operation, person.value, approval);
  if (!agreed.ok) return agreed;
  const { preflight, how, override, proof } = agreed.value;
  const at = await world.clock.now();
  return world.ledger.approve(
    {
      operationId: operation.id,
      approver: actor(person.value),
      hash: approval.hash,
      at,
      how,
      soloAfterMs: soloAfter(app),
      override,
      proof,
      progress: before(preflight),
    },
    approvedConsequences(world, operation, agreed.value, actor(person.value), at),
  );
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
  world: World,
  operation: Operation,
  { preflight, how, override }: Omit<Agreement, 'proof'>,
  approver: Actor,
  at: Date,
): Consequences {
  const subject = { targetType: 'operation', targetId: operation.id } as const;
  const blocks = preflight.findings.filter((finding) => levelOf(finding) === 'blocks');
  const others = approversBut(world.settings, approver.slackId);
  const shown = { ...operation, base: preflight.base };
  return {
    audit: [
      ...(override === null
        ? []
        : [
            {
              ...subject,
              action: 'rollback.overridden',
              actor: approver.id,
              payload: { reason: override, blocks: blocks.map((finding) => finding.code) },
            },
          ]),
      {
        ...subject,
        action: 'rollback.approved',
        actor: approver.id,
        payload: {
          how,
          base: preflight.base.version,
          target: operation.target.version,
          acknowledged: toAcknowledge(preflight).map((finding) => finding.code),
        },
      },
    ],
    posts: [
      ...(override === null
        ? []
        : [
            reply(
              operation,
              'overridden',
              approvalWords.overridden(shown, blocks, override, approver, at, others),
              true,
            ),
          ]),
      how === 'solo'
        ? reply(operation, 'approved', approvalWords.approvedAlone(shown, approver, at, others), true)
        : reply(operation, 'approved', words.approved(operation, preflight.base.bad, approver, at)),
    ],
    timeline: {
      at,
      actor: approver.name,
      text: approvalWords.timelineApproved(operation, how, override).source,
    },
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
  if (status === 'closed' || status === 'superseded')
    return { reason: 'already-handled', status, by: null, at: endedAt };
  return { reason: 'already-handled', status, by: approver?.name ?? null, at: approvedAt ?? endedAt };
}
