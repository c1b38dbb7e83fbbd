import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Admission, admit, type SignedRequest } from '../../src/slack/admit.ts';
import { command, payload, SECRET, type Signed, signature, signed, submission, TEAM, tap } from './signed.ts';

const NOW = Date.parse('2026-11-20T03:02:10Z');
const HOME = { teamId: TEAM, enterpriseId: null };

function ask(request: Signed, secrets: readonly string[] = [SECRET], nowMs = NOW): Admission {
  const parts: SignedRequest = {
    body: Buffer.from(request.body),
    contentType: request.headers['content-type'],
    signature: request.headers['x-slack-signature'],
    timestamp: request.headers['x-slack-request-timestamp'],
  };
  return admit(parts, { secrets, home: HOME, nowMs });
}

function verdict(admission: Admission): string {
  return admission.kind === 'refused' ? String(admission.status) : admission.kind;
}

const at = (seconds: number) => signed(command(), { at: NOW + seconds * 1000 });

/** Every text that differs in one character or is cut short. */
function neighbours(text: string): string[] {
  return [...text].flatMap((character, index) => {
    const changed = ['0', '1', 'a', 'A', 'f', '=', ' ', 'é'].filter((other) => other !== character);
    return [
      text.slice(0, index),
      ...changed.map((other) => text.slice(0, index) + other + text.slice(index + 1)),
    ];
  });
}

function changedBytes(body: Buffer): Buffer[] {
  const flips = Array.from({ length: 255 }, (_, flip) => flip + 1);
  return [...body.keys()].flatMap((index) =>
    flips.map((flip) => {
      const changed = Buffer.from(body);
      changed[index] = (changed[index] ?? 0) ^ flip;
      return changed;
    }),
  );
}

describe('the signature', () => {
  test('a signed command is accepted', () => {
    expect(ask(at(0))).toMatchObject({
      kind: 'accepted',
      incoming: { kind: 'command', body: { command: '/rollback', text: 'api v84' } },
    });
  });

  test('every single changed byte of signature, time or body is refused', () => {
    const good = signed('command=%2Frollback&text=api', { at: NOW });
    const inHeaders = ['x-slack-signature', 'x-slack-request-timestamp'].flatMap((field) =>
      neighbours(good.headers[field] ?? '').map((value) => ({
        ...good,
        headers: { ...good.headers, [field]: value },
      })),
    );
    const inBody = changedBytes(Buffer.from(good.body)).map((body) => ({ ...good, body }));
    const forged: Signed[] = [...inHeaders, ...inBody];
    expect(forged.length).toBeGreaterThan(5_000);
    expect(new Set(forged.map((each) => verdict(ask(each))))).toEqual(new Set(['401']));
  });

  test.each([
    ['none', undefined],
    ['empty', ''],
    ['upper case', signature(command(), '1795143730').toUpperCase()],
    ['another version', signature(command(), '1795143730').replace('v0', 'v1')],
    ['two of them', `${signature(command(), '1795143730')}, ${signature(command(), '1795143730')}`],
    ['another secret', signature(command(), '1795143730', 'another-secret')],
  ])('%s is refused', (_name, value) => {
    const request = {
      body: Buffer.from(command()),
      contentType: 'application/x-www-form-urlencoded',
      signature: value,
      timestamp: '1795143730',
    };
    const nowMs = 1_795_143_730_000;
    expect(verdict(admit(request, { secrets: [SECRET], home: HOME, nowMs }))).toBe('401');
    const good = { ...request, signature: signature(command(), '1795143730') };
    expect(verdict(admit(good, { secrets: [SECRET], home: HOME, nowMs }))).toBe('accepted');
  });

  test('during a rotation both secrets hold, and afterwards only the new one', () => {
    const old = signed(command(), { at: NOW, secret: 'the-old-secret' });
    expect(verdict(ask(old, [SECRET, 'the-old-secret']))).toBe('accepted');
    expect(verdict(ask(at(0), [SECRET, 'the-old-secret']))).toBe('accepted');
    expect(verdict(ask(old, [SECRET]))).toBe('401');
  });
});

test('the clock may differ by five minutes to either side and not a second more', () => {
  const outcomes = Array.from({ length: 7_201 }, (_, index) => index - 3_600).map((seconds) => ({
    seconds,
    accepted: verdict(ask(at(seconds))) === 'accepted',
  }));
  const accepted = outcomes.filter((each) => each.accepted).map((each) => each.seconds);
  expect([accepted[0], accepted.at(-1), accepted.length]).toEqual([-300, 300, 601]);
});

test.each([
  'Infinity',
  '1e3',
  '',
  ' ',
  '-1795143730',
  '0x6b000000',
  '1795143730.0',
  '01795143730',
  '１７９５１４３７３０',
])('the timestamp %j is refused however it is signed', (timestamp) => {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signature(command(), timestamp),
  };
  expect(verdict(ask({ body: command(), headers }, [SECRET], 1_795_143_730_000))).toBe('401');
});

describe('what is no delivery', () => {
  test('the certificate probe is answered unsigned, and carries nothing in', () => {
    const unsigned = (body: string): Signed => ({ body, headers: signed('').headers });
    expect(verdict(ask(unsigned('ssl_check=1&token=abc')))).toBe('ssl-check');
    expect(verdict(ask(unsigned(`ssl_check=1&${payload(tap())}`)))).toBe('401');
    expect(verdict(ask(unsigned(`ssl_check=1&${command()}`)))).toBe('401');
    expect(verdict(ask(signed(`ssl_check=1&${command()}`, { at: NOW })))).toBe('ssl-check');
  });

  test('the address check is answered only when signed', () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc', token: 'x' });
    const request = signed(body, { at: NOW, type: 'application/json' });
    expect(ask(request)).toEqual({ kind: 'challenge', challenge: 'abc' });
    expect(verdict(ask({ ...request, headers: signed('other', { at: NOW }).headers }))).toBe('401');
  });
});

const FOREIGN = 'T0ELSEWHERE';
const home = { id: TEAM };

test.each<[string, string]>([
  ['command team_id', command({ team_id: FOREIGN })],
  ['command enterprise_id', command({ enterprise_id: 'E0OTHER' })],
  ['tap team', payload(tap({ team: { id: FOREIGN } }))],
  ['tap team enterprise', payload(tap({ team: { ...home, enterprise_id: 'E0OTHER' } }))],
  ['tap user.team_id', payload(tap({ user: { id: 'U0OTTO', team_id: FOREIGN } }))],
  ['tap enterprise', payload(tap({ enterprise: { id: 'E0OTHER' } }))],
  ['tap in a foreign modal', payload(tap({ view: { id: 'V01', team_id: FOREIGN } }))],
  ['submission team', payload(submission({ team: { id: FOREIGN } }))],
  ['submission user.team_id', payload(submission({ user: { id: 'U0OTTO', team_id: FOREIGN } }))],
  ['submission view.team_id', payload(submission({}, { team_id: FOREIGN }))],
  ['submission installed team', payload(submission({}, { app_installed_team_id: FOREIGN }))],
])('another workspace in %s is refused', (_name, body) => {
  expect(verdict(ask(signed(body, { at: NOW })))).toBe('403');
});

test('an org-wide installation is not ours', () => {
  expect(verdict(ask(signed(command({ is_enterprise_install: 'true' }), { at: NOW })))).toBe('400');
  expect(verdict(ask(signed(payload(tap({ is_enterprise_install: true })), { at: NOW })))).toBe('400');
  expect(verdict(ask(signed(payload(tap({ team: null })), { at: NOW })))).toBe('400');
});

test('only known fields come through, and none reaches a prototype', () => {
  const hostile = `{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},${JSON.stringify(
    submission({ event: { type: 'x' }, response_url: 'http://127.0.0.1:9/', actions: [{}] }),
  ).slice(1)}`.replace(
    '"symptom":{"text"',
    '"__proto__":{"admin":{"type":"x","value":"1"}},"symptom":{"text"',
  );
  const admission = ask(signed(new URLSearchParams({ payload: hostile }).toString(), { at: NOW }));
  if (admission.kind !== 'accepted') throw new Error(verdict(admission));
  const body: object = admission.incoming.body;
  expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['event', 'response_url', 'actions']));
  expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
  expect('admin' in {}).toBe(false);
  expect('admin' in body).toBe(false);
  if (admission.incoming.kind !== 'submission') throw new Error(admission.incoming.kind);
  expect('admin' in admission.incoming.body.view.state.values).toBe(false);
});

test('text that Postgres cannot store is made storable', () => {
  const body = command({ text: 'a\0b' });
  expect(ask(signed(body, { at: NOW }))).toMatchObject({ incoming: { body: { text: 'a\ufffdb' } } });
  const lone = payload(tap()).replace('op_7f3a', '%5Cud800');
  expect(ask(signed(lone, { at: NOW }))).toMatchObject({
    incoming: { body: { actions: [{ value: '\ufffd' }] } },
  });
});

test.each<[string, string | Buffer, string]>([
  ['a null payload', 'payload=null', 'application/x-www-form-urlencoded'],
  ['an array', 'payload=[]', 'application/x-www-form-urlencoded'],
  ['a deep one', `payload=${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'application/x-www-form-urlencoded'],
  ['actions that are no list', payload(tap({ actions: 'x' })), 'application/x-www-form-urlencoded'],
  ['two payloads', `${payload(tap())}&${payload(tap())}`, 'application/x-www-form-urlencoded'],
  ['no body', '', 'application/x-www-form-urlencoded'],
  ['bytes that are not UTF-8', Buffer.from([0x61, 0x3d, 0xff, 0xfe]), 'application/x-www-form-urlencoded'],
  ['another content type', command(), 'text/plain'],
  ['half a JSON', '{"type":"event_callback"', 'application/json'],
  // A pattern for strings would look for the end from each quote: minutes.
  ['a megabyte of quotes that never close', `"${'\\"'.repeat(500_000)}`, 'application/json'],
  ['an unknown type', JSON.stringify({ type: 'block_suggestion', team: home }), 'application/json'],
  ['an action without actions', payload(tap({ actions: [] })), 'application/x-www-form-urlencoded'],
])('signed garbage: %s', (_name, body, type) => {
  expect(verdict(ask(signed(body, { at: NOW, type })))).toBe('400');
});

test('a thousand bracket characters inside a text are just text', () => {
  const body = payload(submission({}, { private_metadata: '[{"'.repeat(300) }));
  expect(verdict(ask(signed(body, { at: NOW })))).toBe('accepted');
});

test('a content type may carry its charset', () => {
  const type = 'application/x-www-form-urlencoded; charset=utf-8';
  expect(verdict(ask(signed(command(), { at: NOW, type })))).toBe('accepted');
});

test('no signed body whatever makes it throw', () => {
  const nearly = fc.oneof(
    fc.record(
      {
        type: fc.constantFrom('block_actions', 'view_submission', 'event_callback', 'view_closed', 'x'),
        team: fc.oneof(fc.constant({ id: TEAM }), fc.jsonValue()),
        user: fc.oneof(fc.constant({ id: 'U0ANA' }), fc.jsonValue()),
        actions: fc.oneof(fc.constant([{ type: 'button', action_id: 'a' }]), fc.jsonValue()),
        view: fc.oneof(fc.constant({ id: 'V1' }), fc.jsonValue()),
        event: fc.jsonValue(),
        event_id: fc.jsonValue(),
        team_id: fc.constantFrom(TEAM, null, 7),
      },
      { requiredKeys: [] },
    ),
    fc.jsonValue({ maxDepth: 6 }),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        nearly.map(payload),
        fc.string(),
        nearly.map((each) => JSON.stringify(each) ?? ''),
      ),
      (body) => {
        expect(['accepted', '400', '403', 'ssl-check', 'challenge']).toContain(
          verdict(ask(signed(body, { at: NOW }))),
        );
      },
    ),
    { numRuns: 3_000 },
  );
});
