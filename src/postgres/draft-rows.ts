/** Drafts for customers: written with their words, settled once. */
import { z } from 'zod';
import type { Actor } from '../operation.ts';
import { DRAFT_REASONS, type Draft, type NewDraft, type PublicName } from '../publications.ts';
import { actor } from './operation-rows.ts';
import { type Db, execute, json, rows } from './sql.ts';

export const publicName = z.custom<PublicName>(
  (value) =>
    typeof value === 'string' && /^(investigating|rolled-back|recovered|by-hand|template:.+)$/.test(value),
);

const draftRow = z
  .object({
    id: z.string(),
    incident_id: z.string(),
    which: publicName,
    text: z.string(),
    why: z.enum(DRAFT_REASONS),
    operation_id: z.string().nullable(),
    claimed_by: actor.nullable(),
    written_by: actor.nullable(),
    written_at: z.date(),
    state: z.enum(['waiting', 'replaced', 'published']),
    settled_by: actor.nullable(),
    settled_at: z.date().nullable(),
  })
  .transform(
    (found): Draft => ({
      id: found.id,
      incidentId: found.incident_id,
      which: found.which,
      text: found.text,
      why: found.why,
      operationId: found.operation_id,
      claimedBy: found.claimed_by,
      by: found.written_by,
      at: found.written_at,
      state: found.state,
      settled: found.settled_by && found.settled_at ? { by: found.settled_by, at: found.settled_at } : null,
    }),
  );

const DRAFT = `id, incident_id, which, text, why, operation_id, claimed_by, written_by, written_at, state, settled_by,
  settled_at`;

/** `condition`: on `public_draft`, with `$1`. */
export function findDrafts(
  db: Db,
  condition: 'id' | 'incident_id',
  value: string,
): Promise<readonly Draft[]> {
  return rows(
    db,
    draftRow,
    `select ${DRAFT} from public_draft where ${condition} = $1 order by written_at, id`,
    [value],
  );
}

/** Each once, however often it is offered; false when none of them is new. */
export async function writeDrafts(tx: Db, incidentId: string, drafts: readonly NewDraft[]): Promise<boolean> {
  let written = 0;
  for (const draft of drafts) {
    written += await execute(
      tx,
      `insert into public_draft (id, incident_id, which, text, why, operation_id, claimed_by, written_by, written_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`,
      [
        draft.id,
        incidentId,
        draft.which,
        draft.text,
        draft.why,
        draft.operationId,
        draft.claimedBy && json(draft.claimedBy),
        draft.by && json(draft.by),
        draft.at,
      ],
    );
  }
  return written > 0;
}

/** False when it no longer waits. */
export async function settleDraft(
  tx: Db,
  id: string,
  state: 'replaced' | 'published',
  by: Actor,
  at: Date,
): Promise<boolean> {
  const settled = await execute(
    tx,
    `update public_draft set state = $2, settled_by = $3, settled_at = $4 where id = $1 and state = 'waiting'`,
    [id, state, json(by), at],
  );
  return settled > 0;
}

/** What may still go out, and what promise runs, is on all of them. */
export async function redrawDrafts(tx: Db, incidentId: string): Promise<void> {
  await execute(
    tx,
    `update draft_card set changed_at = clock_timestamp()
      where draft_id in (select id from public_draft where incident_id = $1)`,
    [incidentId],
  );
}
