/** What a change of state writes beside the row itself, in its own transaction: words, timeline, record, audit. */
import { z } from 'zod';
import type { Consequences } from '../ledger.ts';
import type { Post } from '../ports.ts';
import { callOff, plan } from './agenda-rows.ts';
import { writeDrafts } from './draft-rows.ts';
import { reach } from './incident-status.ts';
import { addOperatorTexts } from './operator-text-rows.ts';
import { type Db, execute, json, one, rows } from './sql.ts';
import { addEntry } from './timeline-rows.ts';
import { writeWebhooks } from './webhook-rows.ts';

export async function writeConsequences(
  tx: Db,
  subject: { readonly operationId: string | null; readonly incidentId: string | null },
  consequences: Consequences,
): Promise<void> {
  if (subject.incidentId !== null) {
    // First: whoever is at one of these has said all they say once we go on, so that a closing knows of their pages.
    await callOff(tx, subject.incidentId, consequences.callOff ?? []);
    await writeDrafts(tx, subject.incidentId, consequences.drafts ?? []);
  }
  await writePosts(tx, consequences.posts ?? []);
  await writeWebhooks(tx, subject.incidentId, consequences.webhooks ?? []);
  const { drill } = consequences;
  await writeAboutIncident(tx, subject, consequences);
  for (const { incidentId, entry } of consequences.alsoIn ?? []) {
    await addEntry(tx, { incidentId, operationId: null }, entry);
  }
  if (drill) await writeDrill(tx, subject.operationId, drill);
  // Late: appending holds a lock until commit, and everything else should already have been waited for.
  for (const entry of consequences.audit) {
    await one(tx, z.object({ audit_append: z.number() }), `select audit_append($1, $2, $3, $4, $5::jsonb)`, [
      entry.action,
      entry.actor,
      entry.targetType,
      entry.targetId,
      json(entry.payload),
    ]);
  }
  if (subject.incidentId !== null) await redrawHeadline(tx, subject.incidentId);
}

async function writeAboutIncident(
  tx: Db,
  { operationId, incidentId }: { readonly operationId: string | null; readonly incidentId: string | null },
  { timeline = [], agenda = [], operators = [], reaches }: Consequences,
): Promise<void> {
  if (incidentId === null) return;
  for (const entry of [timeline].flat()) await addEntry(tx, { incidentId, operationId }, entry);
  if (reaches) await reach(tx, { incidentId, operationId }, reaches);
  await plan(tx, incidentId, agenda);
  await addOperatorTexts(tx, incidentId, operators);
}

/** One original per operation, and each correction once, however often the run that writes it is repeated. */
async function writeDrill(
  tx: Db,
  operationId: string | null,
  drill: NonNullable<Consequences['drill']>,
): Promise<void> {
  await execute(
    tx,
    `insert into drill_record
       (operation_id, corrects, happened_at, app, operator, bad_release, rolled_to, wall_clock, outcome)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9
      where not exists (select from drill_record where corrects = $2 and outcome = $9)
     on conflict (operation_id) where corrects is null do nothing`,
    [
      operationId,
      drill.corrects,
      drill.happenedAt,
      drill.app,
      drill.operator,
      drill.badRelease,
      drill.rolledTo,
      drill.wallClock,
      drill.outcome,
    ],
  );
}

/** Said at most once per key, however often the run that says it is repeated. */
export async function writePosts(tx: Db, posts: readonly Post[]): Promise<void> {
  for (const post of posts) {
    const written = await rows(
      tx,
      z.object({ key: z.string() }),
      // The real clock, not durable time: a lost post is looked for in Slack's history from then on.
      `insert into outbox (key, channel, thread_key, broadcast, text, blocks, card, file, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp())
       on conflict (key) do nothing returning key`,
      [
        post.key,
        post.channel,
        post.thread ?? null,
        post.broadcast ?? false,
        post.text,
        post.blocks ? json(post.blocks) : null,
        post.card ?? null,
        post.file ? json(post.file) : null,
      ],
    );
    if (written.length === 0) continue;
    if (post.card) await keepLive(tx, 'card (operation_id', post.card, post.key);
    if (post.checklist) await keepLive(tx, 're_pin_card (operation_id', post.checklist, post.key);
    if (post.draft) await keepLive(tx, 'draft_card (draft_id', post.draft, post.key);
    if (post.headline) await keepLive(tx, 'incident_card (incident_id', post.headline, post.key);
  }
}

type Live =
  | 'card (operation_id'
  | 're_pin_card (operation_id'
  | 'incident_card (incident_id'
  | 'draft_card (draft_id';

async function keepLive(tx: Db, of: Live, id: string, postKey: string): Promise<void> {
  await execute(tx, `insert into ${of}, post_key) values ($1, $2) on conflict do nothing`, [id, postKey]);
}

/** The incident's headline. After the audit, whose lock a transaction that redraws must not wait for. */
async function redrawHeadline(tx: Db, incidentId: string): Promise<void> {
  await execute(tx, `update incident_card set changed_at = clock_timestamp() where incident_id = $1`, [
    incidentId,
  ]);
}

/** The card, and the checklist if there is one. */
export async function redrawCard(tx: Db, operationId: string): Promise<void> {
  await execute(
    tx,
    `with drawn as (update card set changed_at = clock_timestamp() where operation_id = $1)
     update re_pin_card set changed_at = clock_timestamp() where operation_id = $1`,
    [operationId],
  );
}
