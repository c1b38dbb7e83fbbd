import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer, Command, FrontDesk } from '../../src/ports.ts';
import { openPool } from '../../src/postgres/pool.ts';
import { startPostgresProxy } from '../support/postgres-proxy.ts';
import { type Bench, gate, NO_DESK, openBench, type Process, startProcess } from './bench.ts';
import {
  command,
  homeOpened,
  messageShortcut,
  payload,
  SECRET,
  type Signed,
  signed,
  submission,
  TEAM,
  tap,
} from './signed.ts';

let bench: Bench;
let one: Process;
let two: Process;
const handled: Command[] = [];
let hold = Promise.resolve();

const DESK: FrontDesk = {
  ...NO_DESK,
  commands: {
    '/rollback': async (asked) => {
      handled.push(asked);
      if (asked.text === 'hold') await hold;
      return said(`heard ${asked.text}`);
    },
  },
  taps: { 'rollback.review': async ({ value }) => said(`reviewing ${value}`) },
  submissions: { 'rollback.ask': async () => ({ kind: 'nothing' }) },
  searches: {},
};

function said(text: string): Answer {
  return { kind: 'tell', message: { text } };
}

beforeAll(async () => {
  bench = await openBench();
  one = await startProcess(bench.slack, bench.db.appPool, DESK, [SECRET]);
  two = await startProcess(bench.slack, bench.db.appPool, DESK, [SECRET]);
});

afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  await bench.close();
});

async function send(request: Signed, to: Process = one) {
  const answer = await fetch(to.url, {
    method: 'POST',
    headers: request.headers,
    body: typeof request.body === 'string' ? request.body : new Uint8Array(request.body),
  });
  return { status: answer.status, text: await answer.text() };
}

const asks = (text: string) => signed(command({ text }));
const timesHandled = (text: string) => handled.filter((each) => each.text === text).length;

test('a signed command reaches its handler and is answered to the asker alone', async () => {
  expect(JSON.parse((await send(asks('api v84'))).text)).toEqual({
    response_type: 'ephemeral',
    text: 'heard api v84',
  });
});

test('all refusals of strangers look the same', async () => {
  const old = signed(command({ text: 'stale' }), { at: Date.now() - 302_000 });
  const future = signed(command({ text: 'future' }), { at: Date.now() + 302_000 });
  const unsigned = { body: command({ text: 'unsigned' }), headers: { 'content-type': 'text/plain' } };
  const forged = signed(command({ text: 'forged' }), { secret: 'a guess' });
  const answers = await Promise.all([old, future, unsigned, forged].map((each) => send(each)));
  expect(new Set(answers.map((each) => JSON.stringify(each)))).toEqual(new Set(['{"status":401,"text":""}']));
  expect(['stale', 'future', 'unsigned', 'forged'].map(timesHandled)).toEqual([0, 0, 0, 0]);
});

test('the same bytes fifty times at two processes are handled once', async () => {
  const request = asks('replayed');
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => send(request, index % 2 === 0 ? one : two)),
  );
  expect(answers.filter((each) => each.status === 200)).toHaveLength(1);
  expect(answers.filter((each) => each.status === 401)).toHaveLength(49);
  expect(timesHandled('replayed')).toBe(1);
  const restarted = await startProcess(bench.slack, bench.db.appPool, DESK, [SECRET]);
  expect((await send(request, restarted)).status).toBe(401);
  await restarted.stop();
});

test('an event that Slack repeats is recorded once and answered every time', async () => {
  const event = { type: 'event_callback', team_id: TEAM, event_id: 'Ev07', event: { type: 'app_mention' } };
  const deliveries = [0, 1, 2, 3].map((retry) =>
    signed(JSON.stringify(event), { at: Date.now() + retry * 1000, type: 'application/json' }),
  );
  const answers = await Promise.all(deliveries.map((each, at) => send(each, at % 2 === 0 ? one : two)));
  expect(answers.map((each) => each.status)).toEqual([200, 200, 200, 200]);
  const rows = await bench.db.pool.query(
    `select count(*)::int as n from seen_request where key = 'event:Ev07'`,
  );
  expect(rows.rows).toEqual([{ n: 1 }]);
});

test.each<[string, Signed, string]>([
  ['command', signed(command({ command: '/nonsense' })), 'I do not know /nonsense. Nothing was done.'],
  ['a command named like a property', signed(command({ command: '/constructor' })), 'Nothing was done.'],
  [
    'form',
    signed(payload(submission({}, { callback_id: 'constructor' }))),
    '{"response_action":"errors","errors":{"symptom":"This form is from an older version of me.',
  ],
])('an unknown %s is answered at once', async (_name, request, sentence) => {
  const answer = await send(request);
  expect(answer.status).toBe(200);
  expect(answer.text).toContain(sentence);
});

test('an unknown button is acknowledged, and the person told', async () => {
  const actions = [{ type: 'button', action_id: '__proto__', value: 'x' }];
  expect(await send(signed(payload(tap({ actions }))))).toEqual({ status: 200, text: '' });
  const ana = bench.slack.as('ana');
  await bench.slack.until(() => ana.find('ops', /This button is from an older version/), 3_000);
});

test('an unknown shortcut is acknowledged, and the person told, wherever that is', async () => {
  const other = messageShortcut({ callback_id: 'toString', channel: { id: 'C0ELSEWHERE', name: 'x' } });
  expect(await send(signed(payload(other)))).toEqual({ status: 200, text: '' });
  const ana = bench.slack.as('ana');
  await bench.slack.until(() => ana.find('dm', /This shortcut is from an older version/), 3_000);
});

test('a message of any length, or of none, can have a shortcut chosen on it', async () => {
  for (const text of [undefined, null, '', 'x'.repeat(40_000)]) {
    const message = { ts: '1763607600.000100', text };
    expect((await send(signed(payload(messageShortcut({ message }))))).status).toBe(200);
  }
});

test('a home opened: published for that person; its other tabs and unknown people are no reason to', async () => {
  const event = (body: object) => send(signed(JSON.stringify(body), { type: 'application/json' }));
  const published = () =>
    bench.slack.journal.calls
      .filter(({ method }) => method === 'views.publish')
      .map(({ args }) => args['user_id']);
  expect((await event(homeOpened({ tab: 'messages' }, { event_id: 'Ev1' }))).status).toBe(200);
  expect((await event(homeOpened({ user: { id: 'U0RAXX000BO' } }, { event_id: 'Ev2' }))).status).toBe(200);
  expect((await event(homeOpened({}, { event_id: 'Ev3', team_id: 'T0OTHER' }))).status).toBe(403);
  expect((await event(homeOpened({}, { event_id: 'Ev4' }))).status).toBe(200);
  expect((await event(homeOpened({}, { event_id: 'Ev4' }))).status).toBe(200);
  await bench.slack.until(() => published().length > 0, 3_000);
  await one.jobs.drain(3_000);
  expect(published()).toEqual(['U0RAXX00ANA']);
});

test('more than a mebibyte is refused unread', async () => {
  expect((await send(signed(`payload=${'x'.repeat(1024 * 1024)}`))).status).toBe(413);
});

test('hostile signed bodies get a 4xx or an answer, and the process lives on', async () => {
  const field = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant({ id: TEAM }), fc.constant([{}]));
  const body = fc.oneof(
    fc.constantFrom(
      'payload=null',
      'payload=[]',
      'payload=%22x%22',
      'payload=',
      'null',
      '[]',
      'command=',
      '',
    ),
    fc
      .record({ team: field, user: field, actions: field, view: field, event: field })
      .map((over) => payload(tap(over))),
    fc
      .record({ team: field, user: field, view: field, name: field })
      .map((over) => payload(submission(over))),
    fc
      .record({ id: field, blocks: field, state: field, callback_id: field })
      .map((over) => payload(submission({}, over))),
    fc
      .record({ callback_id: field, channel: field, message: field, message_ts: field })
      .map((over) => payload(messageShortcut(over))),
    fc.record({ type: field, user: field, tab: field }).map((over) => JSON.stringify(homeOpened(over))),
    fc.dictionary(fc.string(), fc.string(), { maxKeys: 4 }).map((extra) => command(extra)),
    fc.string(),
  );
  let stamp = Date.now() - 250_000;
  await fc.assert(
    fc.asyncProperty(fc.array(body, { minLength: 20, maxLength: 20 }), async (bodies) => {
      const answers = await Promise.all(
        bodies.map((each, at) => {
          stamp += 50;
          const type = at % 3 === 0 ? 'application/json' : 'application/x-www-form-urlencoded';
          return send(signed(each, { type, at: stamp }));
        }),
      );
      expect(answers.filter(({ status }) => status !== 200 && (status < 400 || status > 499))).toEqual([]);
    }),
    { numRuns: 150 },
  );
  expect((await send(asks('still here'))).status).toBe(200);
}, 60_000);

test('without its database it says in time that nothing was done', async () => {
  const proxy = await startPostgresProxy(bench.db.appUrl);
  const pool = openPool(proxy.url, { applicationName: 'stalled', onError: () => undefined });
  const stalled = await startProcess(bench.slack, pool, DESK, [SECRET]);
  expect((await send(asks('while it works'), stalled)).status).toBe(200);
  proxy.stall();
  const [slash, form, bare, button] = await Promise.all([
    send(asks('while it hangs'), stalled),
    send(signed(payload(submission())), stalled),
    send(signed(payload(submission({}, { blocks: [] }))), stalled),
    send(signed(payload(tap({ actions: [{ type: 'button', action_id: 'x' }] }))), stalled),
  ]);
  const sentence = 'I could not reach my database, so I did not start this. Nothing was done.';
  expect(slash.text).toContain(`"response_type":"ephemeral","text":"${sentence}`);
  expect(form.text).toContain(`{"response_action":"errors","errors":{"symptom":"${sentence}`);
  expect(bare.text).toContain('{"response_action":"update","view":{"type":"modal"');
  expect(bare.text).toContain(sentence);
  expect(button).toEqual({ status: 200, text: '' });
  const ana = bench.slack.as('ana');
  await bench.slack.until(() => ana.find('ops', /did not start this. Nothing was done/), 3_000);
  expect(timesHandled('while it hangs')).toBe(0);
  proxy.restore();
  await stalled.stop();
  await pool.end();
  await proxy.stop();
});

test('a shutdown lets a request in hand finish, and takes no new one', async () => {
  const { promise, open } = gate();
  hold = promise;
  const leaving = await startProcess(bench.slack, bench.db.appPool, DESK, [SECRET]);
  const answer = send(asks('hold'), leaving);
  await bench.slack.until(() => timesHandled('hold') === 1, 3_000);
  const stopped = leaving.stop();
  await expect(send(asks('too late'), leaving)).rejects.toThrow();
  open();
  expect((await answer).text).toContain('heard hold');
  await stopped;
});
