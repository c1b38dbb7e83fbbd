/** `npm run rehearse`: the whole bot with no accounts at all; `--help` says what else. */
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
  fresh: { type: 'boolean', default: false },
  port: { type: 'string' },
  'no-open': { type: 'boolean', default: false },
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
// A terminal that was closed, or a pipe that nobody reads: what has to be stopped and kept still is.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

const USAGE = `npm run rehearse                     the workspace in a browser, going on where it was
npm run rehearse -- --fresh          … beginning anew
npm run rehearse -- --play NAME      a story played in the terminal
npm run rehearse -- --list           name the stories

  --port N                           the page's port on 127.0.0.1; default the last one's while it is free
  --no-open                          show the address, open no browser
  --verbose                          the bot's log on standard error
  --help                             this

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
  } catch (error) {
    tell(error instanceof Error ? `${error.message.split('. ')[0]}.\n` : '');
    return null;
  }
}

type Values = NonNullable<ReturnType<typeof readArguments>>;

/** What does not go together, in words. */
function unclear(values: Values): string | null {
  const { play: played, list, fresh, port, heroku } = values;
  const forThePage = [fresh && '--fresh', port !== undefined && '--port', values['no-open'] && '--no-open'];
  const [named] = forThePage.filter((each) => each !== false);
  if ((played !== undefined || list) && named) return `${named} is for the page.`;
  if (fresh && heroku !== undefined)
    return 'In your own Slack nothing is kept: there is no need for --fresh.';
  if (port !== undefined && portIn(port) === null)
    return `--port ${port}: a port is a number from 1 to 65535.`;
  return null;
}

function portIn(text: string | undefined): number | null {
  const port = Number(text);
  return text !== undefined && /^\d+$/.test(text) && port >= 1 && port <= 65_535 ? port : null;
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
  const why = unclear(values);
  if (why !== null) {
    tell(why);
    return 2;
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
  const browser = process.stdout.isTTY && !values['no-open'];
  const wishes = { tell, logLevel, browser, port: portIn(values.port) };
  if (own.kind === 'asked')
    return openInOwnSlack({ ...wishes, environment: own.environment, readFile: readTextFile });
  if (values.play === undefined) return openPage({ ...wishes, fresh: values.fresh });
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
