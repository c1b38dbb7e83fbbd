/** `npm run rehearse`: the whole bot with no accounts at all. `-- --play NAME`, `-- --list`. */
import { parseArgs } from 'node:util';
import { openLedger } from '../src/postgres/ledger.ts';
import { enqueueRun } from '../src/run/enqueue.ts';
import { markdownRow } from '../src/runbooks/drill/record.ts';
import { printChannel } from './print-channel.ts';
import { SCENARIOS } from './scenarios/all.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { openStage } from './stage.ts';

const { values } = parseArgs({
  options: {
    play: { type: 'string', default: 'first-rollback' },
    list: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const tell = (line: string) => {
  process.stdout.write(`${line}\n`);
};

const USAGE = `npm run rehearse                     play the first rollback
npm run rehearse -- --play NAME      play another story
npm run rehearse -- --list           name them all
npm run rehearse -- --verbose        with the bot's log on standard error`;

async function main(): Promise<number> {
  if (values.help) {
    tell(USAGE);
    return 0;
  }
  if (values.list) {
    for (const { name, story } of SCENARIOS) tell(`${name.padEnd(20)} ${story}`);
    return 0;
  }
  const scenario = SCENARIOS.find(({ name }) => name === values.play);
  if (!scenario) {
    tell(`I know no story called ${values.play}. I know: ${SCENARIOS.map(({ name }) => name).join(', ')}.`);
    return 2;
  }
  return play(scenario);
}

async function play(scenario: Scenario): Promise<number> {
  const began = performance.now();
  tell(`${scenario.name}: ${scenario.story}`);
  tell(
    `Nothing leaves this machine: Slack and Heroku are simulated, the bot and its Postgres are real. Time runs ${scenario.rate} times as fast.\n`,
  );
  const stage = await openStage(scenario.rate, values.verbose ? 'debug' : 'error');
  try {
    const reached = await scenario.play(stage, tell);
    tell('\n── #ops as Bo reads it ─────────────────────────────────────────────\n');
    tell(printChannel(stage.slack.as('bo'), 'ops'));
    tell('\n── The rollback drill record, its newest row ───────────────────────\n');
    const rows = await openLedger({ pool: stage.database, enqueue: enqueueRun }).drills(null);
    const newest = rows.at(-1);
    const seconds = Math.round((performance.now() - began) / 1000);
    tell(`${reached ? 'Verified' : 'NOT verified'}, after ${seconds} s here.\n`);
    if (newest) tell(markdownRow(newest));
    return reached ? 0 : 1;
  } finally {
    await stage.stop();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`The rehearsal broke: ${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
});
