/** The team's own configuration, over the simulated Heroku: their channels and people, nothing real of their apps. */
import { parse, stringify } from 'yaml';
import { readTemplatesFile } from '../../src/config/comms-templates-file.ts';
import type { Environment } from '../../src/config/environment.ts';
import { readFlagsFile } from '../../src/config/feature-flags-file.ts';
import { explainProblems, missingVariable, type Problem } from '../../src/config/problems.ts';
import { readSwitchbackFile } from '../../src/config/switchback-file.ts';
import type { Switchback } from '../../src/config/switchback-yaml.ts';
import { readVariables, tidy, type Variables } from '../../src/config/variables.ts';
import { placeholderIds } from '../../src/config/warnings.ts';
import type { Grounds } from '../grounds.ts';
import type { Seed } from '../heroku/seed.ts';
import { receiversIn, type SetUp, simulatedVariables } from '../set-up.ts';
import { NotPossible } from './not-possible.ts';
import { seedFor } from './seed-for.ts';
import type { OwnSlack } from './workspace.ts';

export interface Team {
  readonly slack: OwnSlack;
  /** Heroku names. */
  readonly apps: readonly string[];
  readonly seed: Seed;
  /** `owner/name`, each once. */
  readonly repositories: readonly string[];
  setUp(grounds: Grounds, options: { readonly databaseUrl: string; readonly logLevel: string }): SetUp;
}

export interface TeamOptions {
  /** Of which SLACK_* and what the bot refuses to run with count; nothing else of it reaches the bot. */
  readonly environment: Environment;
  /** Answers null for a file that cannot be read. */
  readonly readFile: (path: string) => string | null;
}

/** Passed on so that the bot refuses them, now that tokens are real. */
const REFUSED = ['DEBUG', 'NODE_DEBUG', 'NODE_TLS_REJECT_UNAUTHORIZED'];
/** In its place, so that the other variables can be looked at. */
const ABSENT = 'xapp-absent';
const APP_TOKEN =
  'A rehearsal in your own Slack comes by Socket Mode: api.slack.com/apps, your app, Basic Information, App-Level Tokens (scope connections:write)';
const NEEDED = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_API_URL', ...REFUSED];

/** Everything wrong at once, in one `NotPossible`. */
export function readTeam({ environment, readFile }: TeamOptions): Team {
  const given = tidy(environment);
  const path = given['SWITCHBACK_CONFIG'] ?? 'config/switchback.yaml';
  const text = readFile(path);
  const kept = Object.fromEntries(NEEDED.flatMap((name) => (given[name] ? [[name, given[name]]] : [])));
  const { variables, problems: wrongVariables } = readVariables({
    SLACK_APP_TOKEN: ABSENT,
    ...kept,
    HEROKU_API_KEY: 'simulated',
  });
  const { value: file, problems: wrongFile } = readSwitchbackFile(path, text);
  const flags = file?.feature_flags;
  const templates = file?.comms_templates;
  const problems = [
    ...wrongVariables,
    ...(kept['SLACK_APP_TOKEN'] === undefined ? [missingVariable('SLACK_APP_TOKEN', APP_TOKEN)] : []),
    ...wrongFile,
    ...(file === null ? [] : placeholders(file, path, text ?? '')),
    ...(flags === undefined ? [] : readFlagsFile(flags, readFile(flags)).problems),
    ...(templates === undefined ? [] : readTemplatesFile(templates, readFile(templates)).problems),
  ];
  if (variables === null || file === null || problems.length > 0)
    throw new NotPossible(explainProblems(problems));
  const apps = Object.keys(file.apps);
  return {
    slack: ownSlack(variables, file),
    apps,
    seed: seedFor(file.apps),
    repositories: [...new Set(Object.values(file.apps).map(({ repository }) => repository))],
    setUp: (grounds, options) => ({
      yaml: overSimulation(parse(text ?? ''), file, grounds),
      environment: {
        ...kept,
        ...simulatedVariables(grounds.heroku, grounds.github, { ...options, receivers: grounds }),
      },
    }),
  };
}

function ownSlack(variables: Variables, file: Switchback): OwnSlack {
  return {
    botToken: variables.SLACK_BOT_TOKEN.reveal(),
    appToken: variables.SLACK_APP_TOKEN?.reveal() ?? '',
    apiUrl: variables.SLACK_API_URL,
    channels: file.channels.ops,
  };
}

function placeholders(file: Switchback, path: string, text: string): readonly Problem[] {
  const lines = text.split('\n');
  return placeholderIds(file).map((id) => ({
    in: 'file',
    file: path,
    line: lines.findIndex((line) => line.includes(id)) + 1,
    what: `holds the placeholder ${id}`,
    remedy: 'Write the real id: docs/set-up.md, section 1, says where Slack shows it',
  }));
}

/**
 * Smoke checks meet the simulator; what says rehearsal goes to the ops channels alone. The record channel keeps the
 * production audit's anchors, and what the status channel says is believed.
 */
function overSimulation(raw: unknown, file: Switchback, grounds: Grounds): string {
  const { public_url: _, ...rest } = raw as Record<string, unknown> & { apps: Record<string, object> };
  const apps = Object.entries(rest.apps).map(([name, app]) => [
    name,
    { ...app, smoke: { url: grounds.heroku.frontUrl(name) } },
  ]);
  const [ops] = file.channels.ops;
  return stringify({
    ...rest,
    apps: Object.fromEntries(apps),
    // Nobody outside is told of a rehearsal, and nobody is woken.
    ...receiversIn(grounds),
    channels: { ops: file.channels.ops, record: ops, fallback: ops },
  });
}
