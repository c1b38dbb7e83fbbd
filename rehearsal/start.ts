/** `npm run rehearse`: the whole bot with no accounts at all. `-- --play NAME`, `-- --list`. */
import { parseArgs } from 'node:util';
import { environment, readTextFile } from '../src/config/environment.ts';
import { openPage } from './open-page.ts';
import { ownSlackAsked } from './own-slack/asked.ts';
import { openInOwnSlack } from './own-slack/open.ts';
import { play } from './play.ts';
import { SCENARIOS } from './scenarios/all.ts';

const OPTIONS = {
  play: { type: 'string' },
  list: { type: 'boolean', default: false },
  heroku: { type: 'string' },
  config: { type: 'string' },
  'slack-token': { type: 'string' },
  'slack-app-token': { type: 'string' },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const tell = (line: string) => {
  process.stdout.write(`${line}\n`);
};

const USAGE = `npm run rehearse                     the workspace in a browser
npm run rehearse -- --play NAME      a story played in the terminal
npm run rehearse -- --list           name the stories
npm run rehearse -- --verbose        with the bot's log on standard error

npm run rehearse -- --heroku simulated
  In your own Slack, over the simulated Heroku: docs/rehearsal.md. Tokens come from SLACK_BOT_TOKEN and SLACK_APP_TOKEN.
  --config PATH                      your configuration; default SWITCHBACK_CONFIG, else config/switchback.yaml
  --slack-token xoxb-…               in place of SLACK_BOT_TOKEN, and
  --slack-app-token xapp-…           in place of SLACK_APP_TOKEN; whoever uses this machine can read what stands
                                     on a command line, so prefer the variables`;

/** Null for a line that cannot be read. */
function readArguments() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch {
    return null;
  }
}

async function main(): Promise<number> {
  const values = readArguments();
  if (!values) {
    tell(USAGE);
    return 2;
  }
  if (values.help) {
    tell(USAGE);
    return 0;
  }
  if (values.list) {
    for (const { name, title } of SCENARIOS) tell(`${name.padEnd(31)} ${title}`);
    return 0;
  }
  const logLevel = values.verbose ? 'debug' : 'error';
  const own = ownSlackAsked(values, environment());
  if (own.kind === 'unclear') {
    tell(own.why);
    return 2;
  }
  if (own.kind === 'asked')
    return openInOwnSlack({ environment: own.environment, readFile: readTextFile, logLevel, tell });
  if (values.play === undefined) return openPage(logLevel, tell);
  const scenario = SCENARIOS.find(({ name }) => name === values.play);
  if (!scenario) {
    tell(`I know no story called ${values.play}. I know: ${SCENARIOS.map(({ name }) => name).join(', ')}.`);
    return 2;
  }
  return play(scenario, logLevel, tell);
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`The rehearsal broke: ${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
});
