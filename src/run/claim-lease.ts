import type pg from 'pg';
import { z } from 'zod';
import { LeaseLost } from '../lease-lost.ts';
import { one, row } from '../postgres/sql.ts';

/**
 * Take the next lease of an operation. From its commit on, writes under an earlier lease are refused. Null when there
 * is no such operation. Throws LeaseLost when this process was overtaken: a stopped one must not rob its successor.
 */
export async function claimLease(
  pool: pg.Pool,
  operationId: string,
  executorId: string,
): Promise<number | null> {
  const claimed = await row(pool, CLAIMED, CLAIM, [operationId, executorId]);
  if (claimed) return claimed.lease_no;
  const { exists } = await one(pool, EXISTS, 'select exists (select from operation where id = $1)', [
    operationId,
  ]);
  if (!exists) return null;
  throw new LeaseLost({ operationId, leaseNo: 0 });
}

const CLAIMED = z.object({ lease_no: z.number().int() });
const EXISTS = z.object({ exists: z.boolean() });
const CLAIM = `
  update operation set lease_no = lease_no + 1, executor_id = $2
  where id = $1 and exists (select from executor where executor_id = $2)
  returning lease_no
`;
