/** What one more line costs in a timeline of 10,000, against one of 10: the transaction of a note, with its post. */
import pg from 'pg';
import type { NewEntry } from '../../src/incident.ts';
import type { Incidents } from '../../src/incidents.ts';
import { openIncidents } from '../../src/postgres/incidents.ts';
import { duration, type Figure, spread } from '../figure.ts';
import type { BenchServer } from '../stage/server.ts';
import { onStage, type Stage } from '../stage/stage.ts';

const LONG = 10_000;
const SHORT = 10;
const ROUNDS = 400;
const WARM_UP = 50;
const AT_MOST = 1.5;
const LONG_ID = 'long';

export async function timeline(server: BenchServer): Promise<readonly Figure[]> {
  const { short, long } = await onStage(server, {}, async (stage) => {
    // It migrates the database, and must not be at work while we measure.
    await (await stage.startBot()).kill('SIGKILL');
    return measured(stage);
  });
  const [few, many] = [spread(short), spread(long)];
  const times = many.p50 / few.p50;
  return [
    {
      name: `one more line: timeline of ${LONG} against one of ${SHORT}`,
      measured: `p50 ${duration(many.p50)} against ${duration(few.p50)}, ${times.toFixed(2)} times, n ${few.n} each`,
      bar: { text: `≤ ${AT_MOST} times`, met: times <= AT_MOST },
      numbers: { short, long },
    },
  ];
}

/** In turns, so that whatever else the machine does falls on both; every short one is used once and stays short. */
async function measured({ database }: Stage) {
  await seed(database.pool);
  const pool = new pg.Pool({ connectionString: database.appUrl, application_name: 'bench', max: 1 });
  const incidents = openIncidents({
    pool,
    anchor: () => {
      throw new Error('nothing ends here');
    },
  });
  const short: number[] = [];
  const long: number[] = [];
  try {
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      const first = await added(incidents, shortId(round), round);
      const second = await added(incidents, LONG_ID, round);
      if (round < WARM_UP) continue;
      short.push(first);
      long.push(second);
    }
  } finally {
    await pool.end();
  }
  return { short, long };
}

const shortId = (n: number): string => `short-${n}`;

/** Milliseconds of one note. */
async function added(incidents: Incidents, id: string, round: number): Promise<number> {
  const key = `note/${round}`;
  const entry: NewEntry = { kind: 'note', key, at: new Date(), actor: 'Ana', text: 'signup is slow' };
  const thread = `incident/${id}`;
  const post = { key: `${thread}/line/${key}`, channel: 'C0BENCH', thread, text: 'signup is slow' };
  const began = performance.now();
  if (!(await incidents.record(id, entry, { audit: [], posts: [post] }))) throw new Error('it was there');
  return performance.now() - began;
}

async function seed(pool: pg.Pool): Promise<void> {
  await pool.query({
    text: `insert into incident (id, app, channel, symptom, opened_by, opened_at)
           select id, 'raxx-api-prod', 'C0BENCH', 'signup 500s', 'ana', now()
             from (select $1 as id union all select 'short-' || n from generate_series(0, $2::int) n) as all_of_them`,
    values: [LONG_ID, WARM_UP + ROUNDS - 1],
  });
  await pool.query({
    text: `insert into timeline_entry (incident_id, happened_at, actor, text, kind, key)
           select i.id, now() - make_interval(secs => n), 'Ana', 'line ' || n, 'note', 'seed/' || n
             from incident i, generate_series(1, case when i.id = $1 then $2::int else $3::int end) n`,
    values: [LONG_ID, LONG, SHORT],
  });
  await pool.query('analyze timeline_entry');
}
