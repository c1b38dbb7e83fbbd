/** The Raxx configuration as it is, pointed at the three stand-ins: what the bot reads when nothing real is around. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import type { GitHubSim } from './github/start.ts';
import type { HerokuSim } from './heroku/start.ts';
import type { Pager } from './pager/start.ts';
import { CAST, CHANNELS, OPERATORS } from './slack/cast.ts';
import type { SlackWorld } from './slack/start.ts';
import type { StatusPage } from './status-page/start.ts';

export interface SetUp {
  /** Environment variables, secrets of the stand-ins among them. */
  readonly environment: Readonly<Record<string, string>>;
  /** What SWITCHBACK_CONFIG holds. */
  readonly yaml: string;
}

/** Who takes the bot's webhooks. */
export interface Receivers {
  readonly statusPage: Pick<StatusPage, 'url' | 'secret'>;
  readonly pager: Pick<Pager, 'url' | 'routingKey'>;
}

export interface SetUpOptions {
  readonly databaseUrl?: string;
  readonly appDatabaseUrl?: string;
  readonly door?: 'http' | 'socket';
  /** Overrides of top-level keys, e.g. `{ hold: '2s' }`. */
  readonly change?: Readonly<Record<string, unknown>>;
  /** More apps, each set up like one of the file's: new name to old. The simulated Heroku must have them too. */
  readonly twins?: Readonly<Record<string, string>>;
  /** Overrides of apps' keys, for their twins too; null takes one out. */
  readonly apps?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly slackApiUrl?: string;
  /** Default: the bot tells neither a status page nor a pager. */
  readonly receivers?: Receivers | undefined;
  readonly logLevel?: string;
}

/** The stand-ins' own: it seals nothing real. */
const TOTP_KEY = '5eed'.repeat(16);
const CONFIG = new URL('../config/switchback.yaml', import.meta.url);
/** Wherever the bot is started from. */
const TEMPLATES = fileURLToPath(new URL('../config/comms_templates.yaml', import.meta.url));
const FLAGS = fileURLToPath(new URL('../config/feature_flags.yaml', import.meta.url));
/** What CI shows to ask for deploy locks. */
export const HTTP_TOKEN = 'sim-secret-http-token-0123456789abcdef';
const CONFIG_NAME = 'rehearsal.yaml';

/** What the bot reads instead of the disk: the set-up's own YAML, and the files beside it as they are. */
export function filesOf(yaml: string): (path: string) => string | null {
  return (path) => (path === CONFIG_NAME ? yaml : readFileSync(path, 'utf8'));
}

/** Everything but the apps' smoke URLs, the people and the channels is the real file's. */
export function setUp(
  slack: SlackWorld,
  heroku: HerokuSim,
  github: GitHubSim,
  options: SetUpOptions = {},
): SetUp {
  const file = parse(readFileSync(CONFIG, 'utf8')) as { apps: Record<string, { smoke: { url: string } }> };
  for (const [name, keys] of Object.entries(options.apps ?? {})) {
    const kept = Object.entries({ ...file.apps[name], ...keys }).filter(([, value]) => value !== null);
    file.apps[name] = Object.fromEntries(kept) as { smoke: { url: string } };
  }
  const twins = Object.entries(options.twins ?? {}).map(
    ([name, like]) => [name, { ...file.apps[like], aliases: [] }] as const,
  );
  const apps = Object.fromEntries(
    [...Object.entries(file.apps), ...twins].map(([name, app]) => [
      name,
      { ...app, smoke: { url: heroku.frontUrl(name) } },
    ]),
  );
  const yaml = stringify({
    ...file,
    feature_flags: FLAGS,
    comms_templates: TEMPLATES,
    apps,
    channels: { ops: [CHANNELS.ops], record: CHANNELS.record, status: CHANNELS.status },
    people: {
      ana: { slack: [CAST.ana.id], role: 'ops' },
      kristerpher: { slack: [CAST.kristerpher.id], role: 'superadmin' },
      sue: { slack: [CAST.sue.id], role: 'support' },
      'raxx-dev-bot': { slack: [CAST['raxx-dev-bot'].id], role: 'ops', agent: true },
    },
    user_groups: { [OPERATORS.id]: 'ops' },
    ...receiversIn(options.receivers),
    ...options.change,
  });
  return {
    yaml,
    environment: {
      SLACK_BOT_TOKEN: slack.botToken,
      ...(options.door === 'socket'
        ? { SLACK_APP_TOKEN: slack.appToken }
        : { SLACK_SIGNING_SECRET: slack.signingSecret }),
      SLACK_API_URL: options.slackApiUrl ?? slack.apiUrl,
      ...simulatedVariables(heroku, github, options),
    },
  };
}

/** The keys of the file that say where webhooks go; those of a real one are taken out. */
export function receiversIn(receivers: Receivers | undefined): Readonly<Record<string, unknown>> {
  return {
    status_page: receivers && { url: receivers.statusPage.url, secret: { env: 'STATUS_PAGE_SECRET' } },
    paging: receivers && { url: receivers.pager.url, routing_key: { env: 'PAGING_ROUTING_KEY' } },
  };
}

/** Everything but Slack's own. */
export function simulatedVariables(
  heroku: HerokuSim,
  github: GitHubSim,
  { databaseUrl, appDatabaseUrl, receivers, logLevel = 'warn' }: SetUpOptions,
): Readonly<Record<string, string>> {
  return {
    HEROKU_API_KEY: heroku.botToken,
    HEROKU_API_URL: heroku.url,
    HEROKU_STATUS_URL: heroku.statusUrl,
    GITHUB_TOKEN: github.token,
    GITHUB_API_URL: github.url,
    TOTP_KEY,
    ...(receivers
      ? { STATUS_PAGE_SECRET: receivers.statusPage.secret, PAGING_ROUTING_KEY: receivers.pager.routingKey }
      : {}),
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    ...(appDatabaseUrl ? { APP_DATABASE_URL: appDatabaseUrl } : {}),
    SWITCHBACK_HTTP_TOKEN: HTTP_TOKEN,
    SWITCHBACK_CONFIG: CONFIG_NAME,
    PORT: '0',
    LOG_LEVEL: logLevel,
  };
}
