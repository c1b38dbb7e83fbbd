/** What waits to be told to the operators, and the daily digest that tells it: the insert of its day decides. */
import type pg from 'pg';
import { z } from 'zod';
import type { Collected, Incidents } from '../incidents.ts';
import { writePosts } from './consequences.ts';
import { INCIDENT, incidents } from './incident-rows.ts';
import { headlinePlaces } from './message-places.ts';
import { markTold } from './operator-text-rows.ts';
import { type Db, execute, one, rows, transaction } from './sql.ts';

const textRow = z
  .object({
    id: z.number(),
    incident_id: z.string(),
    key: z.string(),
    text: z.string(),
    happened_at: z.date(),
  })
  .transform(({ incident_id: incidentId, happened_at: at, ...rest }) => ({ ...rest, incidentId, at }));

type Row = z.infer<typeof textRow>;

const TEXT = 'id, incident_id, key, text, happened_at';

export function digests(
  pool: pg.Pool,
): Pick<Incidents, 'headline' | 'untold' | 'digestIsDone' | 'startDigest'> {
  return {
    headline: async (id) => (await headlinePlaces(pool, [id])).get(id) ?? null,
    untold: (id) =>
      rows(
        pool,
        textRow,
        `select ${TEXT} from operator_text where incident_id = $1 and told_at is null order by happened_at, id`,
        [id],
      ),
    async digestIsDone(day) {
      const found = await one(
        pool,
        z.object({ done: z.boolean() }),
        `select exists (select from digest_day where day = $1::date) as done`,
        [day],
      );
      return found.done;
    },
    startDigest: (day, until, posts) =>
      transaction(pool, async (tx) => {
        const won = await execute(
          tx,
          `insert into digest_day (day) values ($1::date) on conflict do nothing`,
          [day],
        );
        if (won === 0) return false;
        const texts = await rows(
          tx,
          textRow,
          `select ${TEXT} from operator_text where told_at is null and happened_at < $1 order by happened_at, id for update`,
          [until],
        );
        await writePosts(tx, posts(await collected(tx, texts)));
        await markTold(
          tx,
          texts.map(({ id }) => id),
        );
        return true;
      }),
  };
}

async function collected(tx: Db, texts: readonly Row[]): Promise<readonly Collected[]> {
  const ids = [...new Set(texts.map(({ incidentId }) => incidentId))];
  if (ids.length === 0) return [];
  const headlines = await headlinePlaces(tx, ids);
  const found = await incidents(
    tx,
    `select ${INCIDENT} from incident where id = any($1) order by opened_at, id`,
    [ids],
  );
  return found.map((incident) => ({
    incident,
    headline: headlines.get(incident.id) ?? null,
    texts: texts.filter(({ incidentId }) => incidentId === incident.id),
  }));
}
