/** Port `Publications`: what customers were told, in order, whoever taps first, and what they were promised. */
import type pg from 'pg';
import { z } from 'zod';
import {
  laterThan,
  type NotPublished,
  overtaking,
  PUBLIC_TEXTS,
  type Publication,
  type Publications,
  type Publishing,
  SNOOZE_MS,
  SNOOZES,
} from '../publications.ts';
import { writeConsequences } from './consequences.ts';
import { findDrafts, publicName, redrawDrafts, settleDraft, writeDrafts } from './draft-rows.ts';
import { actor } from './operation-rows.ts';
import { type Db, execute, json, one, row, rows, transaction } from './sql.ts';

const publicationRow = z
  .object({
    incident_id: z.string(),
    name: publicName,
    text: z.string(),
    published_by: actor,
    published_at: z.date(),
  })
  .transform(
    (found): Publication => ({
      incidentId: found.incident_id,
      which: found.name,
      text: found.text,
      by: found.published_by,
      at: found.published_at,
    }),
  );

const PUBLICATION = `incident_id, coalesce(name, which) as name, text, published_by, published_at`;

export function published(db: Db, incidentId: string): Promise<readonly Publication[]> {
  return rows(
    db,
    publicationRow,
    `select ${PUBLICATION} from publication where incident_id = $1 order by published_at, which`,
    [incidentId],
  );
}

/** What was called off was done before its time; what has run out is still owed until customers hear something. */
export async function owed(db: Db, incidentId: string): Promise<Date | null> {
  const found = await row(
    db,
    z.object({ until: z.date() }),
    `with promised as
       (select due_at - moved * make_interval(secs => $2) as until from agenda
         where incident_id = $1 and what = 'promise-broken' and subject = '' and (done_at is null or done_at >= due_at))
     select until from promised
      where not exists (select from publication where incident_id = $1 and published_at > until)`,
    [incidentId, SNOOZE_MS / 1000],
  );
  return found?.until ?? null;
}

export function openPublications(pool: pg.Pool): Publications {
  return {
    draft: async (id) => (await findDrafts(pool, 'id', id))[0] ?? null,
    drafts: (incidentId) => findDrafts(pool, 'incident_id', incidentId),
    offer: (incidentId, consequences) =>
      transaction(pool, async (tx) => {
        if (!(await writeDrafts(tx, incidentId, consequences.drafts ?? []))) return;
        await writeConsequences(tx, { operationId: null, incidentId }, consequences);
      }),
    replace: (id, by, at, consequences) =>
      transaction(pool, async (tx) => {
        const [draft] = await findDrafts(tx, 'id', id);
        if (!draft || !(await settleDraft(tx, id, 'replaced', by, at))) return false;
        const { incidentId } = draft;
        await writeConsequences(tx, { operationId: null, incidentId }, consequences);
        await redrawDrafts(tx, incidentId);
        return true;
      }),
    publish: (wanted, consequences) =>
      transaction(pool, async (tx) => {
        const { incidentId } = wanted;
        const refused = await claim(tx, wanted);
        if (refused) return refused;
        const { sequence } = await one(
          tx,
          z.object({ sequence: z.number() }),
          `insert into publication (incident_id, which, name, text, published_by, published_at, sequence)
           select $1, $2, $3, $4, $5, $6, count(*) + 1 from publication where incident_id = $1 returning sequence`,
          [incidentId, slotOf(wanted), wanted.which, wanted.text, json(wanted.by), wanted.at],
        );
        await writeConsequences(tx, { operationId: null, incidentId }, consequences(sequence));
        await redrawDrafts(tx, incidentId);
        return null;
      }),
    owed: (incidentId) => owed(pool, incidentId),
    async promise(incidentId) {
      const found = await row(
        pool,
        z.object({ due_at: z.date(), moved: z.number() }),
        `select due_at, moved from agenda
          where incident_id = $1 and what = 'promise-broken' and subject = '' and done_at is null`,
        [incidentId],
      );
      if (!found) return null;
      const { due_at: callsAt, moved: snoozed } = found;
      return { until: new Date(callsAt.getTime() - snoozed * SNOOZE_MS), callsAt, snoozed };
    },
    snooze: (incidentId, seen, consequences) =>
      transaction(pool, async (tx) => {
        const moved = await execute(
          tx,
          `update agenda set due_at = due_at + make_interval(secs => $3), moved = moved + 1
            where incident_id = $1 and what = 'promise-broken' and subject = '' and done_at is null
              and due_at = $2 and moved < $4`,
          [incidentId, seen.callsAt, SNOOZE_MS / 1000, SNOOZES],
        );
        if (moved === 0) return false;
        await writeConsequences(tx, { operationId: null, incidentId }, consequences);
        await redrawDrafts(tx, incidentId);
        return true;
      }),
  };
}

/** The three have one place each in an incident; of the others, each draft has its own. */
function slotOf({ which, draftId }: Publishing): string {
  if (PUBLIC_TEXTS.some((each) => each === which)) return which;
  if (draftId === null) throw new Error(`a text ${which} without a draft`);
  return draftId;
}

/** One publisher at a time per incident from here to the commit, so that the order is the order of committing. */
async function claim(tx: Db, wanted: Publishing): Promise<NotPublished | null> {
  const { incidentId, which, draftId } = wanted;
  const incident = await row(
    tx,
    z.object({ closed_at: z.date().nullable() }),
    'select closed_at from incident where id = $1 for no key update',
    [incidentId],
  );
  const out = await published(tx, incidentId);
  const [draft] = draftId === null ? [] : await findDrafts(tx, 'id', draftId);
  const later = laterThan(which);
  const publication =
    out.find((each) => later.includes(each.which)) ?? (draft ? overtaking(draft, wanted.text, out) : null);
  if (publication) return { why: 'out', publication };
  if (incident?.closed_at && which !== 'recovered') return { why: 'closed' };
  if (draftId === null || (await settleDraft(tx, draftId, 'published', wanted.by, wanted.at))) return null;
  const [settled] = await findDrafts(tx, 'id', draftId);
  if (!settled) throw new Error(`a publication of an unknown draft ${draftId}`);
  return { why: 'settled', draft: settled };
}
