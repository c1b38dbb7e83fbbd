/** The deploy locks of the Ledger: what stands, who set it, who lifted it, what was let through. */
import type pg from 'pg';
import { z } from 'zod';
import { INCIDENT_KEY } from '../ids.ts';
import type { DeployLock, Ledger, LockChange, LockConsequences } from '../ledger.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import { writeConsequences } from './consequences.ts';
import { openOn } from './incident-rows.ts';
import { type Db, row, rows, transaction } from './sql.ts';

const lockRow = z
  .object({
    id: z.number(),
    app: z.string(),
    commit: z.string().nullable(),
    operation_id: z.string().nullable(),
    reason: z.string(),
    owner: z.string(),
    locked_at: z.date(),
    let_through: z.array(z.string()),
  })
  .transform(
    (found): DeployLock => ({
      id: found.id,
      app: found.app,
      commit: found.commit,
      operationId: found.operation_id,
      reason: found.reason,
      owner: found.owner,
      since: found.locked_at,
      letThrough: found.let_through,
    }),
  );

const LOCK = `l.id, l.app, l.commit, l.operation_id, l.reason, coalesce(l.owner_name, l.owner) as owner, l.locked_at,
  array(select o.commit from deploy_override o where o.lock_id = l.id order by o.commit) as let_through`;

type DeployLocks = Pick<Ledger, 'locks' | 'lock' | 'unlock' | 'letThrough' | 'narrowLock'>;

export function deployLocks(pool: pg.Pool): DeployLocks {
  return {
    locks: (app) => standing(pool, app),
    lock: (wanted, consequences) =>
      transaction(pool, async (tx) => {
        const set = await row(
          tx,
          lockRow,
          `insert into deploy_lock as l (app, commit, reason, owner, owner_name, locked_at)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (app, coalesce(commit, '')) where operation_id is null and removed_at is null do nothing
           returning ${LOCK}`,
          [wanted.app, wanted.commit, wanted.reason, wanted.by.id, wanted.by.name, wanted.at],
        );
        if (!set) return refused(await whyNotLocked(tx, wanted));
        await writeAbout(tx, wanted.app, consequences(set));
        return done(set);
      }),
    unlock: (wanted, consequences) =>
      transaction(pool, async (tx) => {
        const lifted = await rows(
          tx,
          lockRow,
          `update deploy_lock l set removed_at = $3, removed_by = $4, removed_reason = $5
            where l.app = $1 and l.removed_at is null and ($2::text is null or l.operation_id = $2)
           returning ${LOCK}`,
          [wanted.app, wanted.operationId, wanted.at, wanted.by.id, wanted.reason],
        );
        if (lifted.length === 0) return notLocked(wanted.app, null, wanted.operationId);
        await writeAbout(tx, wanted.app, consequences(lifted));
        return done(lifted);
      }),
    letThrough: (wanted, consequences) =>
      transaction(pool, async (tx) => {
        const passed = await rows(
          tx,
          z.object({ lock_id: z.number() }),
          `insert into deploy_override (lock_id, commit, owner, reason, given_at)
           select l.id, $2, $3, $4, $5 from deploy_lock l
            where l.app = $1 and l.removed_at is null
              and (l.commit is null or starts_with(l.commit, $2) or starts_with($2, l.commit))
           on conflict do nothing returning lock_id`,
          [wanted.app, wanted.commit, wanted.by.id, wanted.reason, wanted.at],
        );
        if (passed.length === 0) return notLocked(wanted.app, wanted.commit);
        const ids = passed.map((each) => each.lock_id);
        const locks = (await standing(tx, wanted.app)).filter(({ id }) => ids.includes(id));
        await writeAbout(tx, wanted.app, consequences(locks));
        return done(locks);
      }),
    narrowLock: (operationId, commit) =>
      transaction(pool, async (tx) => {
        const narrowed = await row(
          tx,
          lockRow,
          `update deploy_lock l set commit = $2
            where l.operation_id = $1 and l.commit is null and l.removed_at is null returning ${LOCK}`,
          [operationId, commit],
        );
        if (!narrowed) return;
        const entry = { action: 'deploy.lock-narrowed', actor: 'switchback', targetType: 'app' } as const;
        const { app } = narrowed;
        await writeAbout(tx, app, {
          audit: [{ ...entry, targetId: app, payload: { operation: operationId, commit } }],
          inThreads: null,
        });
      }),
  };
}

function standing(db: Db, app: string | null): Promise<readonly DeployLock[]> {
  return rows(
    db,
    lockRow,
    `select ${LOCK} from deploy_lock l
      where l.removed_at is null and ($1::text is null or l.app = $1) order by l.locked_at, l.id`,
    [app],
  );
}

/** With a line in the timelines and threads of the app's open incidents. */
async function writeAbout(tx: Db, app: string, consequences: LockConsequences): Promise<void> {
  const { timeline = [], inThreads, ...once } = consequences;
  await writeConsequences(tx, { operationId: null, incidentId: null }, once);
  for (const { id, channel } of [...(await openOn(tx, app, false)), ...(await openOn(tx, app, true))]) {
    const thread = INCIDENT_KEY(id);
    const posts = inThreads
      ? [{ key: `${thread}/${inThreads.key}`, channel, thread, text: inThreads.text }]
      : [];
    await writeConsequences(tx, { operationId: null, incidentId: id }, { audit: [], timeline, posts });
  }
}

async function whyNotLocked(tx: Db, { app, commit }: LockChange) {
  const standingLocks = await standing(tx, app);
  const found = standingLocks.find((each) => each.operationId === null && each.commit === commit);
  // Lifted between the two statements: whoever asks again gets it.
  if (!found) return { reason: 'not-locked', app, commit, operationId: null } as const;
  return {
    reason: 'already-locked',
    app,
    commit,
    by: found.owner,
    at: found.since,
    why: found.reason,
  } as const;
}

function notLocked(app: string, commit: string | null, operationId: string | null = null): Outcome<never> {
  return refused({ reason: 'not-locked', app, commit, operationId });
}
