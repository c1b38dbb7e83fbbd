/** The transaction that accepts an approval: decided by one conditional statement, paid for with a code where it takes one. */
import type pg from 'pg';
import { z } from 'zod';
import type { Consequences, Ledger } from '../ledger.ts';
import type { Operation } from '../operation.ts';
import { done, type Outcome, type Refusal, refused } from '../outcome.ts';
import { redrawCard, writeConsequences } from './consequences.ts';
import type { Enqueue } from './ledger.ts';
import { findOperation, OPERATION, operation } from './operation-rows.ts';
import { useUp } from './second-factors.ts';
import { type Db, execute, json, one, row, transaction } from './sql.ts';

type Approval = Parameters<Ledger['approve']>[0];

/** Undoes the transaction it is thrown in: what is refused must not use up a code. */
export class Undone extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

/** A transaction that may end in `Undone`. */
export async function undoable<T>(pool: pg.Pool, work: (tx: Db) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await transaction(pool, work);
  } catch (error) {
    if (error instanceof Undone) return refused(error.refusal);
    throw error;
  }
}

/** Zero rows means somebody or something was first. */
export function approve(
  pool: pg.Pool,
  enqueue: Enqueue,
  approval: Approval,
  consequences: Consequences,
): Promise<Outcome<Operation>> {
  return undoable(pool, async (tx) => {
    await pay(tx, approval.approver.id, approval);
    const approved = await operation(
      tx,
      `update operation o
          set status = 'approved', approver = $3, approved_at = $4, approved_how = $6, override_reason = $8,
              approval_hash = $5, preflight = r.preflight, progress = $7,
              base_id = r.base_id, base_version = r.base_version, bad_version = r.bad_version
         from review r
        where o.id = $1 and o.status = 'requested' and o.expires_at > switchback_now()
          and r.operation_id = o.id and r.reviewer = $2 and r.hash = $5
          and case $6 when 'policy' then true
                      when 'solo' then (o.requester ->> 'id' = $2 or o.requester ->> 'slackId' = $3::jsonb ->> 'slackId')
                                   and o.requested_at + make_interval(secs => $9) <= switchback_now()
                      else o.requester ->> 'id' <> $2 and o.requester ->> 'slackId' <> $3::jsonb ->> 'slackId' end
       returning ${OPERATION.replaceAll(/(\w+)/g, 'o.$1')}`,
      [
        approval.operationId,
        approval.approver.id,
        json(approval.approver),
        approval.at,
        approval.hash,
        approval.how,
        json(approval.progress),
        approval.override,
        approval.soloAfterMs === null ? null : approval.soloAfterMs / 1000,
      ],
    );
    if (!approved) {
      const refusal = await whyNotApproved(tx, approval);
      if (approval.proof) throw new Undone(refusal);
      return refused(refusal);
    }
    await writeConsequences(tx, { operationId: approved.id, incidentId: approved.incidentId }, consequences);
    await redrawCard(tx, approved.id);
    await enqueue(tx, { procedure: 'roll-back', operationId: approved.id, runId: approved.id });
    await owesSecondLook(tx, enqueue, approved);
    return done(approved);
  });
}

/** The code, used up; and of overrides, two an hour for each person (facts/threats.md T26, S4). */
export async function pay(
  tx: Db,
  person: string,
  { how, override, proof }: Pick<Approval, 'how' | 'override' | 'proof'>,
): Promise<void> {
  if (how !== 'solo' && override === null) return;
  if (proof?.person !== person) throw new Undone({ reason: 'no-second-factor' });
  if (!(await useUp(tx, proof))) throw new Undone({ reason: 'code-used' });
  if (override === null) return;
  // The person's row is locked by now: overrides of one person are counted one after another.
  const { n } = await one(
    tx,
    z.object({ n: z.number() }),
    `select count(*) as n from operation
      where override_reason is not null and approver ->> 'id' = $1
        and approved_at > switchback_now() - interval '1 hour'`,
    [person],
  );
  if (n >= 2) throw new Undone({ reason: 'override-limit' });
}

/** What one person approved alone, a second one looks at within a day (design.md ruling 2). */
export async function owesSecondLook(tx: Db, enqueue: Enqueue, approved: Operation): Promise<void> {
  if (approved.approvedHow !== 'solo') return;
  await execute(
    tx,
    `insert into second_look (operation_id, due_at) values ($1, $2::timestamptz + interval '24 hours')`,
    [approved.id, approved.approvedAt],
  );
  const runId = `${approved.id}/second-look`;
  await enqueue(tx, { procedure: 'second-look', operationId: approved.id, runId });
}

async function whyNotApproved(tx: Db, approval: Approval): Promise<Refusal> {
  const found = await findOperation(tx, approval.operationId);
  if (!found) return { reason: 'unknown-operation', typed: approval.operationId };
  if (found.status !== 'requested') {
    const by = found.approver?.name ?? null;
    return { reason: 'already-handled', status: found.status, by, at: found.approvedAt ?? found.endedAt };
  }
  const { requester } = found;
  const same = requester.id === approval.approver.id || requester.slackId === approval.approver.slackId;
  if (same && approval.how === 'two-person') return { reason: 'self-approval' };
  const now = await row(tx, z.object({ now: z.date() }), `select switchback_now() as now`);
  if (now && found.expiresAt <= now.now) return { reason: 'expired', at: found.expiresAt };
  const alone = new Date(found.requestedAt.getTime() + (approval.soloAfterMs ?? 0));
  if (now && approval.how === 'solo' && now.now < alone) return { reason: 'solo-not-yet', at: alone };
  return { reason: 'review-outdated' };
}
