/** The transactions of a run: every one fenced by its lease, so that a process overtaken while asleep changes nothing. */
import type pg from 'pg';
import { LeaseLost } from '../lease-lost.ts';
import type { Anchor, Attempt, Change, Consequences, Ledger } from '../ledger.ts';
import type { Operation } from '../operation.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import type { Lease } from '../ports.ts';
import { isClosing, writeAnchor } from './audit-head.ts';
import { redrawCard, writeConsequences } from './consequences.ts';
import { findOperation, OPERATION, operation } from './operation-rows.ts';
import { type Db, execute, json, transaction } from './sql.ts';

/** Null when the row was not in `from`. Throws `LeaseLost` when another process took the operation over. */
export async function change(
  tx: Db,
  operationId: string,
  asked: Change,
  anchor: Anchor,
): Promise<Operation | null> {
  const { set = {} } = asked;
  const values: unknown[] = [operationId, asked.from, asked.to, asked.lease?.leaseNo ?? null];
  const assignments = ['status = coalesce($3, status)'];
  const assign = (column: string, value: unknown) => {
    values.push(value);
    assignments.push(`${column} = $${values.length}`);
  };
  if (set.sentAt !== undefined) assign('sent_at', set.sentAt);
  if (set.release !== undefined) {
    assign('release_id', set.release.id);
    assign('release_version', set.release.version);
  }
  if (set.kind !== undefined) assign('kind', set.kind);
  if (set.pushed !== undefined) assign('pushed', json(set.pushed));
  if (set.progress !== undefined) assign('progress', json(set.progress));
  if (set.recoveredAt !== undefined) assign('recovered_at', set.recoveredAt);
  if (set.confirmedAt !== undefined) assign('confirmed_at', set.confirmedAt);
  if (set.endedAt !== undefined) assign('ended_at', set.endedAt);
  if (set.ending !== undefined) assign('ending', set.ending && json(set.ending));
  if (set.decision !== undefined) assign('decision', set.decision && json(set.decision));
  let unmarked = 'true';
  if (asked.mark) {
    const { name, by, at } = asked.mark;
    values.push(name, json({ by, at }));
    const [mark, value] = [`$${values.length - 1}::text`, `$${values.length}::jsonb`];
    assignments.push(`marks = marks || jsonb_build_object(${mark}, ${value})`);
    unmarked = `not marks ? ${mark}`;
  }
  const changed = await operation(
    tx,
    `update operation set ${assignments.join(', ')}
      where id = $1 and status = any($2) and ($4::integer is null or lease_no = $4) and ${unmarked}
     returning ${OPERATION}`,
    values,
  );
  if (!changed) {
    if (asked.lease) await mustHold(tx, asked.lease);
    return null;
  }
  await writeConsequences(tx, { operationId, incidentId: changed.incidentId }, asked);
  await redrawCard(tx, operationId);
  if (isClosing(asked)) await writeAnchor(tx, anchor);
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
    await execute(
      tx,
      `insert into attempt (operation_id, n, lease_no, base_id, base_version, intent_at) values ($1, $2, $3, $4, $5, $6)`,
      [lease.operationId, intent.n, lease.leaseNo, intent.base.id, intent.base.version, intent.at],
    );
    await lockDeploys(tx, executing, intent.at);
    await writeConsequences(
      tx,
      { operationId: lease.operationId, incidentId: executing.incidentId },
      consequences,
    );
    await redrawCard(tx, lease.operationId);
    return done({ n: intent.n, base: intent.base, intentAt: intent.at, outcome: null });
  });
}

/** What was rolled back must not be deployed again by mistake. Harmless to repeat. */
export async function lockDeploys(tx: Db, operation: Operation, at: Date): Promise<void> {
  await execute(
    tx,
    `insert into deploy_lock (app, operation_id, reason, owner, owner_name, locked_at)
     values ($1, $2, $3, $4, $5, $6) on conflict (operation_id) where removed_at is null do nothing`,
    [
      operation.app,
      operation.id,
      operation.symptom === '' ? 'rolled back' : `rolled back: ${operation.symptom}`,
      operation.requester.id,
      operation.requester.name,
      at,
    ],
  );
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
  anchor: Anchor,
): Promise<Operation | null> {
  return transaction(pool, async (tx) => {
    const held = await execute(
      tx,
      `select 1 from operation where id = $1 and lease_no = $2 and status = any($3) for update`,
      [lease.operationId, lease.leaseNo, asked.from],
    );
    if (held === 0) {
      await mustHold(tx, lease);
      return null;
    }
    const settled = await execute(
      tx,
      `update attempt set outcome = $3, detail = $4, release_id = $5, settled_at = switchback_now()
        where operation_id = $1 and n = $2 and (outcome is null or outcome in ('not_seen', 'somebody_else'))`,
      [lease.operationId, n, result.outcome, json(result.detail), result.release?.id ?? null],
    );
    if (settled === 0) return null;
    if (result.outcome === 'not_executed' || result.outcome === 'failed') await undo(tx, lease);
    return change(tx, lease.operationId, { ...asked, lease }, anchor);
  });
}

/** This attempt had no effect: the time of sending and the deploy lock now follow from the others, if there are any. */
async function undo(tx: Db, { operationId }: Lease): Promise<void> {
  await execute(
    tx,
    `update operation
        set sent_at = (select max(intent_at) from attempt where operation_id = $1 and outcome is distinct from 'not_executed')
      where id = $1`,
    [operationId],
  );
  await execute(
    tx,
    `update deploy_lock set removed_at = switchback_now()
      where operation_id = $1 and removed_at is null
        and not exists (select from attempt where operation_id = $1
                           and (outcome is null or outcome not in ('not_executed', 'failed')))`,
    [operationId],
  );
}

export async function progress(pool: pg.Pool, lease: Lease, seen: Operation['progress']): Promise<void> {
  await transaction(pool, async (tx) => {
    const written = await execute(tx, `update operation set progress = $3 where id = $1 and lease_no = $2`, [
      lease.operationId,
      lease.leaseNo,
      json(seen),
    ]);
    if (written === 0) await mustHold(tx, lease);
    await redrawCard(tx, lease.operationId);
  });
}

async function mustHold(tx: Db, lease: Lease): Promise<void> {
  const held = await execute(tx, `select 1 from operation where id = $1 and lease_no = $2`, [
    lease.operationId,
    lease.leaseNo,
  ]);
  if (held === 0) throw new LeaseLost(lease);
}
