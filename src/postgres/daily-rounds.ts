/** What is done once a day, whatever the number of processes: the insert decides, its words go with it. */
import type pg from 'pg';
import { z } from 'zod';
import type { Anchor, Ledger } from '../ledger.ts';
import { writeAnchor } from './audit-head.ts';
import { writePosts } from './consequences.ts';
import { execute, one, transaction } from './sql.ts';

export function dailyRounds(pool: pg.Pool, anchor: Anchor): Pick<Ledger, 'dayIsDone' | 'startDay'> {
  return {
    async dayIsDone(day) {
      const found = await one(
        pool,
        z.object({ done: z.boolean() }),
        `select exists (select from daily_round where day = $1::date) as done`,
        [day],
      );
      return found.done;
    },
    startDay: (day, posts) =>
      transaction(pool, async (tx) => {
        const won = await execute(
          tx,
          `insert into daily_round (day) values ($1::date) on conflict do nothing`,
          [day],
        );
        if (won === 0) return false;
        await writeAnchor(tx, anchor);
        await writePosts(tx, posts);
        return true;
      }),
  };
}
