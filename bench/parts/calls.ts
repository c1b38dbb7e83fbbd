/** How often one rollback asks Heroku; and what the bot adds where a release command and slow boots make it wait. */
import { atMost, duration, type Figure } from '../figure.ts';
import { herokuCalls } from '../stage/calls.ts';
import { watchHeroku } from '../stage/heroku-watch.ts';
import { confirmed, recovered, reviewed } from '../stage/people.ts';
import type { BenchServer } from '../stage/server.ts';
import { onStage, type Stage } from '../stage/stage.ts';
import { added } from './recover.ts';

const TO_RECOVERED = 60;
const IN_THE_WATCH = 40;
/** Until confirmed, time is real: a faster clock would leave out looks. The watch looks at fixed times. */
const WATCH_RATE = 60;
const WATCH_MINUTES = 15;
const PATIENCE_MS = 240_000;

interface Case {
  readonly name: string;
  readonly app: string;
  readonly version: number;
  readonly upMs: number;
}

/** raxx-api-prod v84 has a release command of 47 s. */
const CASES: readonly Case[] = [
  { name: 'no release command, boot 5 s', app: 'raxx-console-prod', version: 59, upMs: 5_000 },
  { name: 'no release command, boot 30 s', app: 'raxx-console-prod', version: 59, upMs: 30_000 },
  { name: 'release command 47 s, boot 10 s', app: 'raxx-api-prod', version: 84, upMs: 10_000 },
  { name: 'release command 47 s, boot 30 s', app: 'raxx-api-prod', version: 84, upMs: 30_000 },
];

export async function calls(server: BenchServer): Promise<readonly Figure[]> {
  const measured = await Promise.all(
    CASES.map((each) =>
      onStage(server, { heroku: { timing: { upMs: each.upMs } } }, (stage) => count(stage, each)),
    ),
  );
  return measured.flat();
}

async function count(stage: Stage, { name, app, version }: Case): Promise<readonly Figure[]> {
  await stage.startBot();
  const watch = watchHeroku(stage.heroku);
  const asked = Date.now();
  const { operationId, approve } = await reviewed(stage, app, version);
  await leaveTheIncident(stage);
  const approved = await approve();
  const proven = await recovered(stage, operationId, PATIENCE_MS);
  await confirmed(stage, operationId, PATIENCE_MS);
  await stage.database.setRate(WATCH_RATE);
  await watched(stage, operationId);

  const toRecovered = herokuCalls(stage.heroku, app, asked, proven);
  const verifying = herokuCalls(stage.heroku, app, approved, proven);
  const afterwards = herokuCalls(stage.heroku, app, proven);
  const { receivedAt, upAt } = watch.share(app);
  const own = added(approved, receivedAt, upAt, proven);
  return [
    {
      name: `calls to recovered: ${name}`,
      measured: `${toRecovered}, ${verifying} of them after the approval`,
      bar: atMost(TO_RECOVERED, toRecovered),
      numbers: { toRecovered, verifying },
    },
    {
      name: `calls in hold and watch: ${name}`,
      measured: String(afterwards),
      bar: atMost(IN_THE_WATCH, afterwards),
      numbers: { afterwards },
    },
    {
      name: `added to Heroku’s ${duration(upAt - receivedAt)}: ${name}`,
      measured: `${duration(own.all)}, ${duration(own.afterUp)} of it after the dynos were up`,
      bar: null,
      numbers: { ...own, heroku: upAt - receivedAt },
    },
  ];
}

/** What an open incident looks at is its own, and goes on as long as it is open; this is about one rollback. */
async function leaveTheIncident({ database }: Stage): Promise<void> {
  await database.pool.query(
    `update agenda set done_at = switchback_now() where what in ('look', 'nudge', 'escalate')`,
  );
}

async function watched({ slack, database }: Stage, operationId: string): Promise<void> {
  await slack.until(
    async () => {
      const { rows } = await database.pool.query<{ status: string }>(
        `select status from dbos.workflow_status where workflow_uuid = $1`,
        [operationId],
      );
      return rows[0]?.status === 'SUCCESS';
    },
    (WATCH_MINUTES * 60_000 * 2) / WATCH_RATE + 30_000,
    'the watch to end',
  );
}
