/**
 * The one POST (rollback.md, step 2; the algorithm of facts/threats.md section 2). Claim, look, act, look again.
 * Nothing here ever sends because it does not know; not knowing ends with a person.
 */

import type { Attempt } from '../../ledger.ts';
import type { Actor, Ending, Operation } from '../../operation.ts';
import { type Action, may } from '../../people.ts';
import type { Read, ReadFailure, Release, Run } from '../../ports.ts';
import { initiated } from '../../words/kinds.ts';
import * as words from '../../words/rollback.ts';
import type { World } from '../world.ts';
import { classify } from './attribution.ts';
import { isOpen } from './checklist.ts';
import { descriptionOf } from './description.ts';
import { type EndedBadly, end, endedChange } from './end.ts';
import { endedBy, type Obstacle, obstacleTo } from './obstacle.ts';
import { dispatch, type Parcel, pack } from './parcel.ts';
import { imageGoneChange, isImageGone, mayRePin, openRePin } from './re-pin.ts';
import { landed, landedLate, quietAt, reconcile, unresolved } from './reconcile.ts';
import { reply } from './reply.ts';
import { type Unclear, unconfirmed } from './unconfirmed.ts';

/**
 * How one attempt ended. `re-pin`: a container's image is gone, people push it again. `again`: provably without effect,
 * for this cause; worth another try by itself.
 */
export type SendResult = 'landed' | 'over' | 're-pin' | { readonly again: string };

const READ = { purpose: 'rollback', deadlineMs: 10_000 } as const;
const LIST_LENGTH = 50;
/** Between the intent's commit and the POST; a process paused for longer must look again. Monotonic milliseconds. */
const GUARD_MS = 2_000;
/** Waits before trying again what provably had no effect, milliseconds. */
export const UNSENT_PAUSES_MS = [2_000, 5_000, 15_000, 30_000] as const;

export function send(run: Run, world: World, operationId: string, n: number): Promise<SendResult> {
  let claimed: Claimed | null = null;
  let committedAt = 0;
  return run.once<SendResult>(`send ${n}`, {
    claim: async () => {
      claimed = await intend(run, world, operationId, n);
      committedAt = performance.now();
      return claimed ? 'mine' : 'taken';
    },
    act: async () => {
      const operation = await mustFind(world, operationId);
      if (!claimed) return 'over';
      if (performance.now() - committedAt > GUARD_MS)
        return notExecuted(run, world, operation, claimed.attempt, 'paused too long');
      return post(run, world, operation, claimed);
    },
    look: () => settled(run, world, operationId, n),
  });
}

interface Claimed {
  readonly attempt: Attempt;
  readonly parcel: Parcel;
}

/** READ and INTENT: the head must be what the approver saw; then entitlement, expiry, intent and lock in one transaction. */
async function intend(run: Run, world: World, operationId: string, n: number): Promise<Claimed | null> {
  const operation = await mustFind(world, operationId);
  if (operation.status !== 'approved' || !operation.base) return null;
  const earlier = await world.ledger.attempts(operationId);
  if (earlier.some((attempt) => attempt.n >= n)) return null;
  const unsent = (to: EndedBadly, ending: Ending) => notSent(run, world, operation, earlier, to, ending);
  if (operation.kind === 're-pin') {
    // Nothing to send: the image was gone when it was asked for.
    const who = await disentitled(world, operation);
    if (who === null) await openRePin(run, world, operation);
    else await unsent('refused', { why: 'role-changed', who });
    return null;
  }

  const releases = await readHead(world, operation.app);
  if (!releases.ok) {
    await unsent('failed', { why: 'head-unreadable', failure: releases.why });
    return null;
  }
  const obstacle = obstacleTo(operation, releases.value);
  if (obstacle) {
    await giveWay(run, world, operation, earlier, obstacle);
    return null;
  }
  const parcel = await pack(world, operation, releases.value);
  if (!parcel.ok || !parcel.value) {
    if (parcel.ok) await unsent('refused', { why: 'target-gone' });
    else await unsent('failed', { why: 'head-unreadable', failure: parcel.why });
    return null;
  }
  const who = await disentitled(world, operation);
  if (who !== null) {
    await unsent('refused', { why: 'role-changed', who });
    return null;
  }
  const at = await world.clock.now();
  const { kind, base } = operation;
  const text = initiated(operation, base.bad, at).source;
  const intent = await world.ledger.intend(
    run.lease,
    { n, base, at },
    {
      audit: [
        {
          action: 'rollback.intended',
          actor: 'switchback',
          targetType: 'operation',
          targetId: operationId,
          payload: { attempt: n, kind, base: base.version, target: operation.target.version },
        },
      ],
      posts: [reply(operation, 'initiated', { text }, true)],
      operators: [{ key: `initiated/${operationId}`, at, text }],
      reaches: 'recovering',
      timeline: { at, actor: 'Switchback', text: words.timelineSent(operation).source },
    },
  );
  if (intent.ok) return { attempt: intent.value, parcel: parcel.value };
  if (intent.refusal.reason === 'expired') await unsent('expired', { why: 'expired' });
  return null;
}

/** What is in the way may be the effect of an earlier send; a container's lost image is for people to push again. */
async function giveWay(
  run: Run,
  world: World,
  operation: Operation,
  earlier: readonly Attempt[],
  obstacle: Obstacle,
): Promise<void> {
  if (await landedLate(run, world, operation.id)) return;
  if (obstacle.why === 'target-gone' && !earlier.some(unresolved) && mayRePin(world, operation))
    return openRePin(run, world, operation);
  await notSent(run, world, operation, earlier, endedBy(obstacle), obstacle);
}

/** This time nothing was sent. That ends it, unless an earlier send may still land: then a person decides. */
export async function notSent(
  run: Run,
  world: World,
  operation: Operation,
  earlier: readonly Attempt[],
  to: EndedBadly,
  ending: Ending,
): Promise<void> {
  if (!earlier.some(unresolved)) return end(run, world, operation, to, ending);
  const change = await unconfirmed(world, operation, stillUnclear(ending), earlier.length + 1);
  await world.ledger.change(operation.id, { lease: run.lease, ...change });
}

function stillUnclear(ending: Ending): Unclear {
  if (ending.why === 'not-the-base' || ending.why === 'done-by-hand')
    return { why: 'somebody-else', head: ending.head };
  return ending.why === 'head-unreadable' ? { why: 'cannot-look' } : { why: 'not-seen' };
}

const PASSING: readonly ReadFailure[] = ['slow', 'down', 'rate-limited', 'malformed', 'budget-spent'];

/** Heroku being away for a moment does not use up an approval. */
async function readHead(world: World, app: string): Promise<Read<readonly Release[]>> {
  for (const pause of UNSENT_PAUSES_MS) {
    const read = await world.heroku.releases(app, LIST_LENGTH, READ);
    if (read.ok || !PASSING.includes(read.why)) return read;
    await world.clock.pause(pause);
  }
  return world.heroku.releases(app, LIST_LENGTH, READ);
}

/** Requester and approver must still be members with the role; an unreachable Slack is no reason to drop an approval given minutes ago. */
async function disentitled(world: World, operation: Operation): Promise<string | null> {
  const { requester, approver, approvedHow, override } = operation;
  const approving: Action = override === null ? 'rollback.approve' : 'rollback.override';
  const parties: readonly (readonly [Actor, Action])[] = [
    [requester, 'rollback.request'],
    ...(approver && approvedHow !== 'policy' ? [[approver, approving] as const] : []),
  ];
  for (const [party, action] of parties) {
    const answer = await world.people.who(party.slackId);
    const still = answer.ok ? may(answer.person, action) : answer.why === 'slack-unreachable';
    if (!still) return party.name;
  }
  return null;
}

async function post(
  run: Run,
  world: World,
  operation: Operation,
  { attempt, parcel }: Claimed,
): Promise<SendResult> {
  const sent = await dispatch(world, operation.app, parcel);
  const verdict = classify(sent, attempt.base.version, descriptionOf(operation));
  switch (verdict.kind) {
    case 'confirmed':
      return landed(run, world, operation, attempt, verdict.release, 'confirmed');
    case 'not-executed':
      return notExecuted(run, world, operation, attempt, verdict.cause);
    case 'failed':
      return refusedByHeroku(run, world, operation, attempt, verdict);
    case 'ambiguous':
      await world.ledger.post([
        reply(operation, `ambiguous-${attempt.n}`, words.ambiguous(operation, quietAt(attempt))),
      ]);
      return reconcile(run, world, operation, attempt);
  }
}

async function refusedByHeroku(
  run: Run,
  world: World,
  operation: Operation,
  attempt: Attempt,
  { status, errorId }: { readonly status: number; readonly errorId: string },
): Promise<SendResult> {
  const at = await world.clock.now();
  const earlier = await world.ledger.attempts(operation.id);
  const after = async () => {
    // Refused this time, but an earlier send may still land.
    if (earlier.some(unresolved)) return unconfirmed(world, operation, { why: 'not-seen' }, attempt.n);
    if (isImageGone(world, operation, status)) return imageGoneChange(world, operation, at);
    return endedChange(operation, 'refused', { why: 'refused-by-heroku', status, errorId }, at);
  };
  const detail = { status, errorId };
  const change = await after();
  const settled = await world.ledger.settle(run.lease, attempt.n, { outcome: 'failed', detail }, change);
  return settled && isOpen(settled) ? 're-pin' : 'over';
}

/** What became of an attempt somebody already claimed: recorded, or to be found out by looking. Never by sending. */
async function settled(run: Run, world: World, operationId: string, n: number): Promise<SendResult> {
  const operation = await mustFind(world, operationId);
  if (isOpen(operation)) return 're-pin';
  const attempt = (await world.ledger.attempts(operationId)).find((each) => each.n === n);
  if (!attempt) return operation.release ? 'landed' : 'over';
  if (attempt.outcome === null) return reconcile(run, world, operation, attempt);
  if (attempt.outcome === 'not_executed')
    return operation.status === 'approved' ? { again: 'not taken' } : 'over';
  return operation.release ? 'landed' : 'over';
}

/** Back to `approved`, deploy lock removed: nothing was sent. */
async function notExecuted(
  run: Run,
  world: World,
  operation: Operation,
  attempt: Attempt,
  cause: string,
): Promise<SendResult> {
  await world.ledger.settle(
    run.lease,
    attempt.n,
    { outcome: 'not_executed', detail: { cause } },
    {
      from: ['executing'],
      to: 'approved',
      audit: [
        {
          action: 'rollback.not-sent',
          actor: 'switchback',
          targetType: 'operation',
          targetId: operation.id,
          payload: { attempt: attempt.n, cause },
        },
      ],
    },
  );
  return { again: cause };
}

async function mustFind(world: World, operationId: string): Promise<Operation> {
  const operation = await world.ledger.find(operationId);
  if (!operation) throw new Error(`operation ${operationId} is gone`);
  return operation;
}
