/** What is asked of the database at start and by whoever watches us. */
import { z } from 'zod';
import { type Db, rows } from './sql.ts';

/** Rehearsal's scaled clock must never tell production the time. Throws when this database has one. */
export async function refuseScaledTime(db: Db): Promise<void> {
  const scaled = await rows(db, z.object({ rate: z.number() }), `select rate from clock`);
  if (scaled.length > 0) {
    throw new Error(
      'this database has a scaled clock (table clock): it is a rehearsal database, not production',
    );
  }
}

/** Whether the database answers at all. */
export async function answers(db: Db): Promise<boolean> {
  return (await rows(db, z.object({ one: z.number() }), 'select 1 as one')).length === 1;
}
