/** What a debrief rests on, read from a stage. Phases that the bot keeps no instant of are Heroku's own. */
import type { Operation } from '../../src/operation.ts';
import { openLedger } from '../../src/postgres/ledger.ts';
import { enqueueRun } from '../../src/run/enqueue.ts';
import { anchorIn } from '../../src/runbooks/daily.ts';
import { CHANNELS } from '../slack/cast.ts';
import type { Stage } from '../stage.ts';
import { type Debrief, debriefOf, type IncidentFacts, type OperationFacts } from './debrief.ts';

/** More than a story has. */
const MOST = 20;

export async function readDebrief(stage: Stage): Promise<Debrief> {
  const anchor = anchorIn(CHANNELS.record);
  const ledger = openLedger({ pool: stage.database, enqueue: enqueueRun, anchor });
  const [operations, record, incidents] = await Promise.all([
    ledger.recent(null, MOST),
    ledger.drills(null),
    incidentsOf(stage),
  ]);
  return debriefOf(
    operations.map((operation) => factsOf(stage, operation)),
    record,
    incidents,
  );
}

async function incidentsOf({ database, clock }: Stage): Promise<readonly IncidentFacts[]> {
  const { rows } = await database.query<{
    readonly app: string;
    readonly opened: Date;
    readonly closed: Date | null;
    readonly lines: number;
    readonly published: readonly Date[];
  }>(
    `select app, opened_at as opened, closed_at as closed,
            (select count(*)::int from timeline_entry where incident_id = incident.id) as lines,
            array(select published_at from publication where incident_id = incident.id order by 1) as published
       from incident order by opened_at, id limit $1`,
    [MOST],
  );
  return rows.map(({ app, opened, closed, lines, published }) => {
    const since = (at: Date) => Math.max(0, at.getTime() - opened.getTime());
    return {
      app,
      lastedMs: since(closed ?? clock.now()),
      closed: closed !== null,
      lines,
      publishedMs: published.map(since),
    };
  });
}

function factsOf({ heroku }: Stage, operation: Operation): OperationFacts {
  const { app, release, recoveredAt, approvedAt, sentAt } = operation;
  const made = heroku.control.app(app).releases.find(({ id }) => id === release?.id);
  const succeeded = made === undefined || !isSettledWell(made.status) ? null : new Date(made.updatedAt);
  const since = succeeded ?? sentAt;
  const dynos = since && recoveredAt && lastUp(heroku.world.apps.get(app)?.log ?? [], since, recoveredAt);
  return {
    operation,
    instants: {
      approved: approvedAt,
      sent: sentAt,
      release: succeeded,
      dynos,
      smoke:
        dynos &&
        recoveredAt &&
        lastGoodSmoke(heroku.control.journal.requests('smoke'), app, dynos, recoveredAt),
      recovered: recoveredAt,
    },
  };
}

function isSettledWell(status: string): boolean {
  return status !== 'failed' && status !== 'pending';
}

/** When the last web dyno came up, of those that were up at recovery. */
function lastUp(
  log: readonly { readonly at: Date; readonly from: string; readonly text: string }[],
  since: Date,
  until: Date,
): Date | null {
  const up = log.findLast(
    ({ at, from, text }) =>
      at >= since && at <= until && from.startsWith('heroku[web.') && text.endsWith(' to up'),
  );
  return up?.at ?? null;
}

/** The smoke check that proved it. */
function lastGoodSmoke(
  checks: readonly { readonly at: string; readonly app: string | null; readonly status: number | null }[],
  app: string,
  since: Date,
  until: Date,
): Date | null {
  const proof = checks
    .filter((each) => each.app === app && each.status === 200)
    .map(({ at }) => new Date(at))
    .findLast((at) => at >= since && at <= until);
  return proof ?? null;
}
