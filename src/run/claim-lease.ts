import type pg from 'pg';
import { z } from 'zod';
import { LeaseLost } from '../lease-lost.ts';
import { row } from '../postgres/sql.ts';

/**
 * What this build knows of operations. Raise it, together with the SQL function `operation_needs`, with every change
 * after which an older build would do something else with a run than this one (decisions.md).
 */
export const KNOWS = 2;

/** The operation takes a newer build. Its run waits for one; this build has changed nothing. */
export class NeedsNewerBuild extends Error {
  constructor(operationId: string, needs: number | null, knows: number) {
    super(
      `operation ${operationId} needs a build that knows ${needs ?? 'its kind'}; this one knows ${knows}`,
    );
    this.name = 'NeedsNewerBuild';
  }
}

/**
 * Take the next lease of an operation. From its commit on, writes under an earlier lease are refused. Null when there
 * is no such operation. Throws LeaseLost when this process was overtaken: a stopped one must not rob its successor;
 * NeedsNewerBuild when this build must leave it to another.
 */
export async function claimLease(
  pool: pg.Pool,
  operationId: string,
  executorId: string,
  knows: number = KNOWS,
): Promise<number | null> {
  const claimed = await row(pool, CLAIMED, CLAIM, [operationId, executorId, knows]);
  if (claimed) return claimed.lease_no;
  const found = await row(
    pool,
    NEEDS,
    'select operation_needs(operation) as needs from operation where id = $1',
    [operationId],
  );
  if (!found) return null;
  if (found.needs === null || found.needs > knows) throw new NeedsNewerBuild(operationId, found.needs, knows);
  throw new LeaseLost({ operationId, leaseNo: 0 });
}

const CLAIMED = z.object({ lease_no: z.number().int() });
const NEEDS = z.object({ needs: z.number().int().nullable() });
const CLAIM = `
  update operation set lease_no = lease_no + 1, executor_id = $2
  where id = $1 and exists (select from executor where executor_id = $2) and operation_needs(operation) <= $3
  returning lease_no
`;
