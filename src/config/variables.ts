/** Environment variables: their shapes, and the rules between them. */
import { z } from 'zod';
import type { Environment } from './environment.ts';
import { missingVariable, type Problem, wrongVariable } from './problems.ts';
import { Secret } from './secret.ts';
import { isSafeUrl } from './shapes.ts';
import { TOTP_KEY_REMEDY, totpKeyBytes } from './totp-key.ts';

const SLACK_TOKEN = /^x(oxb|oxp|app)-/;

/** A secret is told by its prefix only: the vendor may change the rest. */
function secret(fits: RegExp, not?: RegExp) {
  return z
    .string()
    .refine((value) => fits.test(value) && !not?.test(value))
    .transform((value) => new Secret(value));
}

const apiUrl = z.string().refine(isSafeUrl);

const databaseUrl = z
  .string()
  .refine((value) => /^postgres(ql)?:\/\//.test(value) && URL.canParse(value))
  .transform((value) => new Secret(value));

const VARIABLES = z.object({
  SLACK_BOT_TOKEN: secret(/^xoxb-/),
  SLACK_SIGNING_SECRET: secret(/^\S+$/, SLACK_TOKEN).optional(),
  SLACK_SIGNING_SECRET_PREVIOUS: secret(/^\S+$/, SLACK_TOKEN).optional(),
  SLACK_APP_TOKEN: secret(/^xapp-/).optional(),
  SLACK_API_URL: apiUrl.transform((url) => url.replace(/\/*$/, '/')).default('https://slack.com/api/'),
  // Printable ASCII: it becomes a header, and a zero-width space pasted with it would end the process there.
  HEROKU_API_KEY: secret(/^[\x21-\x7e]+$/, SLACK_TOKEN),
  HEROKU_API_URL: apiUrl.transform((url) => url.replace(/\/+$/, '')).default('https://api.heroku.com'),
  HEROKU_STATUS_URL: apiUrl.transform((url) => url.replace(/\/+$/, '')).default('https://status.heroku.com'),
  // Classic, fine-grained and installation tokens: what a person or an app is given for a server.
  GITHUB_TOKEN: secret(/^(?:ghp_|ghs_|github_pat_)[\x21-\x7e]+$/).optional(),
  GITHUB_API_URL: apiUrl.transform((url) => url.replace(/\/+$/, '')).default('https://api.github.com'),
  DATABASE_URL: databaseUrl.optional(),
  APP_DATABASE_URL: databaseUrl.optional(),
  TOTP_KEY: z
    .string()
    .refine((value) => totpKeyBytes(value) !== null)
    .transform((value) => new Secret(value))
    .optional(),
  // It becomes a header.
  SWITCHBACK_HTTP_TOKEN: secret(/^[\x21-\x7e]{32,}$/).optional(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((port) => port <= 65_535)
    .default(3000),
  SWITCHBACK_CONFIG: z.string().default('config/switchback.yaml'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  NODE_ENV: z.string().optional(),
  DYNO: z.string().optional(),
});

export type Variables = z.infer<typeof VARIABLES>;

export const VARIABLE_NAMES: readonly string[] = Object.keys(VARIABLES.shape);

const REMEDIES: Readonly<Record<keyof Variables, string>> = {
  SLACK_BOT_TOKEN:
    'It begins with xoxb-: api.slack.com/apps, your app, OAuth & Permissions, Bot User OAuth Token',
  SLACK_SIGNING_SECRET:
    'Slack over HTTP: api.slack.com/apps, your app, Basic Information, Signing Secret (or set SLACK_APP_TOKEN for Socket Mode)',
  SLACK_SIGNING_SECRET_PREVIOUS: 'The old signing secret while it is being replaced; unset it afterwards',
  SLACK_APP_TOKEN:
    'Socket Mode; it begins with xapp-: api.slack.com/apps, your app, Basic Information, App-Level Tokens',
  SLACK_API_URL: 'An https URL (http on 127.0.0.1 only), such as https://slack.com/api/',
  HEROKU_API_KEY:
    "The bot's own Heroku account: heroku authorizations:create --scope identity,read-protected,write-protected",
  HEROKU_API_URL: 'An https URL (http on 127.0.0.1 only), such as https://api.heroku.com',
  HEROKU_STATUS_URL: 'An https URL (http on 127.0.0.1 only), such as https://status.heroku.com',
  GITHUB_TOKEN:
    'It begins with github_pat_, ghp_ or ghs_: github.com, Settings, Developer settings, Fine-grained tokens; read access to Contents and Pull requests of the configured repositories',
  GITHUB_API_URL:
    'An https URL (http on 127.0.0.1 only, and not in production), such as https://api.github.com',
  DATABASE_URL:
    'It begins with postgres://, special characters of its password percent-encoded; Heroku sets it when the add-on is attached',
  APP_DATABASE_URL:
    'It begins with postgres://, special characters of its password percent-encoded, and names the restricted role',
  TOTP_KEY: TOTP_KEY_REMEDY,
  SWITCHBACK_HTTP_TOKEN:
    'At least 32 characters without blanks, for CI to ask for deploy locks: openssl rand -hex 32',
  PORT: 'A number from 0 to 65535',
  SWITCHBACK_CONFIG: 'The path of the YAML file, such as config/switchback.yaml',
  LOG_LEVEL: 'One of debug, info, warn, error, silent',
  NODE_ENV: 'production on Heroku, otherwise unset',
  DYNO: 'Heroku sets it',
};

export interface ReadVariables {
  /** Null when any shape is wrong. */
  readonly variables: Variables | null;
  readonly problems: readonly Problem[];
}

/** `env` must be tidy: see `tidy`. */
export function readVariables(env: Environment): ReadVariables {
  const parsed = VARIABLES.safeParse(env);
  const names = new Set(parsed.error?.issues.map((issue) => String(issue.path[0])));
  const shapes = VARIABLE_NAMES.filter((name) => names.has(name)).map((name) =>
    problemWith(name as keyof Variables, env),
  );
  return { variables: parsed.data ?? null, problems: [...forbidden(env), ...shapes, ...together(env)] };
}

/** Without surrounding blanks, and without the empty: `NAME=` means not set. */
export function tidy(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
}

function problemWith(name: keyof Variables, env: Environment): Problem {
  return env[name] === undefined
    ? missingVariable(name, REMEDIES[name])
    : wrongVariable(name, 'does not look right', REMEDIES[name]);
}

function forbidden(env: Environment): readonly Problem[] {
  const problems = ['DEBUG', 'NODE_DEBUG']
    .filter((name) => env[name] !== undefined)
    .map((name) =>
      wrongVariable(name, 'is set: it makes libraries print config vars and tokens', 'Unset it'),
    );
  return env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
    ? [
        ...problems,
        wrongVariable(
          'NODE_TLS_REJECT_UNAUTHORIZED',
          'is 0: tokens would go to whoever answers',
          'Unset it; trust a private authority with NODE_EXTRA_CA_CERTS',
        ),
      ]
    : problems;
}

/** Rules that name more than one variable. */
function together(env: Environment): readonly Problem[] {
  return [...slackDoor(env), ...database(env), ...github(env)];
}

function slackDoor(env: Environment): readonly Problem[] {
  const http = env['SLACK_SIGNING_SECRET'] !== undefined;
  const socket = env['SLACK_APP_TOKEN'] !== undefined;
  if (http && socket) {
    const remedy = 'Keep SLACK_SIGNING_SECRET for HTTP, or SLACK_APP_TOKEN for Socket Mode';
    return [wrongVariable('SLACK_APP_TOKEN', 'and SLACK_SIGNING_SECRET are both set', remedy)];
  }
  if (http || socket) return [];
  return [missingVariable('SLACK_SIGNING_SECRET', REMEDIES.SLACK_SIGNING_SECRET)];
}

function database(env: Environment): readonly Problem[] {
  if (env['DATABASE_URL'] !== undefined) return [];
  const deployed = env['NODE_ENV'] === 'production' || env['DYNO'] !== undefined;
  return [
    ...(deployed ? [missingVariable('DATABASE_URL', REMEDIES.DATABASE_URL)] : []),
    ...(env['APP_DATABASE_URL'] === undefined
      ? []
      : [
          wrongVariable(
            'APP_DATABASE_URL',
            'is set without DATABASE_URL',
            'Set both, or neither for the embedded database',
          ),
        ]),
  ];
}

/** No stand-in there: whatever answered would be believed about migrations, and be given the token. */
function github(env: Environment): readonly Problem[] {
  return env['NODE_ENV'] === 'production' && env['GITHUB_API_URL']?.startsWith('http:')
    ? [wrongVariable('GITHUB_API_URL', 'is plain http in production', REMEDIES.GITHUB_API_URL)]
    : [];
}
