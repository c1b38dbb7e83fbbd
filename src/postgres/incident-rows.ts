/** The `incident` table as the domain sees it. */
import { z } from 'zod';
import { INCIDENT_STATUSES, type Incident } from '../incident.ts';
import type { NewIncident } from '../incidents.ts';
import { actor } from './operation-rows.ts';
import { type Db, execute, json, row, rows } from './sql.ts';

export const severity = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

const incidentRow = z
  .object({
    id: z.string(),
    app: z.string(),
    also_apps: z.array(z.string()),
    channel: z.string(),
    drill: z.boolean(),
    severity,
    status: z.enum(INCIDENT_STATUSES),
    symptom: z.string(),
    impact: z.string(),
    live_flow: z.boolean(),
    opened_by: z.string(),
    opener: actor.nullable(),
    commander: actor.nullable(),
    opened_at: z.date(),
    started_at: z.date().nullable(),
    closed_at: z.date().nullable(),
    closed_by: actor.nullable(),
    resolution: z.string(),
    review: z.string().nullable(),
    same_as: z.string().nullable(),
  })
  .transform(
    (found): Incident => ({
      id: found.id,
      app: found.app,
      alsoApps: found.also_apps,
      channel: found.channel,
      drill: found.drill,
      severity: found.severity,
      status: found.status,
      symptom: found.symptom,
      impact: found.impact,
      liveFlow: found.live_flow,
      opener: found.opener ?? named(found.opened_by),
      commander: found.commander,
      openedAt: found.opened_at,
      startedAt: found.started_at ?? found.opened_at,
      closed: found.closed_at && {
        at: found.closed_at,
        by: found.closed_by ?? named('somebody'),
        resolution: found.resolution,
        review: found.review,
        sameAs: found.same_as,
      },
    }),
  );

/** What an older build kept of a person: their id alone. */
function named(id: string) {
  return { id, slackId: '', name: id, agent: false };
}

export const INCIDENT = `id, app, also_apps, channel, drill, severity, status, symptom, impact, live_flow, opened_by,
  opener, commander, opened_at, started_at, closed_at, closed_by, resolution, review, same_as`;

export function incident(db: Db, text: string, values: readonly unknown[]): Promise<Incident | null> {
  return row(db, incidentRow, text, values);
}

export function incidents(db: Db, text: string, values: readonly unknown[]): Promise<readonly Incident[]> {
  return rows(db, incidentRow, text, values);
}

/** Open ones of the same kind that touch the app, newest first. */
export function openOn(db: Db, app: string, drill: boolean): Promise<readonly Incident[]> {
  return incidents(
    db,
    `select ${INCIDENT} from incident
      where closed_at is null and drill = $2 and (app = $1 or $1 = any(also_apps))
      order by opened_at desc, id desc`,
    [app, drill],
  );
}

/** Openers of one app take turns until commit, so that what each of them saw open is all there is. */
async function takeTurn(tx: Db, app: string): Promise<void> {
  await execute(tx, `select pg_advisory_xact_lock(hashtextextended('incident/' || $1, 0))`, [app]);
}

/** Opens it unless another one is open on its app that is not among `apartFrom`; then that one. */
export async function insertUnlessOpen(
  tx: Db,
  wanted: NewIncident,
  apartFrom: readonly string[],
): Promise<{ readonly opened: boolean; readonly incident: Incident }> {
  await takeTurn(tx, wanted.app);
  const other = (await openOn(tx, wanted.app, wanted.drill)).find(({ id }) => !apartFrom.includes(id));
  if (other) return { opened: false, incident: other };
  const opened = await incident(
    tx,
    `insert into incident (id, app, also_apps, channel, drill, severity, symptom, impact, live_flow, opened_by, opener,
       commander, opened_at, started_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning ${INCIDENT}`,
    [
      wanted.id,
      wanted.app,
      wanted.alsoApps,
      wanted.channel,
      wanted.drill,
      wanted.severity,
      wanted.symptom,
      wanted.impact,
      wanted.liveFlow,
      wanted.opener.id,
      json(wanted.opener),
      wanted.commander && json(wanted.commander),
      wanted.openedAt,
      wanted.startedAt,
    ],
  );
  if (!opened) throw new Error(`incident ${wanted.id} was not inserted`);
  return { opened: true, incident: opened };
}
