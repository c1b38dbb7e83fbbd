/** The deploy locks of the Ledger: what stands, who set it, who lifted it, what was let through. */
import type pg from 'pg';
import { z } from 'zod';
import type { DeployLock, Ledger } from '../ledger.ts';
import { type Db, rows } from './sql.ts';

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

export function deployLocks(pool: pg.Pool): Pick<Ledger, 'locks'> {
  return { locks: (app) => standing(pool, app) };
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
