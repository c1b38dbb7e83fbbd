/** The two transactions that accept something from a person: a request, and an approval. */
import type pg from 'pg';
import { z } from 'zod';
import type { Consequences, Ledger, NewOperation, Replacing } from '../ledger.ts';
import { type Operation, SLOT_STATUSES } from '../operation.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import { redrawCard, writeConsequences } from './consequences.ts';
import type { Enqueue } from './ledger.ts';
import { findOperation, OPERATION, operation, operations, slotHolder } from './operation-rows.ts';
import { type Db, execute, json, row, transaction } from './sql.ts';

/** One active operation per app, whoever wins the race; the loser is told who did. */
export function request(
  pool: pg.Pool,
  enqueue: Enqueue,
  wanted: NewOperation,
  consequences: Consequences,
  replacing: Replacing | null,
): Promise<Outcome<Operation>> {
  return transaction(pool, async (tx) => {
    await clearExpired(tx, wanted.app);
    const undone = wanted.undoes === null ? null : await whyNotUndone(tx, wanted.undoes);
    if (undone) return refused(undone);
    const gaveWay = replacing ? await giveWay(tx, wanted.app, replacing) : false;
    const slot = await insert(tx, wanted);
    // Undoes the giving way too.
    if (!slot && gaveWay)
      throw new Error(`the slot of ${wanted.app} was taken while it was given to ${wanted.id}`);
    if (!slot) return refused(await whyNotAccepted(tx, wanted));
    const accepted = wanted.incident ? await joinIncident(tx, wanted, wanted.incident) : slot;
    const { incidentId } = accepted;
    await writeConsequences(
      tx,
      { operationId: wanted.id, incidentId },
      rethread(consequences, wanted, incidentId),
    );
    await enqueue(
      tx,
      wanted.approvedBy
        ? { procedure: 'roll-back', operationId: wanted.id, runId: wanted.id }
        : { procedure: 'prepare', operationId: wanted.id, runId: `${wanted.id}/prepare` },
    );
    return done(accepted);
  });
}

/** Null when somebody else holds the app's slot. */
function insert(tx: Db, wanted: NewOperation): Promise<Operation | null> {
  return operation(
    tx,
    `insert into operation (id, app, channel, status, requester, symptom, base_id, base_version, bad_version, preflight,
       target_id, target_version, requested_at, expires_at, approver, approved_at, approved_how, renews, undoes, kind)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
     on conflict do nothing returning ${OPERATION}`,
    [
      wanted.id,
      wanted.app,
      wanted.channel,
      wanted.approvedBy ? 'approved' : 'requested',
      json(wanted.requester),
      wanted.symptom,
      wanted.base?.id ?? null,
      wanted.base?.version ?? null,
      wanted.base?.bad ?? null,
      wanted.preflight ? json(wanted.preflight) : null,
      wanted.target.id,
      wanted.target.version,
      wanted.requestedAt,
      wanted.expiresAt,
      wanted.approvedBy ? json(wanted.approvedBy) : null,
      wanted.approvedAt,
      wanted.approvedHow,
      wanted.renews,
      wanted.undoes,
      wanted.kind,
    ],
  );
}

/** One live undo per rollback: whoever comes second waits for the first, and is told of it. */
async function whyNotUndone(tx: Db, undone: string) {
  await execute(tx, `select 1 from operation where id = $1 for update`, [undone]);
  const undo = await operation(
    tx,
    `select ${OPERATION} from operation where undoes = $1 and status = any($2) order by requested_at desc limit 1`,
    [undone, [...SLOT_STATUSES, 'recovered']],
  );
  if (!undo) return null;
  const { id: operationId, requester: by, status } = undo;
  return { reason: 'already-undone', operationId, by, status } as const;
}

/** False when it has been approved, or has ended: then it keeps its place, or has none to give. */
async function giveWay(
  tx: Db,
  app: string,
  { operationId, ending, consequences }: Replacing,
): Promise<boolean> {
  const former = await operation(
    tx,
    `update operation set status = 'superseded', ended_at = switchback_now(), ending = $3
      where id = $1 and app = $2 and status = 'requested' returning ${OPERATION}`,
    [operationId, app, json(ending)],
  );
  if (!former) return false;
  await writeConsequences(tx, { operationId, incidentId: former.incidentId }, consequences);
  await redrawCard(tx, operationId);
  return true;
}

/** Expiry is a condition here; the run that says so in the channel may come later. */
async function clearExpired(tx: Db, app: string): Promise<void> {
  const expired = await operations(
    tx,
    `update operation set status = 'expired', ended_at = switchback_now(), ending = '{"why":"expired"}'
      where app = $1 and status = 'requested' and expires_at <= switchback_now() returning ${OPERATION}`,
    [app],
  );
  for (const { id, incidentId } of expired) {
    const entry = {
      action: 'rollback.expired',
      actor: 'switchback',
      targetType: 'operation',
      targetId: id,
    } as const;
    await writeConsequences(tx, { operationId: id, incidentId }, { audit: [{ ...entry, payload: null }] });
    await redrawCard(tx, id);
  }
}

/**
 * The accepted operation with its incident, opened only now: a refused request must not leave one behind without its
 * headline. Somebody may have opened one on this app since we looked: then this request belongs to theirs.
 */
async function joinIncident(
  tx: Db,
  wanted: NewOperation,
  incident: { readonly id: string; readonly opens: boolean },
): Promise<Operation> {
  if (incident.opens) {
    await execute(
      tx,
      `insert into incident (id, app, channel, symptom, opened_by, opened_at) values ($1, $2, $3, $4, $5, $6)
       on conflict do nothing`,
      [incident.id, wanted.app, wanted.channel, wanted.symptom, wanted.requester.id, wanted.requestedAt],
    );
  }
  const joined = await operation(
    tx,
    `update operation
        set incident_id = coalesce((select id from incident where app = $2 and closed_at is null), $3)
      where id = $1 returning ${OPERATION}`,
    [wanted.id, wanted.app, incident.id],
  );
  if (!joined) throw new Error(`operation ${wanted.id} is gone`);
  return joined;
}

/** When the race for opening the incident was lost, its headline is not said again and the thread is the winner's. */
function rethread(consequences: Consequences, wanted: NewOperation, incidentId: string | null): Consequences {
  if (!wanted.incident || wanted.incident.id === incidentId || incidentId === null) return consequences;
  const ours = `incident/${wanted.incident.id}`;
  // Its headline and its drafts for customers.
  const posts = (consequences.posts ?? []).filter((post) => !post.key.startsWith(ours));
  return {
    ...consequences,
    posts: posts.map((post) => (post.thread === ours ? { ...post, thread: `incident/${incidentId}` } : post)),
  };
}

async function whyNotAccepted(tx: Db, wanted: NewOperation) {
  const holder = await slotHolder(tx, wanted.app);
  if (holder) {
    return {
      reason: 'slot-taken',
      app: wanted.app,
      operationId: holder.id,
      status: holder.status,
      by: holder.requester,
      at: holder.requestedAt,
      targetVersion: holder.target.version,
    } as const;
  }
  return { reason: 'already-handled', status: 'superseded', by: null, at: null } as const;
}

/** One conditional update decides; zero rows means somebody or something was first. */
export function approve(
  pool: pg.Pool,
  enqueue: Enqueue,
  approval: Parameters<Ledger['approve']>[0],
  consequences: Consequences,
): Promise<Outcome<Operation>> {
  return transaction(pool, async (tx) => {
    const approved = await operation(
      tx,
      `update operation o
          set status = 'approved', approver = $3, approved_at = $4, approved_how = case when $6 = 'none' then 'policy' else 'two-person' end, approval_hash = $5, preflight = r.preflight, progress = $7,
              base_id = r.base_id, base_version = r.base_version, bad_version = r.bad_version
         from review r
        where o.id = $1 and o.status = 'requested' and o.expires_at > switchback_now()
          and r.operation_id = o.id and r.reviewer = $2 and r.hash = $5
          and ($6 = 'none' or (o.requester ->> 'id' <> $2 and o.requester ->> 'slackId' <> $3::jsonb ->> 'slackId'))
       returning ${OPERATION.replaceAll(/(\w+)/g, 'o.$1')}`,
      [
        approval.operationId,
        approval.approver.id,
        json(approval.approver),
        approval.at,
        approval.hash,
        approval.policy,
        json(approval.progress),
      ],
    );
    if (!approved) return refused(await whyNotApproved(tx, approval));
    await writeConsequences(tx, { operationId: approved.id, incidentId: approved.incidentId }, consequences);
    await redrawCard(tx, approved.id);
    await enqueue(tx, { procedure: 'roll-back', operationId: approved.id, runId: approved.id });
    return done(approved);
  });
}

async function whyNotApproved(tx: Db, approval: Parameters<Ledger['approve']>[0]) {
  const found = await findOperation(tx, approval.operationId);
  if (!found) return { reason: 'unknown-operation', typed: approval.operationId } as const;
  if (found.status !== 'requested') {
    const by = found.approver?.name ?? null;
    return {
      reason: 'already-handled',
      status: found.status,
      by,
      at: found.approvedAt ?? found.endedAt,
    } as const;
  }
  const { requester } = found;
  const same = requester.id === approval.approver.id || requester.slackId === approval.approver.slackId;
  if (same && approval.policy !== 'none') return { reason: 'self-approval' } as const;
  const expired = await row(
    tx,
    z.object({ past: z.boolean() }),
    `select $1::timestamptz <= switchback_now() as past`,
    [found.expiresAt],
  );
  return expired?.past
    ? ({ reason: 'expired', at: found.expiresAt } as const)
    : ({ reason: 'review-outdated' } as const);
}
