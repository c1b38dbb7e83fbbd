/** The `operation` table as the domain sees it. */
import { z } from 'zod';
import type { Ending, Operation } from '../operation.ts';
import { ENDED_STATUSES, SLOT_STATUSES } from '../operation.ts';
import { type Db, row, rows } from './sql.ts';

export const actor = z.object({ id: z.string(), slackId: z.string(), name: z.string(), agent: z.boolean() });
const decision = z.object({ what: z.enum(['send-once-more', 'close']), by: actor });
/** Written by ourselves from a closed type; only its discriminator is checked again. */
const ending = z.custom<Ending>((value) => z.object({ why: z.string() }).safeParse(value).success);

const operationRow = z
  .object({
    id: z.string(),
    kind: z.enum(['rollback', 'code-only', 're-pin']),
    app: z.string(),
    channel: z.string(),
    status: z.enum([...SLOT_STATUSES, ...ENDED_STATUSES]),
    requester: actor,
    symptom: z.string(),
    base_id: z.string().nullable(),
    base_version: z.number().nullable(),
    bad_version: z.number().nullable(),
    preflight: z.unknown(),
    target_id: z.string(),
    target_version: z.number(),
    incident_id: z.string().nullable(),
    approver: actor.nullable(),
    approved_how: z.enum(['two-person', 'policy', 'solo']).nullable(),
    override_reason: z.string().nullable(),
    requested_at: z.date(),
    expires_at: z.date(),
    approved_at: z.date().nullable(),
    sent_at: z.date().nullable(),
    release_id: z.string().nullable(),
    release_version: z.number().nullable(),
    progress: z.record(z.string(), z.unknown()),
    recovered_at: z.date().nullable(),
    confirmed_at: z.date().nullable(),
    ended_at: z.date().nullable(),
    ending: ending.nullable(),
    decision: decision.nullable(),
    renews: z.string().nullable(),
    undoes: z.string().nullable(),
    pushed: z.object({ tag: z.string().nullable(), by: z.string() }).nullable(),
    marks: z.record(z.string(), z.object({ by: z.string(), at: z.string() })),
  })
  .transform(
    (found): Operation => ({
      id: found.id,
      kind: found.kind,
      app: found.app,
      channel: found.channel,
      status: found.status,
      requester: found.requester,
      symptom: found.symptom,
      base:
        found.base_id !== null && found.base_version !== null && found.bad_version !== null
          ? { id: found.base_id, version: found.base_version, bad: found.bad_version }
          : null,
      target: { id: found.target_id, version: found.target_version },
      preflight: found.preflight,
      incidentId: found.incident_id,
      approver: found.approver,
      approvedHow: found.approved_how,
      override: found.override_reason,
      requestedAt: found.requested_at,
      expiresAt: found.expires_at,
      approvedAt: found.approved_at,
      sentAt: found.sent_at,
      release:
        found.release_id !== null && found.release_version !== null
          ? { id: found.release_id, version: found.release_version }
          : null,
      progress: found.progress,
      recoveredAt: found.recovered_at,
      confirmedAt: found.confirmed_at,
      endedAt: found.ended_at,
      ending: found.ending,
      decision: found.decision,
      renews: found.renews,
      undoes: found.undoes,
      pushed: found.pushed,
      marks: found.marks,
    }),
  );

export const OPERATION = `id, kind, app, channel, status, requester, symptom, base_id, base_version, bad_version, preflight,
  target_id, target_version, incident_id, approver, approved_how, override_reason, requested_at, expires_at, approved_at, sent_at, release_id,
  release_version, progress, recovered_at, confirmed_at, ended_at, ending, decision, renews, undoes, pushed, marks`;

/** At most one operation; the statement selects or returns the columns of `OPERATION`. */
export function operation(db: Db, text: string, values: readonly unknown[]): Promise<Operation | null> {
  return row(db, operationRow, text, values);
}

export function operations(db: Db, text: string, values: readonly unknown[]): Promise<readonly Operation[]> {
  return rows(db, operationRow, text, values);
}

export function findOperation(db: Db, id: string): Promise<Operation | null> {
  return operation(db, `select ${OPERATION} from operation where id = $1`, [id]);
}

/** An expired request no longer holds the slot, whether or not a sweeper has said so yet. */
export function slotHolder(db: Db, app: string): Promise<Operation | null> {
  return operation(
    db,
    `select ${OPERATION} from operation
      where app = $1 and status = any($2) and not (status = 'requested' and expires_at <= switchback_now())`,
    [app, SLOT_STATUSES],
  );
}
