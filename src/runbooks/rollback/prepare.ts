/**
 * After a request is accepted: look, show, remind, and let it expire. A run of its own, without
 * a lease: it only ever moves an operation that is still `requested`.
 */
import type { App } from '../../apps.ts';
import { damageSaid, type Preflight } from '../../findings.ts';
import type { Ending, Operation } from '../../operation.ts';
import { done, type Outcome, type Refusal } from '../../outcome.ts';
import type { Run } from '../../ports.ts';
import { ended } from '../../words/endings.ts';
import * as words from '../../words/rollback.ts';
import type { World } from '../world.ts';
import { approvalHashOf, approvedConsequences, before } from './approve.ts';
import { type Examined, examine } from './examine.ts';
import { remind } from './remind.ts';
import { reply } from './reply.ts';

export async function prepare(run: Run, world: World, operationId: string): Promise<void> {
  const expiresAt = await run.step('look', () => look(world, operationId));
  if (expiresAt !== null) await remind(run, world, operationId, new Date(expiresAt));
  // Where nobody is asked too: looking may have begun late, after the bot was away.
  await run.step('expire', () => expire(world, operationId));
}

/** Answers when the request expires (ISO), or null when nobody is to be asked. */
async function look(world: World, operationId: string): Promise<string | null> {
  const operation = await world.ledger.find(operationId);
  if (operation?.status !== 'requested') return null;
  const app = world.apps.find(operation.app);
  if (!app) return null;
  const examined = await lookedAt(world, app, operation);
  if (examined.ok)
    await world.ledger.look(operationId, examined.value.preflight.base, examined.value.preflight);
  if (app.approval !== 'none') return operation.expiresAt.toISOString();
  if (!examined.ok) await refuseUnseen(world, operation, examined.refusal);
  else if (examined.value.preflight.verdict === 'BLOCKED')
    await refuseBlocked(world, operation, examined.value.preflight);
  else await runByPolicy(world, operation, examined.value.preflight);
  return null;
}

/** What the requester was shown a moment ago will do for the card; where nobody approves, only fresh facts will. */
async function lookedAt(world: World, app: App, operation: Operation): Promise<Outcome<Examined>> {
  const { kind, target, base } = operation;
  const seen =
    base && app.approval !== 'none'
      ? world.looks.recall(app.name, { kind, targetId: target.id, base }, await world.clock.now())
      : null;
  if (!seen) return examine(world, app, { version: target.version, kind }, operation);
  return done({ ...seen, preflight: { ...seen.preflight, damage: damageSaid(operation.preflight) } });
}

/** Staging with policy `none`: submitting runs it. */
async function runByPolicy(world: World, operation: Operation, preflight: Preflight): Promise<void> {
  const now = await world.clock.now();
  const { requester } = operation;
  const hash = approvalHashOf(operation, preflight);
  await world.ledger.openReview({
    operationId: operation.id,
    reviewer: requester.id,
    hash,
    base: preflight.base,
    preflight,
  });
  await world.ledger.approve(
    {
      operationId: operation.id,
      approver: requester,
      hash,
      at: now,
      how: 'policy',
      soloAfterMs: null,
      override: null,
      proof: null,
      progress: before(preflight),
    },
    approvedConsequences(world, operation, { preflight, how: 'policy', override: null }, requester, now),
  );
}

async function refuseBlocked(world: World, operation: Operation, preflight: Preflight): Promise<void> {
  await refuseToRun(
    world,
    operation,
    { why: 'blocked' },
    preflight.findings.map((finding) => finding.code),
  );
}

/** Nobody approves here, so what could not be read must not pass unseen. */
async function refuseUnseen(world: World, operation: Operation, refusal: Refusal): Promise<void> {
  const failure = refusal.reason === 'heroku-unreadable' ? refusal.failure : refusal.reason;
  await refuseToRun(world, operation, { why: 'head-unreadable', failure }, [failure]);
}

async function refuseToRun(
  world: World,
  operation: Operation,
  ending: Ending,
  reasons: readonly string[],
): Promise<void> {
  const at = await world.clock.now();
  await world.ledger.change(operation.id, {
    from: ['requested'],
    to: 'refused',
    set: { endedAt: at, ending },
    audit: [
      {
        action: 'rollback.refused',
        actor: 'switchback',
        targetType: 'operation',
        targetId: operation.id,
        payload: { reasons },
      },
    ],
    posts: [reply(operation, 'refused', ended(operation, ending, at))],
  });
}

async function expire(world: World, operationId: string): Promise<null> {
  const operation = await world.ledger.find(operationId);
  const now = await world.clock.now();
  const posts = operation ? [reply(operation, 'expired', words.expired(operation))] : [];
  // The next request on this app may have ended it first: that one had no words for it.
  if (operation?.status === 'expired') await world.ledger.post(posts);
  if (operation?.status !== 'requested' || operation.expiresAt > now) return null;
  await world.ledger.change(operationId, {
    from: ['requested'],
    to: 'expired',
    set: { endedAt: now, ending: { why: 'expired' } },
    audit: [
      {
        action: 'rollback.expired',
        actor: 'switchback',
        targetType: 'operation',
        targetId: operationId,
        payload: null,
      },
    ],
    posts,
    timeline: { at: now, actor: 'Switchback', text: words.timelineEnded('expired').source },
  });
  return null;
}
