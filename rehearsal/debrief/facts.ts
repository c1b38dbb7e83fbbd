/** What a debrief rests on, read from a stage. Phases that the bot keeps no instant of are Heroku's own. */
import type { Operation } from '../../src/operation.ts';
import { openLedger } from '../../src/postgres/ledger.ts';
import { enqueueRun } from '../../src/run/enqueue.ts';
import { anchorIn } from '../../src/runbooks/daily.ts';
import { CHANNELS } from '../slack/cast.ts';
import type { Stage } from '../stage.ts';
import { type Debrief, debriefOf, type OperationFacts } from './debrief.ts';

/** More than a story has. */
const MOST = 20;

export async function readDebrief(stage: Stage): Promise<Debrief> {
  const anchor = anchorIn(CHANNELS.record);
  const ledger = openLedger({ pool: stage.database, enqueue: enqueueRun, anchor });
  const [operations, record] = await Promise.all([ledger.recent(null, MOST), ledger.drills(null)]);
  return debriefOf(
    operations.map((operation) => factsOf(stage, operation)),
    record,
  );
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
