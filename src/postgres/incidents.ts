/** Port `Incidents`: every change of an incident is one transaction, decided by a conditional statement. */
import type pg from 'pg';
import type { IncidentSet, Incidents } from '../incidents.ts';
import type { Anchor } from '../ledger.ts';
import { done, refused } from '../outcome.ts';
import { agenda } from './agenda.ts';
import { writeAnchor } from './audit-head.ts';
import { writeConsequences } from './consequences.ts';
import { digests } from './digests.ts';
import { redrawDrafts } from './draft-rows.ts';
import { errorRuns } from './error-runs.ts';
import { INCIDENT, incident, incidents, insertUnlessOpen, openOn } from './incident-rows.ts';
import { sights } from './sights.ts';
import { json, transaction } from './sql.ts';
import { standings } from './standing.ts';
import { timelines } from './timeline.ts';

export function openIncidents({
  pool,
  anchor,
}: {
  readonly pool: pg.Pool;
  /** How the audit's head is said when something has ended. */
  readonly anchor: Anchor;
}): Incidents {
  return {
    find: (id) =>
      incident(
        pool,
        `select ${INCIDENT} from incident
          where id = $1 or ($1 ~ '^((in|rb)-)?[a-z0-9]{8}$' and right(id, 9) = '-' || right($1, 8))
          order by id = $1 desc, opened_at desc limit 1`,
        [id],
      ),
    list: ({ app, open, drill, limit, before = null }) =>
      incidents(
        pool,
        `select ${INCIDENT} from incident
          where ($1::text is null or app = $1 or $1 = any(also_apps))
            and ($2::boolean is null or (closed_at is null) = $2) and ($3::boolean is null or drill = $3)
            and ($5::text is null or (opened_at, id) < (select opened_at, id from incident where id = $5))
          order by opened_at desc, id desc limit $4`,
        [app, open, drill, limit, before],
      ),
    ofThread: (channel, threadTs) =>
      incident(
        pool,
        `select ${INCIDENT} from incident
          where 'incident/' || id in
            (select key from outbox where sent_channel = $1 and ts = $2 and thread_key is null)`,
        [channel, threadTs],
      ),
    sights: (id) => sights(pool, id),
    errorRuns: (id) => errorRuns(pool, id),
    openOn: async (app, drill = false) => (await openOn(pool, app, drill))[0] ?? null,
    open: (wanted, apartFrom, consequences) =>
      transaction(pool, async (tx) => {
        const { opened, incident: there } = await insertUnlessOpen(tx, wanted, apartFrom);
        if (!opened) return refused({ reason: 'incident-open', incident: there });
        await writeConsequences(tx, { operationId: null, incidentId: there.id }, consequences);
        return done(there);
      }),
    change: (id, set, consequences, ifStill = {}) =>
      transaction(pool, async (tx) => {
        const changes = columns(set);
        const still = columns(ifStill);
        const values = [id, ...[...changes, ...still].map(([, value]) => value)];
        const assignments = changes.map(([column], i) => `${column} = $${i + 2}`);
        if (set.status !== undefined) assignments.push('status_said_at = switchback_now()');
        const conditions = still.map(
          ([column], i) => `${asRead(column)} is not distinct from $${changes.length + i + 2}`,
        );
        const changed = await incident(
          tx,
          `update incident set ${['id = id', ...assignments].join(', ')}
            where ${['id = $1', 'closed_at is null', ...conditions].join(' and ')} returning ${INCIDENT}`,
          values,
        );
        if (!changed) return null;
        await writeConsequences(tx, { operationId: null, incidentId: id }, consequences);
        return changed;
      }),
    close: (id, { at, by, resolution, review, sameAs }, consequences) =>
      transaction(pool, async (tx) => {
        const closed = await incident(
          tx,
          `update incident set closed_at = $2, closed_by = $3, resolution = $4, review = $5, same_as = $6
            where id = $1 and closed_at is null returning ${INCIDENT}`,
          [id, at, json(by), resolution, review, sameAs],
        );
        if (!closed) return null;
        await writeConsequences(tx, { operationId: null, incidentId: id }, consequences);
        await redrawDrafts(tx, id);
        await writeAnchor(tx, anchor);
        return closed;
      }),
    ...standings(pool),
    ...timelines(pool),
    ...agenda(pool),
    ...digests(pool),
  };
}

const COLUMNS: Readonly<Record<keyof IncidentSet, string>> = {
  severity: 'severity',
  status: 'status',
  symptom: 'symptom',
  impact: 'impact',
  liveFlow: 'live_flow',
  commander: 'commander',
  alsoApps: 'also_apps',
  startedAt: 'started_at',
};

/** What an older build left empty reads as something. */
function asRead(column: string): string {
  return column === 'started_at' ? 'coalesce(started_at, opened_at)' : column;
}

/** Names come from the table above alone. */
function columns(set: IncidentSet): readonly (readonly [column: string, value: unknown])[] {
  return (Object.keys(COLUMNS) as (keyof IncidentSet)[])
    .filter((key) => set[key] !== undefined)
    .map(
      (key) => [COLUMNS[key], key === 'commander' && set.commander ? json(set.commander) : set[key]] as const,
    );
}
