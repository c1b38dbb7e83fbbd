/** The transactions of a run: every one fenced by its lease, so that a process overtaken while asleep changes nothing. */
import type pg from 'pg';
import { LeaseLost } from '../lease-lost.ts';
import type { Operation } from '../operation.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import type { Attempt, Change, Consequences, Lease, Ledger } from '../ports.ts';
import { redrawCard, writeConsequences } from './consequences.ts';
import { findOperation, OPERATION, operation } from './operation-rows.ts';
import { type Db, transaction } from './sql.ts';

/** Null when the row was not in `from`. Throws `LeaseLost` when another process took the operation over. */
export async function change(tx: Db, operationId: string, asked: Change): Promise<Operation | null> {
  const { set = {} } = asked;
  const values: unknown[] = [operationId, asked.from, asked.to, asked.lease?.leaseNo ?? null];
  const assignments = ['status = $3'];
  const assign = (column: string, value: unknown) => {
    values.push(value);
    assignments.push(`${column} = $${values.length}`);
  };
  if (set.sentAt !== undefined) assign('sent_at', set.sentAt);
  if (set.release !== undefined) {
    assign('release_id', set.release.id);
    assign('release_version', set.release.version);
  }
  if (set.progress !== undefined) assign('progress', JSON.stringify(set.progress));
  if (set.recoveredAt !== undefined) assign('recovered_at', set.recoveredAt);
  if (set.confirmedAt !== undefined) assign('confirmed_at', set.confirmedAt);
  if (set.endedAt !== undefined) assign('ended_at', set.endedAt);
  if (set.ending !== undefined) assign('ending', set.ending && JSON.stringify(set.ending));
  if (set.decision !== undefined) assign('decision', set.decision && JSON.stringify(set.decision));
  const changed = await operation(
    tx,
    `update operation set ${assignments.join(', ')}
      where id = $1 and status = any($2) and ($4::integer is null or lease_no = $4)
     returning ${OPERATION}`,
    values,
  );
  if (!changed) {
    if (asked.lease) await mustHold(tx, asked.lease);
    return null;
  }
  await writeConsequences(tx, { operationId, incidentId: changed.incidentId }, asked);
  await redrawCard(tx, operationId);
  return changed;
}

/** Intent before effect: without this row no POST is ever sent, and with it none is ever sent blindly again. */
export function intend(
  pool: pg.Pool,
  lease: Lease,
  intent: Parameters<Ledger['intend']>[1],
  consequences: Consequences,
): Promise<Outcome<Attempt>> {
  return transaction(pool, async (tx) => {
    const executing = await operation(
      tx,
      `update operation set status = 'executing', sent_at = $4
        where id = $1 and status = 'approved' and lease_no = $2 and base_id = $3 and expires_at > switchback_now()
       returning ${OPERATION}`,
      [lease.operationId, lease.leaseNo, intent.base.id, intent.at],
    );
    if (!executing) {
      await mustHold(tx, lease);
      return refused(await whyNotIntended(tx, lease));
    }
    const n = await nextAttempt(tx, lease, intent);
    await tx.query({
      text: `insert into deploy_lock (app, operation_id, reason, owner, locked_at)
             values ($1, $2, $3, $4, $5) on conflict (operation_id) where removed_at is null do nothing`,
      values: [executing.app, lease.operationId, 'rolled back', executing.requester.id, intent.at],
    });
    await writeConsequences(
      tx,
      { operationId: lease.operationId, incidentId: executing.incidentId },
      consequences,
    );
    await redrawCard(tx, lease.operationId);
    return done({ n, base: intent.base, intentAt: intent.at, outcome: null });
  });
}

async function nextAttempt(tx: Db, lease: Lease, intent: Parameters<Ledger['intend']>[1]): Promise<number> {
  const inserted = await tx.query({
    text: `insert into attempt (operation_id, n, lease_no, base_id, base_version, intent_at)
           select $1, coalesce(max(n), 0) + 1, $2, $3, $4, $5 from attempt where operation_id = $1 returning n`,
    values: [lease.operationId, lease.leaseNo, intent.base.id, intent.base.version, intent.at],
  });
  return Number((inserted.rows[0] as { n: number } | undefined)?.n);
}

async function whyNotIntended(tx: Db, lease: Lease) {
  const found = await findOperation(tx, lease.operationId);
  if (!found) return { reason: 'unknown-operation', typed: lease.operationId } as const;
  if (found.status !== 'approved') {
    return {
      reason: 'already-handled',
      status: found.status,
      by: found.approver?.name ?? null,
      at: found.approvedAt,
    } as const;
  }
  return { reason: 'expired', at: found.expiresAt } as const;
}

/** The attempt's outcome and the operation's change, together or not at all. */
export function settle(
  pool: pg.Pool,
  lease: Lease,
  n: number,
  result: Parameters<Ledger['settle']>[2],
  asked: Omit<Change, 'lease'>,
): Promise<Operation | null> {
  return transaction(pool, async (tx) => {
    const settled = await tx.query({
      text: `update attempt a set outcome = $3, detail = $4, release_id = $5, settled_at = switchback_now()
               from operation o
              where a.operation_id = $1 and a.n = $2 and (a.outcome is null or a.outcome = 'not_seen')
                and o.id = a.operation_id and o.lease_no = $6`,
      values: [
        lease.operationId,
        n,
        result.outcome,
        JSON.stringify(result.detail),
        result.release?.id ?? null,
        lease.leaseNo,
      ],
    });
    if (settled.rowCount === 0) {
      await mustHold(tx, lease);
      return null;
    }
    if (result.outcome === 'not_executed' || result.outcome === 'failed') {
      await tx.query({
        text: `update deploy_lock set removed_at = switchback_now() where operation_id = $1 and removed_at is null`,
        values: [lease.operationId],
      });
    }
    return change(tx, lease.operationId, { ...asked, lease });
  });
}

export async function progress(pool: pg.Pool, lease: Lease, seen: Operation['progress']): Promise<void> {
  await transaction(pool, async (tx) => {
    const written = await tx.query({
      text: `update operation set progress = $3 where id = $1 and lease_no = $2`,
      values: [lease.operationId, lease.leaseNo, JSON.stringify(seen)],
    });
    if (written.rowCount === 0) await mustHold(tx, lease);
    await redrawCard(tx, lease.operationId);
  });
}

async function mustHold(tx: Db, lease: Lease): Promise<void> {
  const held = await tx.query({
    text: `select 1 from operation where id = $1 and lease_no = $2`,
    values: [lease.operationId, lease.leaseNo],
  });
  if (held.rowCount === 0) throw new LeaseLost(lease);
}
