import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readTextFile } from '../../src/config/environment.ts';
import { explainMissing, explainProblems } from '../../src/config/problems.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { totpKeyBytes } from '../../src/config/totp-key.ts';

const RAXX = readTextFile('config/switchback.yaml') ?? '';
const FLAGS_PATH = 'config/feature_flags.yaml';
const FLAGS = readTextFile(FLAGS_PATH) ?? '';
const TEMPLATES_PATH = 'config/comms_templates.yaml';
const TEMPLATES = readTextFile(TEMPLATES_PATH) ?? '';
const ENV = {
  SLACK_BOT_TOKEN: 'xoxb-canary-bot',
  SLACK_SIGNING_SECRET: 'canary-signing-secret',
  HEROKU_API_KEY: 'HRKU-canary-heroku',
  TOTP_KEY: 'ab'.repeat(32),
};
/** The files that the set-up names. */
const BESIDE = new Map([
  [FLAGS_PATH, FLAGS],
  [TEMPLATES_PATH, TEMPLATES],
]);
const SMALL = `
launch_phase: live
own_app: bot
channels: { ops: [C0000000001], record: C0000000002 }
people:
  ana: { slack: [U0000000001], role: ops }
apps:
  shop-prod:
    aliases: [shop]
    environment: production
    stack: slug
    approval: two-person
    surface: the shop
    smoke: { url: https://shop.example/health, headers: { X-Door: { env: SMOKE_DOOR } } }
    guarded_vars: ['*_KEY']
    repository: acme/shop
    migration_paths: []
`;

function read(env: Record<string, string> = {}, text: string | null = RAXX) {
  return readConfig({ ...ENV, ...env }, (path) => BESIDE.get(path) ?? text);
}

function configOf(env?: Record<string, string>, text?: string) {
  const result = read(env, text);
  if (!result.ok) throw new Error(explainProblems(result.problems));
  return result.config;
}

function problemsOf(env?: Record<string, string>, text?: string | null): string[] {
  const result = read(env, text);
  return result.ok ? [] : explainProblems(result.problems).split('\n').slice(1);
}

test('the Raxx set-up holds the six apps with their aliases and the documented durations', () => {
  const config = configOf();
  expect(config.apps.all.map((app) => `${app.name} ${app.stack} ${app.approval}`)).toEqual([
    'raxx-api-prod slug two-person',
    'raxx-api-staging slug none',
    'raxx-console-prod slug two-person',
    'raxx-console-staging slug none',
    'raxx-velvet-prod container two-person',
    'raxx-velvet-staging container none',
  ]);
  expect(config.apps.find('api')?.name).toBe('raxx-api-prod');
  expect(config.apps.find('api-staging')?.environment).toBe('staging');
  expect(config.apps.find('API')).toBeNull();
  expect(config.apps.find('__proto__')).toBeNull();
  expect(config.people.bySlackId('UREPLACE002')).toMatchObject({ id: 'raxx-dev-bot', agent: true });
  expect(config).toMatchObject({ approvalExpiresMs: 900_000, holdMs: 30_000, port: 3000, production: false });
});

test.each([
  ['raxx-api-prd', 'raxx-api-prod'],
  ['raxx-apip-rod', 'raxx-api-prod'],
  ['consle', 'console'],
  ['RAXX-VELVET-PROD', 'raxx-velvet-prod'],
])('did you mean: %s is nearest to %s', (typed, expected) => {
  expect(configOf().apps.near(typed)[0]).toBe(expected);
});

test('nothing resembling is offered for a name that resembles none', () => {
  expect(configOf().apps.near('zzzzzzzzzzzz')).toEqual([]);
});

test('nothing configured is told in three lines that point to the rehearsal', () => {
  const result = readConfig({ PATH: '/bin' }, readTextFile);
  const text = result.ok ? '' : (explainMissing(result.problems) ?? '');
  expect(text.split('\n')).toHaveLength(3);
  expect(text).toMatch(/SLACK_BOT_TOKEN.*HEROKU_API_KEY.*SLACK_SIGNING_SECRET/);
  expect(text).toMatch(/npm run rehearse$/);
});

test('somebody who has begun to configure gets the list instead', () => {
  const result = readConfig({ SLACK_BOT_TOKEN: 'xoxb-1' }, readTextFile);
  expect(result.ok).toBe(false);
  expect(result.ok ? 'started' : explainMissing(result.problems)).toBeNull();
});

test('every problem of environment and file is listed at once, with line and remedy', () => {
  const broken = SMALL.replace('own_app', 'own_ap')
    .replace('[shop]', '[shop, shop]')
    .replace('two-person', 'none')
    .replace('U0000000001', 'ana')
    .replace('https://shop', 'http://shop');
  expect(
    problemsOf({ DEBUG: '*', PORT: '70000', SLACK_BOT_TOKEN: 'xoxp-canary' }, broken),
  ).toMatchInlineSnapshot(`
    [
      "- DEBUG is set: it makes libraries print config vars and tokens. Unset it.",
      "- SLACK_BOT_TOKEN does not look right. It begins with xoxb-: api.slack.com/apps, your app, OAuth & Permissions, Bot User OAuth Token.",
      "- PORT does not look right. A number from 0 to 65535.",
      "- SMOKE_DOOR is not set. The smoke check of shop-prod sends it as X-Door.",
      "- config/switchback.yaml:3: "own_ap" is not a key of the file. Did you mean own_app?",
      "- config/switchback.yaml:6: people.ana.slack.0 does not fit. Write a member id such as U0123456789 (in Slack: profile, three dots, Copy member ID).",
      "- config/switchback.yaml:9: "shop" already names an app. Choose another alias.",
      "- config/switchback.yaml:12: a production app cannot do without approval. Write two-person.",
      "- config/switchback.yaml:14: apps.shop-prod.smoke.url does not fit. Write the https address people use, never one with a password in it.",
    ]
  `);
});

test('no problem ever shows a value that may be a secret', () => {
  const canary = 'canary-0f3a';
  const env = Object.fromEntries(
    [
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'HEROKU_API_URL',
      'GITHUB_TOKEN',
      'DATABASE_URL',
      'PORT',
      'LOG_LEVEL',
      'DEBUG',
    ].map((name) => [name, canary]),
  );
  const text = SMALL.replaceAll('https://shop.example/health', `https://u:${canary}@x`).replace(
    'live',
    canary,
  );
  const problems = problemsOf({ ...env, HEROKU_API_KEY_SHOP: canary }, text);
  expect(problems.length).toBeGreaterThanOrEqual(10);
  expect(problems.join('\n')).not.toContain(canary);
});

test.each([
  ['DEBUG', 'http'],
  ['NODE_DEBUG', 'net'],
  ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
  ['SLACK_API_URL', 'http://slack.example/api/'],
  ['HEROKU_API_URL', 'http://127.0.0.1.example'],
  ['HEROKU_API_URL', 'https://user:pass@api.heroku.com'],
  ['GITHUB_API_URL', 'http://github.example/api/v3'],
  ['GITHUB_TOKEN', 'gho_of-somebody-who-logged-in'],
  ['GITHUB_TOKEN', 'github_pat_1\u200b'],
  ['SLACK_APP_TOKEN', 'xapp-both-doors'],
  ['APP_DATABASE_URL', 'postgres://app@h/d'],
  ['HEROKU_API_KEY_RAXX_API_PRD', 'HRKU-1'],
  ['HEROKU_API_KEY', 'xoxb-pasted-into-the-wrong-field'],
  ['HEROKU_API_KEY', 'HRKU-1\u200b-pasted-with-a-zero-width-space'],
  ['DATABASE_URL', 'postgres://u:a/password/not/encoded@h/d'],
  ['NODE_ENV', 'production'],
  ['DYNO', 'web.1'],
])('%s=%s is refused', (name, value) => {
  expect(problemsOf({ [name]: value })).toHaveLength(1);
});

test.each([
  ['not YAML', 'apps: [', /:1: is not valid YAML/],
  ['a key twice', `${SMALL}hold: 30s\nhold: 31s\n`, /:19: is not valid YAML here \(duplicate key\)/],
  ['an empty file', '', /:? ?the file does not fit. Write below it: launch_phase/],
  ['no file', null, /cannot be read/],
  [
    'a container app without an image',
    SMALL.replace('stack: slug', 'stack: container'),
    /:\d+: a container app needs its image\. Add image:/,
  ],
  [
    'a slug app with an image',
    SMALL.replace('stack: slug', 'stack: slug\n    image: ghcr.io/owner/shop'),
    /:\d+: a slug app has no image\. Remove it/,
  ],
  ['a header that would send another secret', SMALL.replace('SMOKE_DOOR', 'HEROKU_API_KEY'), /SMOKE_/],
])('%s is refused', (_, text, expected) => {
  expect(problemsOf({ SMOKE_DOOR: 'x' }, text).join('\n')).toMatch(expected);
});

test.each(['owner/shop', 'ghcr.io/Owner/shop', 'ghcr.io/o/shop:latest', 'g.io/o;reboot', '-v', 'a.b/$(x)'])(
  'the image %s is refused: it goes into commands that people paste',
  (image) => {
    const text = SMALL.replace('stack: slug', `stack: container\n    image: "${image}"`);
    expect(problemsOf({ SMOKE_DOOR: 'x' }, text)).toEqual([
      expect.stringContaining('image does not fit. Write where its images are kept'),
    ]);
  },
);
test('approving alone needs the key that seals second factors: 32 bytes, base64 or hex', () => {
  const keyOf = (TOTP_KEY: string) => problemsOf({ TOTP_KEY });
  expect(keyOf('')).toMatchInlineSnapshot(`
    [
      "- TOTP_KEY is not set. One person may approve raxx-api-prod alone, with a code. Write 32 random bytes, base64 or hex: openssl rand -base64 32.",
    ]
  `);
  expect(keyOf('ab'.repeat(31))).toMatchInlineSnapshot(`
    [
      "- TOTP_KEY does not look right. Write 32 random bytes, base64 or hex: openssl rand -base64 32.",
    ]
  `);
  const bytes = Buffer.alloc(32, 7);
  for (const encoding of ['hex', 'base64', 'base64url'] as const) {
    expect(totpKeyBytes(bytes.toString(encoding))).toEqual(bytes);
  }
  expect(totpKeyBytes(Buffer.alloc(33, 7).toString('base64'))).toBeNull();
  expect(problemsOf({ TOTP_KEY: '', SMOKE_DOOR: 'x' }, SMALL)).toEqual([]);
});

test('solo_after belongs to two-person', () => {
  const text = SMALL.replace('approval: two-person', 'approval: solo\n    solo_after: 120s');
  expect(problemsOf({ SMOKE_DOOR: 'x' }, text)).toMatchInlineSnapshot(`
    [
      "- config/switchback.yaml:13: solo_after belongs to two-person. Write approval: two-person, or leave solo_after out.",
    ]
  `);
  const without = SMALL.replace('approval: two-person', 'approval: solo');
  expect(problemsOf({ SMOKE_DOOR: 'x', TOTP_KEY: '' }, without)).toMatchInlineSnapshot(`
    [
      "- TOTP_KEY is not set. One person may approve shop-prod alone, with a code. Write 32 random bytes, base64 or hex: openssl rand -base64 32.",
    ]
  `);
});

test('an app has its own Heroku token when the environment names one', () => {
  const { heroku } = configOf({ HEROKU_API_KEY_RAXX_API_PROD: 'HRKU-own' });
  expect(heroku.tokenFor('raxx-api-prod').reveal()).toBe('HRKU-own');
  expect(heroku.tokenFor('raxx-api-staging').reveal()).toBe(ENV.HEROKU_API_KEY);
});

test.each(['ghp_1', 'ghs_1', 'github_pat_1'])('GitHub may be asked with %s…', (token) => {
  const { github, warnings } = configOf({ GITHUB_TOKEN: token });
  expect(github.token?.reveal()).toBe(token);
  expect(github.apiUrl).toBe('https://api.github.com');
  expect(warnings.join()).not.toContain('GITHUB_TOKEN');
});

test('in production GitHub is never asked by plain http', () => {
  const env = { DATABASE_URL: 'postgres://u:p@h/d', GITHUB_API_URL: 'http://127.0.0.1:1' };
  expect(problemsOf(env)).toEqual([]);
  expect(problemsOf({ ...env, NODE_ENV: 'production' })).toEqual([expect.stringContaining('plain http')]);
});

test('Slack comes in by Socket Mode or by HTTP, with two signing secrets while one is replaced', () => {
  const http = configOf({ SLACK_SIGNING_SECRET_PREVIOUS: 'older' }).slack.door;
  expect(http.kind === 'http' && http.signingSecrets.map((secret) => secret.reveal())).toEqual([
    ENV.SLACK_SIGNING_SECRET,
    'older',
  ]);
  const socket = configOf({ SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: 'xapp-1' }).slack.door;
  expect(socket.kind === 'socket' && socket.appToken.reveal()).toBe('xapp-1');
});

test('secrets are usable, and invisible to inspect and JSON', () => {
  const config = configOf(
    { SMOKE_DOOR: 'canary-door', DATABASE_URL: 'postgres://u:canary@h/d', GITHUB_TOKEN: 'ghp_canary' },
    SMALL,
  );
  expect({ ...config.apps.find('shop')?.smoke.headers }).toEqual({ 'X-Door': 'canary-door' });
  const shown = inspect(config, { depth: null, showHidden: true }) + JSON.stringify(config);
  expect(shown).not.toContain('canary');
  expect(shown).toContain('[secret]');
  expect(config.secrets.map((secret) => secret.reveal())).toEqual(
    expect.arrayContaining([...Object.values(ENV), 'canary-door', 'postgres://u:canary@h/d', 'ghp_canary']),
  );
});

test('what will surprise somebody later is a warning', () => {
  const text = SMALL.replace('shop.example', 'shop.herokuapp.com').replace('C0000000002', 'CREPLACE002');
  const warnings = configOf({ SMOKE_DOOR: 'x' }, text).warnings;
  expect(warnings).toEqual([
    expect.stringContaining('CREPLACE002'),
    expect.stringContaining('origin guard'),
    expect.stringContaining('No GITHUB_TOKEN'),
    expect.stringContaining('No SWITCHBACK_HTTP_TOKEN'),
  ]);
});

test('a freeze names when, why, whom to tell and which apps; the flags file says what each flag needs', () => {
  const freeze = "{ from: '2026-12-19T08:00:00Z', until: '2027-01-04T08:00Z', reason: year end, tell: Ana }";
  const env = { SMOKE_DOOR: 'x' };
  expect(configOf(env, `${SMALL}freezes: [${freeze}]\n`).freezes).toEqual([
    {
      from: new Date('2026-12-19T08:00:00Z'),
      until: new Date('2027-01-04T08:00:00Z'),
      reason: 'year end',
      tell: 'Ana',
      apps: null,
    },
  ]);
  expect(configOf(env, SMALL).flags).toEqual([]);
  expect(configOf().flags).toContainEqual({
    variable: 'FLAG_SENTRY_BACKEND',
    prerequisites: ['SENTRY_DSN_BACKEND'],
  });
});

test('a freeze that cannot be meant, and a flags file that cannot be read, are told with their lines', () => {
  const freezes = `
freezes:
  - { from: 2026-12-19, until: '2027-01-04T08:00Z', reason: year end, tell: Ana }
  - { from: '2027-01-04T08:00Z', until: '2026-12-19T08:00Z', reason: year end, tell: Ana, apps: [shop] }
`;
  expect(problemsOf({ SMOKE_DOOR: 'x' }, SMALL + freezes)).toMatchInlineSnapshot(`
    [
      "- config/switchback.yaml:20: freezes.0.from does not fit. Write an instant in UTC such as 2026-12-19T08:00:00Z.",
      "- config/switchback.yaml:21: the freeze ends before it begins. Write the later instant in until.",
      "- config/switchback.yaml:21: "shop" is no app of this file. Write the Heroku name of an app below apps.",
    ]
  `);
  const flags = (text: string | null) => {
    const result = readConfig(ENV, (path) => (path === FLAGS_PATH ? text : (BESIDE.get(path) ?? RAXX)));
    return result.ok ? [] : explainProblems(result.problems).split('\n').slice(1);
  };
  expect([null, 'sentry: [', 'Sentry:\n  description: x\n  needs: [A]\n'].map(flags)).toMatchInlineSnapshot(`
    [
      [
        "- config/feature_flags.yaml: cannot be read. Name an existing file in feature_flags, or leave the key out.",
      ],
      [
        "- config/feature_flags.yaml:1: is not valid YAML here (bad indent). Check indentation, colons and quotes.",
      ],
      [
        "- config/feature_flags.yaml:1: Sentry has a name that does not fit. Write flag keys as in feature_flags.yaml of the code: lower-case letters, digits and underscores.",
      ],
    ]
  `);
});

test('the digest is at 08:00 UTC in the first ops channel unless the file says otherwise', () => {
  expect(configOf({ SMOKE_DOOR: 'open' }, SMALL).digest).toEqual({ atMinute: 480, channel: null });
  const changed = `${SMALL}digest: { time: "23:05", channel: C0000000003 }\n`;
  expect(configOf({ SMOKE_DOOR: 'open' }, changed).digest).toEqual({
    atMinute: 23 * 60 + 5,
    channel: 'C0000000003',
  });
  for (const time of ['24:00', '8:00', '08:60', '480'])
    expect(problemsOf({ SMOKE_DOOR: 'open' }, `${SMALL}digest: { time: "${time}" }\n`)).toHaveLength(1);
});

describe('the pager', () => {
  const paging = (url = '') => `${SMALL}paging: { ${url}routing_key: { env: PAGING_KEY } }\n`;
  const KEY = 'canary0routing0key00000000000032';

  test('its key is a secret of the environment, its address PagerDuty’s unless said otherwise', () => {
    const config = configOf({ SMOKE_DOOR: 'open', PAGING_KEY: KEY }, paging());
    expect(config.paging?.url).toBe('https://events.pagerduty.com/v2/enqueue');
    expect(config.paging?.routingKey.reveal()).toBe(KEY);
    expect(config.secrets.map((secret) => secret.reveal())).toContain(KEY);
    expect(inspect(config, { depth: null })).not.toContain(KEY);
  });

  test('a key that is missing or of another shape, and plain http in production, are problems', () => {
    expect(problemsOf({ SMOKE_DOOR: 'open' }, paging())).toEqual([expect.stringContaining('PAGING_KEY')]);
    expect(problemsOf({ SMOKE_DOOR: 'open', PAGING_KEY: 'a key' }, paging())).toEqual([
      expect.stringContaining('does not look right'),
    ]);
    const here = paging('url: http://127.0.0.1:9/v2/enqueue, ');
    expect(problemsOf({ SMOKE_DOOR: 'open', PAGING_KEY: KEY }, here)).toEqual([]);
    expect(problemsOf({ SMOKE_DOOR: 'open', PAGING_KEY: KEY, NODE_ENV: 'production' }, here)).toEqual(
      expect.arrayContaining([expect.stringContaining('paging.url is plain http')]),
    );
  });
});

describe('the status page', () => {
  const SECRET = 'canary-status-page-secret-0123456789';
  const page = (url: string) => `${SMALL}status_page: { url: "${url}", secret: { env: STATUS_PAGE_KEY } }\n`;
  const door = { SMOKE_DOOR: 'open' };

  test('its secret comes from the environment, and is kept out of the log', () => {
    const config = configOf({ ...door, STATUS_PAGE_KEY: SECRET }, page('https://status.example/hook'));
    expect(config.statusPage?.url).toBe('https://status.example/hook');
    expect(config.statusPage?.secret.reveal()).toBe(SECRET);
    expect(config.secrets.map((each) => each.reveal())).toContain(SECRET);
    expect(inspect(config, { depth: 9 })).not.toContain(SECRET);
    expect(configOf(door, SMALL).statusPage).toBeNull();
  });

  test('nothing half set up, and nothing that anybody could read on its way', () => {
    const wrong = (env: Record<string, string>, url: string) => problemsOf({ ...door, ...env }, page(url));
    expect([
      wrong({}, 'https://status.example/hook'),
      wrong({ STATUS_PAGE_KEY: 'short' }, 'https://status.example/hook'),
      wrong({ STATUS_PAGE_KEY: SECRET }, 'http://status.example/hook'),
      wrong({ STATUS_PAGE_KEY: SECRET }, 'https://ana:secret@status.example/hook'),
      wrong(
        { STATUS_PAGE_KEY: SECRET, NODE_ENV: 'production', DATABASE_URL: 'postgres://u:p@db/x' },
        'http://127.0.0.1:9/hook',
      ),
    ]).toMatchInlineSnapshot(`
      [
        [
          "- STATUS_PAGE_KEY is not set. It signs what goes to the status page. At least 32 characters without blanks, the same that the status page checks: openssl rand -hex 32.",
        ],
        [
          "- STATUS_PAGE_KEY does not look right. At least 32 characters without blanks, the same that the status page checks: openssl rand -hex 32.",
        ],
        [
          "- config/switchback.yaml:18: status_page.url does not fit. Write the https address its receiver listens at, never one with a password in it.",
        ],
        [
          "- config/switchback.yaml:18: status_page.url does not fit. Write the https address its receiver listens at, never one with a password in it.",
        ],
        [
          "- NODE_ENV is production, and status_page.url is plain http. Write its https address.",
        ],
      ]
    `);
  });
});
