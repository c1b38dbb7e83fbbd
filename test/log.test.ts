import { expect, test } from 'vitest';
import { createLog, type Log } from '../src/log.ts';

function recorded(write: (log: Log) => void, secrets: readonly string[] = []): string {
  const lines: string[] = [];
  const log = createLog({
    level: 'debug',
    destination: { write: (line) => lines.push(line) },
    secrets: secrets.map((value) => ({ reveal: () => value })),
  });
  write(log);
  return lines.join('');
}

/** What a client throws: the request with its headers and the answer with its body hang on it. */
function vendorError(): Error {
  return Object.assign(
    new Error('401 for postgres://bot:canary-1@db.example/x', { cause: new Error('HRKU-canary-2') }),
    {
      code: 'ECONNRESET',
      statusCode: 401,
      body: { STRIPE_KEY: 'canary-3' },
      request: { headers: { authorization: 'Bearer canary-4-canary-4' } },
    },
  );
}

test('one JSON object per line, time in UTC, level as a word', () => {
  const line = JSON.parse(recorded((log) => log.warn({ app: 'raxx-api-prod', v: 84 }, 'said'))) as object;
  expect(line).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    app: 'raxx-api-prod',
    v: 84,
    message: 'said',
  });
});

test('an error keeps type, message, code, status and cause, and loses the rest', () => {
  const text = recorded((log) => log.error({ err: vendorError() }, 'failed'));
  expect(JSON.parse(text)).toMatchObject({
    err: { type: 'Error', code: 'ECONNRESET', status: 401, cause: { type: 'Error' } },
  });
  expect(text).not.toContain('canary');
});

test('an error given in place of facts is treated alike', () => {
  expect(recorded((log) => log.error(vendorError(), 'failed'))).not.toContain('canary');
});

test.each([
  ['a header', { headers: { Authorization: 'canary' } }],
  ['deep inside', { a: [{ b: { c: { config_vars: { X: 'canary' } } } }] }],
  ['any spelling', { 'api-key': 'canary', apiKey: 'canary', SLACK_BOT_TOKEN: 'canary', totp_key: 'canary' }],
  ['a body', { body: 'canary' }],
  ['a capability', { response_url: 'canary', trigger_id: 'canary' }],
  ['a map of headers', { headers: new Headers({ cookie: 'canary' }) }],
])('a value is hidden by its name: %s', (_, facts) => {
  expect(recorded((log) => log.info(facts, 'x'))).not.toContain('canary');
});

test.each([
  'xoxb-1-canary',
  'xapp-1-canary',
  'xoxe.xoxp-1-canary',
  'HRKU-AAcanary_-9',
  'ghp_canary',
  'Authorization: Bearer abcdefgh.canary',
  'postgres://bot:canary@db.example:5432/x',
  'https://canary@proxy.example',
  'https://hooks.slack.com/actions/T0/1/canary',
])('a value is hidden by its shape, in facts and in the message: %s', (text) => {
  expect(recorded((log) => log.info({ note: `before ${text} after` }, text))).not.toContain('canary');
});

test('known secrets are hidden whatever their shape, also as JSON and URLs write them', () => {
  const secret = 'canary "quoted"/key';
  const text = recorded(
    (log) => log.info({ note: secret, url: `https://x/?k=${encodeURIComponent(secret)}` }, `m ${secret}`),
    [secret, 'short'],
  );
  expect(text).not.toContain('canary');
  expect(JSON.parse(text)).toMatchObject({ note: '[secret]' });
});

test('facts that are not secret survive: ids, counts, dates, cycles cut', () => {
  const loop: { self?: object; id: string } = { id: 'op_7f3a' };
  loop.self = loop;
  const text = recorded((log) =>
    log.info({ loop, key: 'op_7f3a/approved', tokens: 4500, at: new Date(0) }, 'x'),
  );
  expect(JSON.parse(text)).toMatchObject({ loop: { id: 'op_7f3a' }, key: 'op_7f3a/approved', tokens: 4500 });
});
