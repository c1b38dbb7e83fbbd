/** What an incident's headline shows, and where headlines are: a few quick reads, one after another. */
import type pg from 'pg';
import { z } from 'zod';
import type { Incidents } from '../incidents.ts';
import { knownReleases } from './known-releases.ts';
import { cardPlaces, headlinePlaces } from './message-places.ts';
import { OPERATION, operations } from './operation-rows.ts';
import { owed } from './publications.ts';
import { row } from './sql.ts';

const published = z.object({ text: z.string(), at: z.date() });

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
        promisedBy: await owed(pool, id),
      };
    },
  };
}
