import { afterEach, beforeEach, expect, test } from 'vitest';
import { CHANNELS } from '../../rehearsal/slack/cast.ts';
import type { Loop } from '../../src/slack/loop.ts';
import { startOutboxSender } from '../../src/slack/outbox-sender.ts';
import { slackWeb } from '../../src/slack/web.ts';
import { type Bench, listeningLog, openBench } from './bench.ts';

const { ops, general, status } = CHANNELS;

let bench: Bench;
let senders: Loop[];
let log: ReturnType<typeof listeningLog>;

beforeEach(async () => {
  bench = await openBench();
  senders = [];
  log = listeningLog();
});
afterEach(async () => {
  bench.slack.faults.clear();
  await Promise.all(senders.map((each) => each.stop()));
  await bench.close();
});

function startSender(executor = 'one'): Loop {
  const sender = startOutboxSender({
    db: bench.db.appPool,
    web: slackWeb({ token: bench.slack.botToken, apiUrl: bench.slack.apiUrl, log }),
    executor,
    log,
    fallback: status,
  });
  senders.push(sender);
  return sender;
}

interface Queued {
  readonly channel?: string;
  readonly thread?: string;
  readonly broadcast?: boolean;
  readonly blocks?: readonly object[];
}

async function queue(text: string, post: Queued = {}): Promise<void> {
  await bench.db.appPool.query(
    `insert into outbox (key, channel, thread_key, broadcast, text, blocks) values ($1, $2, $3, $4, $1, $5)`,
    [
      text,
      post.channel ?? ops,
      post.thread ?? null,
      post.broadcast ?? false,
      post.blocks === undefined ? null : JSON.stringify(post.blocks),
    ],
  );
}

async function statuses(): Promise<Record<string, string>> {
  const found = await bench.db.pool.query<{ key: string; status: string }>('select key, status from outbox');
  return Object.fromEntries(found.rows.map((row) => [row.key, row.status]));
}

/** All of the queue has come to its end. */
function settled(): Promise<unknown> {
  return bench.slack.until(
    async () => Object.values(await statuses()).every((each) => each === 'sent' || each === 'refused'),
    15_000,
    'an empty outbox',
  );
}

const shown = (channel: string) =>
  [...bench.slack.state.messages.values()]
    .filter((each) => each.channel === channel)
    .map((each) => each.text);

test('two senders keep the order, send everything once, and no more than one a second', async () => {
  for (const text of ['first', 'second', 'third', 'fourth']) await queue(text);
  await queue('elsewhere', { channel: general });
  startSender('one');
  startSender('two');
  await settled();
  expect(shown(ops)).toEqual(['first', 'second', 'third', 'fourth']);
  expect(shown(general)).toEqual(['elsewhere']);
  expect(bench.slack.journal.violations).toEqual([]);
});

test.each([
  ['refused for a second', { kind: 'rate-limited', retryAfterSeconds: 1 }],
  ['reset before it acted', { kind: 'reset', when: 'before' }],
  ['500 before it acted', { kind: 'server-error', when: 'before' }],
  ['500 after it acted', { kind: 'server-error', when: 'after' }],
  ['answer lost after it acted', { kind: 'reset', when: 'after' }],
] as const)('%s: exactly one message, in its place', async (_name, fault) => {
  bench.slack.faults.add({ ...fault, method: 'chat.postMessage', times: 2 });
  await queue('parent', { channel: status });
  await queue('root');
  await queue('reply', { channel: status, thread: 'parent' });
  startSender();
  await settled();
  expect(shown(ops)).toEqual(['root']);
  expect(shown(status)).toEqual(['parent', 'reply']);
  expect(Object.values(await statuses())).toEqual(['sent', 'sent', 'sent']);
});

test('an answer that never comes: the next sender finds the message and adopts it', async () => {
  for (const [text, post] of [
    ['in the channel', {}],
    ['to a person', { channel: bench.slack.as('bo').id }],
  ] as const) {
    await queue(text, post);
  }
  bench.slack.faults.add({ kind: 'hang', when: 'after', method: 'chat.postMessage', times: 2 });
  startSender('killed');
  await bench.slack.until(() => bench.slack.state.messages.size === 2, 5_000);
  // What the database looks like once the lease of a killed process has run out.
  await bench.db.pool.query(`update outbox_lane set leased_until = '-infinity'`);
  startSender('next');
  await settled();
  expect([...bench.slack.state.messages.values()].map((each) => each.text).sort()).toEqual([
    'in the channel',
    'to a person',
  ]);
  const sent = await bench.db.pool.query<{ key: string; ts: string; sent_channel: string }>(
    'select key, ts, sent_channel from outbox order by key',
  );
  const messages = [...bench.slack.state.messages.values()].toSorted((a, b) => (a.text < b.text ? -1 : 1));
  expect(sent.rows).toEqual(
    messages.map(({ text, ts, channel }) => ({ key: text, ts, sent_channel: channel })),
  );
});

test('what Slack will not show goes out as plain text, and the queue moves on', async () => {
  await queue('too many blocks', { blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) });
  await queue('fine', { blocks: [{ type: 'divider' }] });
  startSender();
  await settled();
  const messages = [...bench.slack.state.messages.values()];
  expect(messages.map((each) => [each.text, each.blocks.length])).toEqual([
    ['too many blocks', 0],
    ['fine', 1],
  ]);
});

test('what a channel does not take is said in the fallback channel, once, and nobody else waits', async () => {
  bench.slack.office.archive('general');
  await queue('lost', { channel: general, blocks: [{ type: 'divider' }] });
  await queue('detail', { channel: general, thread: 'lost' });
  await queue('heard');
  startSender('one');
  startSender('two');
  await settled();
  expect(await statuses()).toMatchObject({ lost: 'refused', detail: 'refused', heard: 'sent' });
  const [said, detail, ...more] = [...bench.slack.state.messages.values()].filter(
    (each) => each.channel === status,
  );
  expect(more).toEqual([]);
  expect(said?.text).toBe(`Meant for <#${general}>, but it is archived:\nlost`);
  expect(said?.blocks).toHaveLength(2);
  expect(detail).toMatchObject({
    text: `Meant for <#${general}>, but it is archived:\ndetail`,
    threadTs: said?.ts,
  });
  expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(2);
});

test('when the fallback takes nothing either, it ends there, in the log', async () => {
  bench.slack.office.archive('general');
  bench.slack.office.removeBot('status');
  await queue('lost', { channel: general });
  startSender();
  await settled();
  expect(await statuses()).toEqual({ lost: 'refused', [`lost/elsewhere/${status}`]: 'refused' });
  expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([
    { facts: { key: 'lost', saidIn: [status] } },
    { facts: { key: `lost/elsewhere/${status}`, code: 'not_in_channel', saidIn: [] } },
  ]);
});

test('a bad token loses nothing', async () => {
  bench.slack.faults.add({ kind: 'error', error: 'token_revoked', method: 'chat.postMessage' });
  await queue('kept');
  startSender();
  await bench.slack.until(() => bench.slack.journal.calls.length === 1, 5_000);
  await bench.slack.until(async () => (await statuses())['kept'] === 'waiting', 5_000);
  // Instead of the half minute it would rest.
  await bench.db.pool.query(`update outbox_lane set not_before = '-infinity'`);
  await settled();
  expect(shown(ops)).toEqual(['kept']);
});

test('replies find their thread, whatever became of the parent', async () => {
  await queue('early reply', { thread: 'late parent' });
  await queue('late parent');
  await queue('broadcast', { thread: 'late parent', broadcast: true });
  bench.slack.office.archive('general');
  await queue('refused parent', { channel: general });
  await queue('across channels', { channel: status, thread: 'refused parent' });
  await queue('orphan', { channel: bench.slack.as('kim').id, thread: 'never written' });
  await queue('itself', { channel: bench.slack.as('bo').id, thread: 'itself' });
  startSender();
  await settled();
  const messages = [...bench.slack.state.messages.values()];
  const parent = messages.find((each) => each.text === 'late parent');
  const seen = messages.map((each) => [each.text, each.threadTs === parent?.ts, each.broadcast]);
  expect(seen.filter(([text]) => ['late parent', 'early reply', 'broadcast'].includes(String(text)))).toEqual(
    [
      ['late parent', false, false],
      ['early reply', true, false],
      ['broadcast', true, true],
    ],
  );
  const alone = messages.filter((each) => ['across channels', 'orphan', 'itself'].includes(each.text));
  expect(alone.map((each) => each.threadTs)).toEqual([null, null, null]);
});
