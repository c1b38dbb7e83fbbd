/** What an incident's headline shows, and where headlines are: a few quick reads, one after another. */
import type pg from 'pg';
import { z } from 'zod';
import type { Incidents } from '../incidents.ts';
import { knownReleases } from './known-releases.ts';
import { cardPlaces, headlinePlaces } from './message-places.ts';
import { OPERATION, operations } from './operation-rows.ts';
import { row } from './sql.ts';

const published = z.object({ text: z.string(), at: z.date() });
const promised = z.object({ due_at: z.date() });

export function standings(pool: pg.Pool): Pick<Incidents, 'standing' | 'headlines'> {
  return {
    headlines: (ids) => headlinePlaces(pool, ids),
    async standing({ id, app, alsoApps }) {
      const found = await operations(
        pool,
        `select ${OPERATION} from operation where incident_id = $1 order by requested_at, id`,
        [id],
      );
      const cards = await cardPlaces(
        pool,
        found.map((operation) => operation.id),
      );
      const promise = await row(pool, promised, PROMISED, [id]);
      return {
        operations: found.map((operation) => ({ operation, card: cards.get(operation.id) ?? null })),
        releases: await knownReleases(pool, [app, ...alsoApps]),
        published: await row(
          pool,
          published,
          `select text, published_at as at from publication where incident_id = $1
            order by published_at desc limit 1`,
          [id],
        ),
        promisedBy: promise?.due_at ?? null,
      };
    },
  };
}

/** What was called off was done before its time; what has run out is still owed until customers hear something. */
const PROMISED = `
  select due_at from agenda a
   where incident_id = $1 and what = 'promise-broken' and (done_at is null or done_at >= due_at)
     and not exists (select from publication where incident_id = $1 and published_at > a.due_at)
   order by due_at desc limit 1`;
