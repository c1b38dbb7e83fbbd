/** Environment and YAML to one checked Config, or every problem at once. */
import type { App } from '../apps.ts';
import { appSecretProblems, appTokens, headerValues } from './app-secrets.ts';
import { appTable } from './app-table.ts';
import { readTemplatesFile } from './comms-templates-file.ts';
import type { Config, HerokuConfig, SlackDoor } from './config.ts';
import type { Environment } from './environment.ts';
import { readFlagsFile } from './feature-flags-file.ts';
import { pagingProblems } from './paging.ts';
import { peopleTable } from './people-table.ts';
import type { Problem } from './problems.ts';
import { hideValues, Secret } from './secret.ts';
import { statusPageProblems } from './status-page.ts';
import { readSwitchbackFile } from './switchback-file.ts';
import type { Switchback } from './switchback-yaml.ts';
import { missingTotpKey } from './totp-key.ts';
import { readVariables, tidy, type Variables } from './variables.ts';
import { warningsAbout } from './warnings.ts';

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** `readFile` answers null for a file that cannot be read. */
export function readConfig(
  environment: Environment,
  readFile: (path: string) => string | null,
): ConfigResult {
  const env = tidy(environment);
  const { variables, problems: variableProblems } = readVariables(env);
  const path = env['SWITCHBACK_CONFIG'] ?? 'config/switchback.yaml';
  const file = readSwitchbackFile(path, readFile(path));
  const between =
    file.outline === null
      ? []
      : [
          ...appSecretProblems(file.outline, env),
          ...statusPageProblems(file.outline, env),
          ...pagingProblems(file.outline, env),
          ...missingTotpKey(file.outline, env),
        ];
  const flagsPath = file.value?.feature_flags;
  const flags =
    flagsPath === undefined ? { value: [], problems: [] } : readFlagsFile(flagsPath, readFile(flagsPath));
  const templatesPath = file.value?.comms_templates;
  const templates =
    templatesPath === undefined
      ? { value: [], problems: [] }
      : readTemplatesFile(templatesPath, readFile(templatesPath));
  const problems = [
    ...variableProblems,
    ...between,
    ...file.problems,
    ...flags.problems,
    ...templates.problems,
  ];
  if (!variables || !file.value || !flags.value || !templates.value || problems.length > 0)
    return { ok: false, problems };
  return {
    ok: true,
    config: assemble(variables, file.value, { flags: flags.value, templates: templates.value }, env),
  };
}

function assemble(
  variables: Variables,
  file: Switchback,
  { flags, templates }: Pick<Config, 'flags' | 'templates'>,
  env: Environment,
): Config {
  const apps = Object.entries(file.apps).map(([name, app]) => toApp(name, app, env));
  const heroku = herokuConfig(variables, file, env);
  const paging = file.paging && {
    url: file.paging.url,
    routingKey: new Secret(env[file.paging.routing_key.env] ?? ''),
  };
  const statusPage = file.status_page && {
    url: file.status_page.url,
    secret: new Secret(env[file.status_page.secret.env] ?? ''),
  };
  return {
    apps: appTable(apps),
    freezes: file.freezes.map((freeze) => ({ ...freeze, apps: freeze.apps ?? null })),
    flags,
    templates,
    people: people(file),
    channels: {
      ops: file.channels.ops,
      record: file.channels.record,
      status: file.channels.status ?? null,
      fallback: file.channels.fallback ?? file.channels.record,
    },
    statusPage: statusPage ?? null,
    paging: paging ?? null,
    ownApp: file.own_app,
    launchPhase: file.launch_phase,
    digest: { atMinute: file.digest.time, channel: file.digest.channel ?? null },
    approvalExpiresMs: file.approval_expires,
    holdMs: file.hold,
    reviewAfterMs: file.incidents.review_after,
    herokuBudgetPerHour: file.heroku_requests_per_hour,
    slack: { botToken: variables.SLACK_BOT_TOKEN, apiUrl: variables.SLACK_API_URL, door: door(variables) },
    heroku,
    github: { apiUrl: variables.GITHUB_API_URL, token: variables.GITHUB_TOKEN ?? null },
    database: { ownerUrl: variables.DATABASE_URL ?? null, appUrl: variables.APP_DATABASE_URL ?? null },
    totpKey: variables.TOTP_KEY ?? null,
    publicUrl: file.public_url?.replace(/\/+$/, '') ?? null,
    httpToken: variables.SWITCHBACK_HTTP_TOKEN ?? null,
    port: variables.PORT,
    logLevel: variables.LOG_LEVEL,
    production: variables.NODE_ENV === 'production',
    executorPrefix: variables.DYNO ?? 'local',
    secrets: [
      ...Object.values(variables).filter((value) => value instanceof Secret),
      ...(statusPage ? [statusPage.secret] : []),
      ...(paging ? [paging.routingKey] : []),
      ...apps.map(({ name }) => heroku.tokenFor(name)),
      ...apps.flatMap(({ smoke }) => Object.values(smoke.headers)).map((value) => new Secret(value)),
    ],
    warnings: warningsAbout(file, variables),
  };
}

function toApp(name: string, app: Switchback['apps'][string], env: Environment): App {
  return {
    name,
    aliases: app.aliases,
    environment: app.environment,
    stack: app.stack,
    image: app.image ?? null,
    approval: app.approval,
    soloAfterMs: app.solo_after ?? null,
    surface: app.surface,
    smoke: { url: app.smoke.url, headers: hideValues(headerValues(app.smoke.headers, env)) },
    guardedVars: app.guarded_vars,
    repository: app.repository,
    migrationPaths: app.migration_paths,
  };
}

function people(file: Switchback) {
  return peopleTable(
    Object.entries(file.people).map(([id, { slack, role, agent }]) => ({ id, slackIds: slack, role, agent })),
    Object.entries(file.user_groups).map(([id, role]) => ({ id, role })),
  );
}

function herokuConfig(variables: Variables, file: Switchback, env: Environment): HerokuConfig {
  const own = appTokens(Object.keys(file.apps), env);
  return {
    apiUrl: variables.HEROKU_API_URL,
    statusUrl: variables.HEROKU_STATUS_URL,
    token: variables.HEROKU_API_KEY,
    tokenFor: (app) => own.get(app) ?? variables.HEROKU_API_KEY,
  };
}

/** `readVariables` has made sure of exactly one. */
function door(variables: Variables): SlackDoor {
  const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET, SLACK_SIGNING_SECRET_PREVIOUS } = variables;
  if (appToken !== undefined) return { kind: 'socket', appToken };
  const signingSecrets = [SLACK_SIGNING_SECRET, SLACK_SIGNING_SECRET_PREVIOUS].filter(
    (secret) => secret !== undefined,
  );
  return { kind: 'http', signingSecrets };
}
