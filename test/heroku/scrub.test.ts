/** T74: what apps print is full of secrets; none of them may leave the edge, and what helps must stay. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HIDDEN, scrubLines } from '../../src/heroku/scrub.ts';

const scrub = (line: string) => scrubLines([line])[0];

describe('ordinary lines stay as they are', () => {
  it.each([
    'Traceback (most recent call last):',
    '  File "/app/signup/forms.py", line 42, in validate',
    '    raise SignupValidationError(field, "must not be empty")',
    '  File "/app/.heroku/python/lib/python3.12/site-packages/sqlalchemy/engine/base.py", line 1967, in _exec_single_context',
    'sqlalchemy.exc.ProgrammingError: (psycopg2.errors.UndefinedColumn) column users.beta_walkthrough does not exist',
    "KeyError: 'signup'",
    "ImportError: cannot import name 'SignupForm' from 'signup.forms' (/app/signup/forms.py)",
    'jwt.exceptions.ExpiredSignatureError: Signature has expired',
    'at=error code=H10 desc="App crashed" method=POST path="/api/signup" host=api.raxx.app dyno= connect= service= status=503 bytes= protocol=https',
    'at=info method=GET path="/api/system/status" host=raxx-api-prod-a60a19e5efbf.herokuapp.com fwd="203.0.113.9" dyno=web.1 status=200',
    'Error R14 (Memory quota exceeded)',
    'Process running mem=537M(104.9%)',
    'INFO  [alembic.runtime.migration] Running upgrade a1b2c3d4e5f6 -> e07f41b2d9c8, add beta walkthrough',
    "alembic.util.exc.CommandError: Can't locate revision identified by 'e07f41b2d9c8'",
    '  File "/app/migrations/versions/e07f41b2d9c8_add_beta_walkthrough.py", line 20, in upgrade',
    '  at Object.<anonymous> (/app/src/internationalization/loadTranslations.ts:12:31)',
    'Release v85 created by user ben@raxx.app',
    'psycopg2.errors.UniqueViolation: duplicate key value violates unique constraint "pk_users_email_address"',
    'npm_lifecycle_event=build npm_package_version=1.9.0',
    'DETAIL:  Key (email)=(ana@raxx.app) already exists.',
    'Deploy e07f41b2 by user cy@raxx.app',
    'Starting process with command `gunicorn app:create_app --timeout 60`',
    '2 failed, 12 passed in 3.41s',
    'FAILED tests/smoke/test_signup.py::test_signup_rejects_empty_name - assert 500 == 422',
    'See https://devcenter.heroku.com/articles/error-codes#h10-app-crashed',
  ])('%s', (line) => {
    expect(scrub(line)).toBe(line);
  });
});

describe('secrets go, what is round them stays', () => {
  it.each([
    [
      'connecting to postgres://raxx:hunter2@db.example.com:5432/app',
      'postgres://[hidden]@db.example.com:5432/app',
    ],
    ['redis://:p%40ss@10.0.0.1:6379', 'redis://[hidden]@10.0.0.1:6379'],
    ['postgres://raxx:a/b@c:d@db.example.com/app', 'postgres://[hidden]@db.example.com/app'],
    ['https://s3cr3t@github.com/raxx', 'https://[hidden]@github.com/raxx'],
    [String.raw`"url":"postgres:\/\/u:hunter2@h\/app"`, String.raw`postgres:\/\/[hidden]@h\/app`],
    ['PASSWORD=hunter2', 'PASSWORD=[hidden]'],
    ['{"password": "correct horse", "user": "ana"}', '{"password": [hidden], "user": "ana"}'],
    [
      String.raw`body="{\"api_key\": \"a\\\"b\", \"n\": 1}"`,
      String.raw`body="{\"api_key\": [hidden], \"n\": 1}"`,
    ],
    ["{'SECRET_KEY': 'a\\'b', 'n': 1}", "{'SECRET_KEY': [hidden], 'n': 1}"],
    ['DETAIL:  Key (reset_token)=(abc123) already exists.', 'Key (reset_token)=[hidden] already exists.'],
    ["os.environ['STRIPE_API_KEY'] = 'abc'", "os.environ['STRIPE_API_KEY'] = [hidden]"],
    ['path="/reset?user=ana&token=abc123" status=500', 'path="/reset?user=ana&token=[hidden] status=500'],
    ['Authorization: Basic YW5hOmh1bnRlcjI=', 'Authorization: [hidden]'],
    ['"authorization": "Token abc"', '"authorization": "[hidden]"'],
    ['Cookie: a=b; session=c d', 'Cookie: [hidden]'],
    [
      'path="/callback?code=abc123&state=xyz" code=H12',
      'path="/callback?code=[hidden]&state=[hidden]" code=H12',
    ],
    ['sent Bearer abcdef', 'sent Bearer [hidden]'],
    ['token xoxb-1-2-abc', 'token [hidden]'],
    ['HRKU-12345678-1234 refused', '[hidden] refused'],
    ['ghp_abcdefghij refused', '[hidden] refused'],
    ['AKIAIOSFODNN7EXAMPLE refused', '[hidden] refused'],
    ['id 0b1f7c52-3a54-4d0b-9f0e-6f7f2a7c1d11 refused', 'id [hidden] refused'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln refused', '[hidden] refused'],
    ['PASS\u001b[31mWORD=hun\u001b[0mter2', 'PASSWORD=[hidden]'],
    ['pass\u200bword=hunter2', 'password=[hidden]'],
  ])('%s', (line, expected) => {
    expect(scrub(line)).toContain(expected);
    expect(scrub(line)).not.toMatch(/hunter2|s3cr3t|horse|abc123|YW5h/);
  });

  it('a switch that holds no secret stays readable', () => {
    expect(scrub('Column(Integer, primary_key=True)')).toBe('Column(Integer, primary_key=True)');
  });
});

describe('a private key over several lines', () => {
  const body = ['MIIEpAIBAAKCAQEA7', 'short', 'c2hvcnQ='];
  it('goes whole, with its neighbours kept', () => {
    const key = ['-----BEGIN RSA PRIVATE KEY-----', ...body, '-----END RSA PRIVATE KEY----- loaded'];
    expect(scrubLines(['before', ...key, 'after'])).toEqual([
      'before',
      ...[HIDDEN, HIDDEN, HIDDEN, HIDDEN],
      `${HIDDEN} loaded`,
      'after',
    ]);
  });

  it('goes on one line too', () => {
    const line = String.raw`KEY_FILE -----BEGIN PRIVATE KEY-----\nc2hvcnQ=\n-----END PRIVATE KEY----- ok`;
    expect(scrub(line)).toBe(`KEY_FILE ${HIDDEN} ok`);
  });

  it('goes when only its end is there', () => {
    expect(scrubLines(['Loading.', ...body, '-----END PRIVATE KEY-----', 'after'])).toEqual([
      'Loading.',
      ...[HIDDEN, HIDDEN, HIDDEN, HIDDEN],
      'after',
    ]);
  });

  it('without an end does not hide the rest of the log', () => {
    const lines = ['-----BEGIN PRIVATE KEY-----', ...Array.from({ length: 200 }, (_, n) => `line ${n}`)];
    expect(scrubLines(lines).at(-1)).toBe('line 199');
  });
});

/** As random as real ones, and the same each time for a seed. */
const random = fc.nat().map((seed) => createHash('sha512').update(String(seed)).digest());
const tokenLike = random.chain((bytes) =>
  fc.constantFrom(
    bytes.toString('hex').slice(0, 32),
    bytes.toString('base64').slice(0, 40),
    bytes.toString('base64url').slice(0, 43),
    `sk_live_${bytes.toString('hex').slice(0, 24)}`,
    `xoxb-${bytes.readUInt32BE()}-${bytes.toString('hex').slice(0, 24)}`,
    `HRKU-${bytes.toString('hex').slice(0, 36)}`,
    `ghp_${bytes.toString('hex').slice(0, 36)}`,
  ),
);
const weak = fc.stringMatching(/^canary[a-z0-9!#$%*+,./:<>^_|~-]{2,12}$/);

const NAMES = [
  'DATABASE_PASSWORD',
  'apiKey',
  'X-Auth-Token',
  'client_secret',
  'SENTRY_DSN',
  'db.password',
  'KEY',
];
const named = fc
  .tuple(fc.constantFrom(...NAMES), weak, fc.constantFrom('', 'before '))
  .chain(([name, value, before]) =>
    fc
      .constantFrom(
        `${name}=${value}`,
        `${name}: ${value}`,
        `${name}="${value}"`,
        `{'${name}': '${value}', 'n': 1}`,
        `{"${name}":"${value}"}`,
        JSON.stringify(JSON.stringify({ [name]: value })),
        `path="/x?${name}=${encodeURIComponent(value)}&y=1"`,
        `postgres://u:${encodeURIComponent(value)}@host/db`,
        `postgres://u:${value.replaceAll(/[<>]/g, '')}@host/db`,
      )
      .map((line) => ({ line: before + line, canary: value })),
  );

const shapes = (canary: string) => [
  canary,
  JSON.stringify(canary).slice(1, -1),
  encodeURIComponent(canary),
  Buffer.from(canary).toString('base64').replace(/=+$/, ''),
];

describe('planted canaries never survive', () => {
  it('a token, wherever it stands, also in base64 and URL-encoded', () => {
    fc.assert(
      fc.property(tokenLike, fc.constantFrom('', 'using ', 'got "', '(', 'a=b,c='), (token, before) => {
        for (const shape of shapes(token)) {
          const shown = scrub(`${before}${shape} then this`) ?? '';
          expect(shapes(token).filter((each) => shown.includes(each))).toEqual([]);
          expect(shown).toContain('then this');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('a token whose letters happen to be camel case', () => {
    expect(scrub('got UsmJYIiijwdbRVILKXWOefMGOOGxJf/d+XrjP08A then this')).toBe(`got ${HIDDEN} then this`);
    const path = 'myapp/handlers/SubscriptionConfirmationEmailRenderer/index';
    expect(scrub(path)).toBe(path);
  });

  it('a weak password under a name that gives it away', () => {
    fc.assert(
      fc.property(named, ({ line, canary }) => {
        expect(shapes(canary).filter((each) => scrub(line)?.includes(each))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('a token that the cut of a long line goes through', () => {
    fc.assert(
      fc.property(tokenLike, fc.integer({ min: 1_900, max: 2_010 }), (token, at) => {
        const shown = scrub(`${'x '.repeat(at / 2)}${token}`) ?? '';
        expect(shown).not.toContain(token.slice(0, 6));
      }),
    );
  });
});

it('leaves no control or invisible character, and as many lines as came', () => {
  const nasty = fc.string({ unit: 'binary', maxLength: 200 });
  fc.assert(
    fc.property(fc.array(nasty), (lines) => {
      const shown = scrubLines(lines);
      expect(shown).toHaveLength(lines.length);
      expect(shown.join('')).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
    }),
    { numRuns: 300 },
  );
});

it('takes lines made to keep it busy in its stride', () => {
  const busy = ['a=', 'a:', '://a:', '"', '\\"', 'token=\\"', '-', 'A', 'aB1', '%40', 'x://'];
  const lines = busy.map((each) => each.repeat(100_000));
  expect(scrubLines(lines)).toHaveLength(lines.length);
});
