/** Rows of the drill record as the domain sees them, oldest first. */
import { z } from 'zod';
import type { DrillRow } from '../ledger.ts';
import { type Db, rows } from './sql.ts';

const drillRow = z.object({
  id: z.number(),
  operation_id: z.string().nullable(),
  corrects: z.number().nullable(),
  happened_at: z.date(),
  app: z.string(),
  operator: z.string(),
  bad_release: z.string(),
  rolled_to: z.string(),
  wall_clock: z.string(),
  outcome: z.string(),
});

/** `where`: a condition of ours, its values numbered from $1. */
export async function drillRows(
  db: Db,
  where: string,
  values: readonly unknown[],
): Promise<readonly DrillRow[]> {
  const found = await rows(
    db,
    drillRow,
    `select id, operation_id, corrects, happened_at, app, operator, bad_release, rolled_to, wall_clock, outcome
       from drill_record where ${where} order by id`,
    values,
  );
  return found.map((each) => ({
    id: each.id,
    operationId: each.operation_id,
    corrects: each.corrects,
    happenedAt: each.happened_at,
    app: each.app,
    operator: each.operator,
    badRelease: each.bad_release,
    rolledTo: each.rolled_to,
    wallClock: each.wall_clock,
    outcome: each.outcome,
  }));
}
