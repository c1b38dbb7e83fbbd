/** Port `Ledger`: every state change of an operation is one transaction, decided by a conditional statement. */
import type pg from 'pg';
import { z } from 'zod';
import type { Anchor, Ledger } from '../ledger.ts';
import { redrawCard, writeConsequences, writePosts } from './consequences.ts';
import { dailyRounds } from './daily-rounds.ts';
import { deployLocks } from './deploy-locks.ts';
import { drillRows } from './drill-rows.ts';
import { request } from './ledger-accept.ts';
import { approve } from './ledger-approve.ts';
import { change, intend, progress, settle } from './ledger-run.ts';
import { findOperation, OPERATION, operations, slotHolder } from './operation-rows.ts';
import { pictures } from './picture.ts';
import { rePins } from './re-pin.ts';
import { refusalsNoted } from './refusals-noted.ts';
import { secondLooks } from './second-looks.ts';
import { type Db, execute, json, row, rows, transaction } from './sql.ts';

/** Makes a procedure due, inside the transaction that decides so. */
export type Enqueue = (
  tx: Db,
  start: {
    readonly procedure: 'prepare' | 'roll-back' | 'second-look';
    readonly operationId: string;
    readonly runId: string;
  },
) => Promise<void>;

const base = { base_id: z.string(), base_version: z.number(), bad_version: z.number() };
const reviewRow = z.object({
  operation_id: z.string(),
  reviewer: z.string(),
  hash: z.string(),
  ...base,
  preflight: z.unknown(),
});
const attemptRow = z.object({
  n: z.number(),
  base_id: z.string(),
  base_version: z.number(),
  intent_at: z.date(),
  outcome: z.enum(['confirmed', 'not_executed', 'failed', 'adopted', 'not_seen', 'somebody_else']).nullable(),
});
export function openLedger({
  pool,
  enqueue,
  anchor,
}: {
  readonly pool: pg.Pool;
  readonly enqueue: Enqueue;
  /** How the audit's head is said when something has ended. */
  readonly anchor: Anchor;
}): Ledger {
  const locks = deployLocks(pool);
  return {
    find: (operationId) => findOperation(pool, operationId),
    holder: (app) => slotHolder(pool, app),
    recent: (app, limit) =>
      operations(
        pool,
        `select ${OPERATION} from operation where ($1::text is null or app = $1) order by requested_at desc limit $2`,
        [app, limit],
      ),
    ofIncident: (incidentId) =>
      operations(
        pool,
        `select ${OPERATION} from operation where incident_id = $1 order by requested_at, id`,
        [incidentId],
      ),
    async attempts(operationId) {
      const found = await rows(
        pool,
        attemptRow,
        `select n, base_id, base_version, intent_at, outcome from attempt where operation_id = $1 order by n`,
        [operationId],
      );
      return found.map((each) => ({
        n: each.n,
        base: { id: each.base_id, version: each.base_version },
        intentAt: each.intent_at,
        outcome: each.outcome,
      }));
    },
    async ours(releaseId) {
      return (
        (
          await rows(pool, z.object({ n: z.number() }), `select n from attempt where release_id = $1`, [
            releaseId,
          ])
        ).length > 0
      );
    },
    request: (operation, consequences, former = null) =>
      request({ pool, enqueue, anchor }, operation, consequences, former),
    look: (operationId, seen, preflight) =>
      transaction(pool, async (tx) => {
        await execute(
          tx,
          `update operation
              set preflight = $2, base_id = coalesce(base_id, $3), base_version = coalesce(base_version, $4),
                  bad_version = case when coalesce(base_id, $3) = $3 then $5 else bad_version end
            where id = $1 and status = 'requested'`,
          [operationId, json(preflight), seen.id, seen.version, seen.bad],
        );
        await redrawCard(tx, operationId);
      }),
    async openReview(review) {
      await execute(
        pool,
        `insert into review (operation_id, reviewer, hash, base_id, base_version, bad_version, preflight, opened_at)
         values ($1, $2, $3, $4, $5, $6, $7, switchback_now())
         on conflict (operation_id, reviewer, hash) do update
           set bad_version = excluded.bad_version, preflight = excluded.preflight, opened_at = excluded.opened_at`,
        [
          review.operationId,
          review.reviewer,
          review.hash,
          review.base.id,
          review.base.version,
          review.base.bad,
          json(review.preflight),
        ],
      );
    },
    async review(operationId, reviewer, hash) {
      const found = await row(
        pool,
        reviewRow,
        `select operation_id, reviewer, hash, base_id, base_version, bad_version, preflight
           from review where operation_id = $1 and reviewer = $2 and hash = $3`,
        [operationId, reviewer, hash],
      );
      if (!found) return null;
      const seen = { id: found.base_id, version: found.base_version, bad: found.bad_version };
      return { operationId, reviewer, hash, base: seen, preflight: found.preflight };
    },
    approve: (approval, consequences) => approve(pool, enqueue, approval, consequences),
    ...secondLooks(pool),
    change: (operationId, asked) => transaction(pool, (tx) => change(tx, operationId, asked, anchor)),
    intend: (lease, intent, consequences) => intend(pool, lease, intent, consequences),
    ...rePins(pool, anchor),
    settle: (lease, n, result, asked) => settle(pool, lease, n, result, asked, anchor),
    progress: (lease, seen) => progress(pool, lease, seen),
    ...locks,
    ...refusalsNoted(pool),
    ...dailyRounds(pool, anchor),
    drills: (app) => drillRows(pool, '($1::text is null or app = $1)', [app]),
    ...pictures(pool, locks.locks),
    post: (posts) => transaction(pool, (tx) => writePosts(tx, posts)),
    note: (consequences) =>
      transaction(pool, (tx) => writeConsequences(tx, { operationId: null, incidentId: null }, consequences)),
  };
}
