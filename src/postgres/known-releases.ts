/** What apps ran when we last knew it, from our own rows. */
import { z } from 'zod';
import type { KnownRelease } from '../ledger.ts';
import { type Db, rows } from './sql.ts';

const releaseRow = z.object({ app: z.string(), version: z.number(), ours: z.boolean(), at: z.date() });

/**
 * What is proven counts from its proof; else what ran when somebody looked, whatever was asked for then, or when an
 * incident's apps were looked at, unless that was the same. `apps`: null for all of them.
 */
export function knownReleases(db: Db, apps: readonly string[] | null): Promise<readonly KnownRelease[]> {
  return rows(
    db,
    releaseRow,
    `with operated as (
       select distinct on (app) app,
              case when recovered_at is null then bad_version else release_version end as version,
              recovered_at is not null as ours, coalesce(recovered_at, requested_at) as at
         from operation
        where bad_version is not null and (recovered_at is null or release_version is not null)
        order by app, requested_at desc, id
     ), looked_at as (
       select distinct on (app) app, coalesce((seen->'dynos'->'web'->>'upOn')::int, (seen->>'version')::int) as version,
              false as ours, seen_at as at
         from incident_sight
        where seen is not null
        order by app, seen_at desc, incident_id
     )
     select distinct on (app) app, version, ours, at
       from (select * from operated
             union all
             select l.* from looked_at l
              where not exists (select from operated o
                                 where o.app = l.app and (o.at >= l.at or o.version = l.version))) known
      where $1::text[] is null or app = any($1)
      order by app, at desc`,
    [apps],
  );
}
