/** A story played through the front door in the terminal, with what people read and what it came to. */
import { openLedger } from '../src/postgres/ledger.ts';
import { enqueueRun } from '../src/run/enqueue.ts';
import { anchorIn } from '../src/runbooks/daily.ts';
import { markdownTable } from '../src/runbooks/drill/record.ts';
import { BUDGET_MS } from '../src/runbooks/rollback/patience.ts';
import { minutesSeconds } from '../src/words/time.ts';
import { printChannel } from './print-channel.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { CHANNELS } from './slack/cast.ts';
import { openStage, type Stage } from './stage.ts';

type Tell = (line: string) => void;

/** The exit code: 0 when the story's goal was reached. */
export async function play(scenario: Scenario, logLevel: string, tell: Tell): Promise<number> {
  const began = performance.now();
  tell(`${scenario.name}: ${scenario.story}`);
  tell(
    `Nothing leaves this machine: Slack and Heroku are simulated, the bot and its Postgres are real. Time runs ${scenario.rate} times as fast, so the times below run ahead of your clock.\n`,
  );
  const { rate, mortal } = scenario;
  const stage = await openStage({ rate, logLevel, ...(mortal ? { mortal } : {}) });
  process.once('SIGINT', () => {
    tell('\nStopping.');
    stage.stop().then(
      () => process.exit(130),
      () => process.exit(130),
    );
  });
  try {
    const reached = await scenario.play(stage, tell);
    tell('\n── #ops as Bo reads it in the end; the card was redrawn in place ────\n');
    tell(printChannel(stage.slack.as('bo'), 'ops'));
    const seconds = Math.round((performance.now() - began) / 1000);
    tell(`\n${reached ? 'Goal reached' : 'Goal NOT reached'}, in ${seconds} s here: ${scenario.goal}\n`);
    tell(await debrief(stage));
    return reached ? 0 : 1;
  } finally {
    await stage.stop();
  }
}

/** What it came to, measured against the runbook's five minutes. */
async function debrief(stage: Stage): Promise<string> {
  const ledger = openLedger({
    pool: stage.database,
    enqueue: enqueueRun,
    anchor: anchorIn(CHANNELS.status),
  });
  const operations = await ledger.recent(null, 10);
  const told = operations.toReversed().map((operation) => {
    const { id, app, status, requestedAt, recoveredAt } = operation;
    const took = recoveredAt ? recoveredAt.getTime() - requestedAt.getTime() : null;
    const measured =
      took === null
        ? 'not proved'
        : `proved ${minutesSeconds(took)} after the request, of ${minutesSeconds(BUDGET_MS)}`;
    return `${id}: ${app} to v${operation.target.version}, ${status.replace('_', ' ')}, ${measured}`;
  });
  const rows = (await ledger.drills(null)).filter((row) => row.operationId !== null);
  const record = rows.length > 0 ? ['', 'New in the rollback drill record:', '', markdownTable(rows)] : [];
  return [...told, ...record].join('\n');
}
