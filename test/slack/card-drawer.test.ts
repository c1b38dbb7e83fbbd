import { afterEach, beforeEach, expect, test } from 'vitest';
import { CHANNELS } from '../../rehearsal/slack/cast.ts';
import type { Message } from '../../src/ports.ts';
import { startCardDrawer } from '../../src/slack/card-drawer.ts';
import type { Loop } from '../../src/slack/loop.ts';
import { startOutboxSender } from '../../src/slack/outbox-sender.ts';
import { slackWeb } from '../../src/slack/web.ts';
import { type Bench, listeningLog, openBench } from './bench.ts';

let bench: Bench;
let loops: Loop[];
let picture: Message;

beforeEach(async () => {
  bench = await openBench();
  loops = [];
  picture = { text: 'asked' };
});
afterEach(async () => {
  await Promise.all(loops.map((each) => each.stop()));
  await bench.close();
});

function web() {
  return slackWeb({ token: bench.slack.botToken, apiUrl: bench.slack.apiUrl, log: listeningLog() });
}

function startDrawer(): void {
  loops.push(
    startCardDrawer({
      db: bench.db.appPool,
      web: web(),
      table: 'card',
      draw: async () => picture,
      fallback: CHANNELS.status,
      log: listeningLog(),
    }),
  );
}

function startSender(): void {
  loops.push(
    startOutboxSender({
      db: bench.db.appPool,
      web: web(),
      executor: 'one',
      fallback: CHANNELS.status,
      log: listeningLog(),
    }),
  );
}

async function newCard(): Promise<void> {
  await bench.db.pool.query(
    `insert into operation (id, app, channel, status, requester, symptom, target_id, target_version, requested_at, expires_at)
     values ('op_1', 'api', $1, 'requested', '{}', '', 'r', 84, now(), now())`,
    [CHANNELS.ops],
  );
  await bench.db.pool.query(
    `insert into outbox (key, channel, text, card) values ('op_1/card', $1, 'asked', 'op_1')`,
    [CHANNELS.ops],
  );
  await bench.db.pool.query(`insert into card (operation_id, post_key) values ('op_1', 'op_1/card')`);
}

/** What a change of state does to the card. `soon`: as if its five seconds had passed. */
async function change(message: Message): Promise<void> {
  picture = message;
  await bench.db.pool.query('update card set changed_at = clock_timestamp()');
}

async function letTheFiveSecondsPass(): Promise<void> {
  await bench.db.pool.query(`update card set drawing_until = '-infinity'`);
}

const card = () => [...bench.slack.state.messages.values()].find((each) => each.channel === CHANNELS.ops);
const calls = (method: string) => bench.slack.journal.calls.filter((each) => each.method === method);

async function drawn(): Promise<void> {
  await bench.slack.until(async () => {
    const { rows } = await bench.db.pool.query<{ done: boolean }>(
      'select drawn_at = changed_at as done from card',
    );
    return rows[0]?.done;
  }, 5_000);
}

test('the card follows its state, changes in quick succession in one drawing', async () => {
  await newCard();
  startSender();
  startDrawer();
  await drawn();
  const before = calls('chat.update').length;
  for (const text of ['approved', 'sent', 'DYNOS STARTING']) await change({ text });
  await letTheFiveSecondsPass();
  await drawn();
  expect(card()?.text).toBe('DYNOS STARTING');
  expect(calls('chat.update').length - before).toBeLessThanOrEqual(2);
  const { rows } = await bench.db.pool.query<{ resting: boolean }>(
    `select drawing_until between clock_timestamp() and clock_timestamp() + interval '5 seconds' as resting from card`,
  );
  expect(rows).toEqual([{ resting: true }]);
});

test('messages waiting for the channel go first', async () => {
  await newCard();
  startSender();
  startDrawer();
  await drawn();
  await bench.db.pool.query(`insert into outbox (key, channel, text) values ('words', $1, 'words')`, [
    CHANNELS.ops,
  ]);
  await change({ text: 'sent' });
  await letTheFiveSecondsPass();
  await drawn();
  const order = bench.slack.journal.calls.map((each) => `${each.method} ${String(each.args['text'])}`);
  expect(order.indexOf('chat.update sent')).toBeGreaterThan(order.indexOf('chat.postMessage words'));
});

test('an unchanged card is not sent again, unless somebody else drew it since', async () => {
  await newCard();
  startSender();
  startDrawer();
  await drawn();
  const before = calls('chat.update').length;
  await change({ text: 'asked' });
  await letTheFiveSecondsPass();
  await drawn();
  expect(calls('chat.update')).toHaveLength(before);

  await bench.db.pool.query(`update card set drawn_at = clock_timestamp() - interval '1 second'`);
  await change({ text: 'asked' });
  await letTheFiveSecondsPass();
  await drawn();
  expect(calls('chat.update')).toHaveLength(before + 1);
});

test('a card that cannot be edited any more is left alone; refused blocks leave the text', async () => {
  await newCard();
  startSender();
  startDrawer();
  await drawn();
  await change({ text: 'plain', blocks: Array.from({ length: 51 }, () => ({ type: 'divider' as const })) });
  await letTheFiveSecondsPass();
  await drawn();
  expect(card()).toMatchObject({ text: 'plain', blocks: [] });

  bench.slack.faults.add({ kind: 'error', error: 'edit_window_closed', method: 'chat.update' });
  await change({ text: 'too late' });
  await letTheFiveSecondsPass();
  await bench.slack.until(async () => {
    const { rows } = await bench.db.pool.query<{ ended: boolean }>(
      `select drawing_until = 'infinity' as ended from card`,
    );
    return rows[0]?.ended;
  }, 5_000);
  expect(card()?.text).toBe('plain');
});

test('a card whose channel is archived lives on in the fallback channel', async () => {
  await newCard();
  startSender();
  startDrawer();
  await drawn();
  bench.slack.office.archive('ops');
  await change({ text: 'sent' });
  await letTheFiveSecondsPass();
  const moved = () =>
    [...bench.slack.state.messages.values()].find((each) => each.channel === CHANNELS.status);
  await bench.slack.until(moved, 5_000);
  expect(moved()?.text).toBe(`Meant for <#${CHANNELS.ops}>, but it is archived:\nsent`);
  await change({ text: 'recovered' });
  await letTheFiveSecondsPass();
  await bench.slack.until(() => moved()?.text === 'recovered', 5_000);
  expect(card()?.text).toBe('asked');
});

test('a failed edit is tried again', async () => {
  await newCard();
  startSender();
  await bench.slack.until(() => card(), 5_000);
  bench.slack.faults.add({ kind: 'server-error', when: 'before', method: 'chat.update' });
  picture = { text: 'sent' };
  startDrawer();
  await bench.slack.until(() => calls('chat.update').some((each) => each.status === 500), 5_000);
  await bench.slack.until(async () => {
    await letTheFiveSecondsPass();
    return card()?.text === 'sent';
  }, 5_000);
});
