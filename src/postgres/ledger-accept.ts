/** The transaction that accepts a request; of an approval: `ledger-approve.ts`. */
import type pg from 'pg';
import type { Anchor, Consequences, GivingWay, NewOperation } from '../ledger.ts';
import { type Operation, SLOT_STATUSES } from '../operation.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import { redrawCard, writeConsequences } from './consequences.ts';
import { insertUnlessOpen, openOn } from './incident-rows.ts';
import type { Enqueue } from './ledger.ts';
import { owesSecondLook, pay, Undone, undoable } from './ledger-approve.ts';
import { change } from './ledger-run.ts';
import { OPERATION, operation, operations, slotHolder } from './operation-rows.ts';
import { type Db, execute, json } from './sql.ts';

/** One active operation per app, whoever wins the race; the loser is told who did. */
export function request(
  { pool, enqueue, anchor }: { readonly pool: pg.Pool; readonly enqueue: Enqueue; readonly anchor: Anchor },
  wanted: NewOperation,
  consequences: Consequences,
  former: GivingWay | null,
): Promise<Outcome<Operation>> {
  return undoable(pool, async (tx) => {
    const { approvedBy, approvedHow, override = null, proof = null } = wanted;
    if (approvedBy && approvedHow) await pay(tx, approvedBy.id, { how: approvedHow, override, proof });
    await clearExpired(tx, wanted.app);
    const undone = wanted.undoes === null ? null : await whyNotUndone(tx, wanted.undoes);
    if (undone) throw new Undone(undone);
    if (former) await giveWay(tx, former, anchor);
    const slot = await insert(tx, wanted);
    if (!slot) {
      const refusal = await whyNotAccepted(tx, wanted);
      // Undoes the giving way too, and the use of a code.
      if (former || proof) throw new Undone(refusal);
      return refused(refusal);
    }
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
    await owesSecondLook(tx, enqueue, accepted);
    return done(accepted);
  });
}

/** Null when somebody else holds the app's slot. */
function insert(tx: Db, wanted: NewOperation): Promise<Operation | null> {
  return operation(
    tx,
    `insert into operation (id, app, channel, status, requester, symptom, base_id, base_version, bad_version, preflight,
       target_id, target_version, requested_at, expires_at, approver, approved_at, approved_how, renews, undoes, kind, override_reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
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
      wanted.override ?? null,
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

/** What was approved and may have had an effect keeps its place; what has ended meanwhile has none to give. */
async function giveWay(tx: Db, { operationId, change: asked }: GivingWay, anchor: Anchor): Promise<void> {
  await execute(tx, `select 1 from operation where id = $1 for update`, [operationId]);
  const effects = await execute(
    tx,
    `select 1 from attempt where operation_id = $1 and outcome is distinct from 'not_executed'`,
    [operationId],
  );
  const from = effects > 0 ? asked.from.filter((status) => status !== 'approved') : asked.from;
  await change(tx, operationId, { ...asked, from }, anchor);
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
 * headline. Somebody may have opened one on this app since we looked: then this request belongs to theirs, and what
 * opening ours would have said is not said.
 */
async function joinIncident(
  tx: Db,
  wanted: NewOperation,
  { id, opens }: NonNullable<NewOperation['incident']>,
): Promise<Operation> {
  const incidentId = opens === null ? await stillOpen(tx, wanted.app, id) : await openOrJoin(tx, opens);
  const joined = await operation(
    tx,
    `update operation set incident_id = $2 where id = $1 returning ${OPERATION}`,
    [wanted.id, incidentId],
  );
  if (!joined) throw new Error(`operation ${wanted.id} is gone`);
  return joined;
}

async function openOrJoin(tx: Db, { wanted, consequences }: Opening): Promise<string> {
  const { opened, incident } = await insertUnlessOpen(tx, wanted, []);
  if (opened) await writeConsequences(tx, { operationId: null, incidentId: incident.id }, consequences);
  return incident.id;
}

type Opening = NonNullable<NonNullable<NewOperation['incident']>['opens']>;

/** It may have been closed since we looked, and another one opened. */
async function stillOpen(tx: Db, app: string, id: string): Promise<string> {
  const there = await openOn(tx, app, false);
  return there.some((each) => each.id === id) ? id : (there[0]?.id ?? id);
}

/** The thread is that of the incident it came to belong to. */
function rethread(consequences: Consequences, wanted: NewOperation, incidentId: string | null): Consequences {
  if (!wanted.incident || wanted.incident.id === incidentId || incidentId === null) return consequences;
  const ours = `incident/${wanted.incident.id}`;
  return {
    ...consequences,
    posts: (consequences.posts ?? []).map((post) =>
      post.thread === ours ? { ...post, thread: `incident/${incidentId}` } : post,
    ),
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
