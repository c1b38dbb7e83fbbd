/** The world a rehearsal begins in: six Raxx apps as the runbooks know them. Release numbers come from here. */
import type { Addon, Behaviour } from './model.ts';
import { HEALTHY } from './model.ts';
import { traceback } from './printed.ts';

/** A value nobody may ever see: made at random when the world begins. */
export const SECRET = Symbol('secret');

export type SeedValue = string | typeof SECRET;

export interface SeedDeploy {
  readonly commit: string;
  readonly subject: string;
  readonly behaviour?: Behaviour;
  /** Milliseconds the release command takes; only where the formation has one. */
  readonly commandMs?: number;
  /** Its release command's output, in place of the usual. */
  readonly prints?: readonly string[];
  /** What it prints when it does not work. */
  readonly traceback?: readonly string[];
}

export type SeedChange =
  | { readonly deploy: SeedDeploy }
  | { readonly set: Readonly<Record<string, SeedValue>> }
  | { readonly remove: readonly string[] }
  | { readonly rollbackTo: number }
  | { readonly initial: true };

export interface SeedRelease {
  readonly version: number;
  /** Hours before the world began. */
  readonly hoursAgo: number;
  readonly by: string;
  readonly change: SeedChange;
  readonly failed?: true;
}

export interface SeedApp {
  readonly name: string;
  readonly kind: 'slug' | 'container';
  readonly stage: 'staging' | 'production';
  readonly smokePath: string;
  readonly addons: readonly Addon[];
  /** Config before the first release listed. */
  readonly config: Readonly<Record<string, SeedValue>>;
  readonly processes: readonly {
    readonly type: string;
    readonly quantity: number;
    readonly command: string;
  }[];
  readonly releases: readonly SeedRelease[];
}

export interface Seed {
  readonly people: readonly { readonly email: string; readonly name: string }[];
  readonly apps: readonly SeedApp[];
}

export const BOT = 'switchback-bot@raxx.app';
export const BEN = 'ben@raxx.app';
const CY = 'cy@raxx.app';
export const KRISTERPHER = 'kristerpher@raxx.app';

const CRASHES_ON_BOOT: Behaviour = { serves: 'errors', crashesAfterMs: 0 };
const GUNICORN = 'gunicorn app:create_app --timeout $GUNICORN_TIMEOUT';
const MIGRATE_AND_SMOKE = 'alembic upgrade head && pytest -q tests/smoke';
const POSTGRES: Addon = { plan: 'heroku-postgresql:standard-0', configVars: ['DATABASE_URL'] };
const REDIS: Addon = { plan: 'heroku-redis:premium-0', configVars: ['REDIS_URL'] };
/** Of the code that v85 brought. */
const NO_SIGNUP_FORM = traceback(
  [
    { path: 'app.py', line: 9, inside: 'create_app' },
    { path: 'signup/validation.py', line: 31, inside: '<module>' },
  ],
  "ImportError: cannot import name 'SignupForm' from 'signup.forms' (/app/signup/forms.py)",
);
const DAY = 24;

const raxxConfig: Readonly<Record<string, SeedValue>> = {
  DATABASE_URL: SECRET,
  REDIS_URL: SECRET,
  SECRET_KEY: SECRET,
  GUNICORN_TIMEOUT: '60',
  FLAG_SESSION_AUTH_MIDDLEWARE: '1',
  FLAG_RAPTOR_APP_ROLE_SEPARATION: '1',
};

const apiProd: SeedApp = {
  name: 'raxx-api-prod',
  kind: 'slug',
  stage: 'production',
  smokePath: '/api/system/status',
  addons: [POSTGRES, REDIS],
  config: { ...raxxConfig, FLAG_ENFORCE_CF_ORIGIN: '1' },
  processes: [
    { type: 'web', quantity: 2, command: GUNICORN },
    { type: 'release', quantity: 0, command: MIGRATE_AND_SMOKE },
  ],
  releases: [
    deploy(80, 20 * DAY, CY, { commit: '5c1e9a0733bd', subject: 'Add beta walkthrough' }),
    set(81, 18 * DAY, KRISTERPHER, { STRIPE_API_KEY: SECRET }),
    deploy(82, 12 * DAY, BEN, { commit: '9b40d2f1c65e', subject: 'Page through order history' }),
    set(83, 9 * DAY, KRISTERPHER, { FLAG_BETA_WALKTHROUGH: '0' }),
    deploy(84, 6 * DAY, CY, { commit: '69eec51805af', subject: 'Cache market calendars', commandMs: 47_000 }),
    deploy(85, 0.07, BEN, {
      commit: 'e07f41b2d9c8',
      subject: 'Rework signup validation',
      behaviour: CRASHES_ON_BOOT,
      traceback: NO_SIGNUP_FORM,
      commandMs: 47_000,
    }),
  ],
};

const apiStaging: SeedApp = {
  ...apiProd,
  name: 'raxx-api-staging',
  stage: 'staging',
  config: raxxConfig,
  processes: [
    { type: 'web', quantity: 1, command: GUNICORN },
    { type: 'release', quantity: 0, command: MIGRATE_AND_SMOKE },
  ],
  releases: [
    // Enough of them, and old enough, that the oldest have expired.
    ...Array.from({ length: 25 }, (_, i) =>
      deploy(405 + i, (60 - 2 * i) * DAY, i % 2 === 0 ? BEN : CY, {
        commit: `${(0xa1c0de00 + i).toString(16)}77aa`,
        subject: `Staging build ${405 + i}`,
      }),
    ),
    deploy(430, 6 * DAY, BEN, { commit: 'b3317fd0a9e4', subject: 'Cache market calendars' }),
    deploy(431, 5 * DAY, CY, { commit: '77d21c9ef003', subject: 'Rework signup validation' }),
    rollback(432, 4 * DAY, KRISTERPHER, 430),
    rollback(433, 4 * DAY - 0.1, KRISTERPHER, 431),
  ],
};

const consoleProd: SeedApp = {
  name: 'raxx-console-prod',
  kind: 'slug',
  stage: 'production',
  smokePath: '/health',
  addons: [POSTGRES],
  config: { ...raxxConfig, FLAG_CONSOLE_FEATURE_FLAGS_DB: '1' },
  processes: [{ type: 'web', quantity: 1, command: GUNICORN }],
  releases: [
    deploy(57, 15 * DAY, CY, { commit: '0f2d6c88b1aa', subject: 'List flags by surface' }),
    set(58, 11 * DAY, KRISTERPHER, { HEROKU_API_KEY: SECRET }),
    deploy(59, 8 * DAY, BEN, { commit: 'd41a97e3305c', subject: 'Show who approved a promotion' }),
    set(60, 2 * DAY, KRISTERPHER, { FLAG_CONSOLE_DRILLS: '1' }),
  ],
};

const consoleStaging: SeedApp = {
  ...consoleProd,
  name: 'raxx-console-staging',
  stage: 'staging',
  releases: [
    deploy(118, 9 * DAY, BEN, { commit: 'd41a97e3305c', subject: 'Show who approved a promotion' }),
    deploy(119, 3 * DAY, CY, { commit: '1be60a4497d2', subject: 'Export the audit log' }),
  ],
};

const velvetProd: SeedApp = {
  name: 'raxx-velvet-prod',
  kind: 'container',
  stage: 'production',
  smokePath: '/health',
  addons: [],
  config: { SECRET_KEY: SECRET, API_URL: 'https://api.raxx.app' },
  processes: [{ type: 'web', quantity: 1, command: 'node server.js' }],
  releases: [
    { version: 1, hoursAgo: 90 * DAY, by: KRISTERPHER, change: { initial: true } },
    deploy(2, 14 * DAY, CY, { commit: '3a9f00c2e417', subject: 'Velvet 1.8' }),
    set(3, 10 * DAY, KRISTERPHER, { FLAG_VELVET_THEME: '1' }),
    deploy(4, 5 * DAY, CY, { commit: 'c7714be805d1', subject: 'Velvet 1.9' }),
  ],
};

const velvetStaging: SeedApp = { ...velvetProd, name: 'raxx-velvet-staging', stage: 'staging' };

export const raxx: Seed = {
  people: [
    { email: BOT, name: 'Switchback' },
    { email: BEN, name: 'Ben' },
    { email: CY, name: 'Cy' },
    { email: KRISTERPHER, name: 'Kristerpher' },
  ],
  apps: [apiProd, apiStaging, consoleProd, consoleStaging, velvetProd, velvetStaging],
};

function deploy(version: number, hoursAgo: number, by: string, what: SeedDeploy): SeedRelease {
  return { version, hoursAgo, by, change: { deploy: { behaviour: HEALTHY, ...what } } };
}

function set(version: number, hoursAgo: number, by: string, vars: Record<string, SeedValue>): SeedRelease {
  return { version, hoursAgo, by, change: { set: vars } };
}

function rollback(version: number, hoursAgo: number, by: string, rollbackTo: number): SeedRelease {
  return { version, hoursAgo, by, change: { rollbackTo } };
}
