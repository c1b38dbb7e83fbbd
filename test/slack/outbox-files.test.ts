/** Posts that share a file: once, whatever Slack does in between, and as words alone when it takes no files. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CHANNELS } from '../../rehearsal/slack/cast.ts';
import type { Loop } from '../../src/slack/loop.ts';
import { startOutboxSender } from '../../src/slack/outbox-sender.ts';
import { slackWeb } from '../../src/slack/web.ts';
import { type Bench, listeningLog, openBench } from './bench.ts';

const { ops, general, status } = CHANNELS;
const FILE = { name: 'timeline.md', title: 'Timeline', content: '# Timeline ünd more\n' };

let bench: Bench;
let senders: Loop[] = [];

beforeAll(async () => {
  bench = await openBench();
});
afterEach(async () => {
  bench.slack.faults.clear();
  await Promise.all(senders.map((each) => each.stop()));
  senders = [];
  bench.slack.state.messages.clear();
  await bench.db.pool.query('delete from outbox; delete from outbox_lane');
});
afterAll(() => bench.close());

function startSender(executor = 'one'): void {
  const log = listeningLog();
  const web = slackWeb({ token: bench.slack.botToken, apiUrl: bench.slack.apiUrl, log });
  senders.push(startOutboxSender({ db: bench.db.appPool, web, executor, log, fallback: status }));
}

async function queue(text: string, post: { channel?: string; thread?: string; file?: object } = {}) {
  await bench.db.appPool.query(
    'insert into outbox (key, channel, thread_key, text, file) values ($1, $2, $3, $1, $4)',
    [text, post.channel ?? ops, post.thread ?? null, post.file ? JSON.stringify(post.file) : null],
  );
}

const settled = () =>
  bench.slack.until(
    async () => {
      const { rows } = await bench.db.pool.query(
        `select 1 from outbox where status in ('waiting', 'sending')`,
      );
      return rows.length === 0;
    },
    20_000,
    'an empty outbox',
  );

/** What a killed process leaves behind, once its lease has run out; and no rests. */
const freeLanes = () =>
  bench.db.pool.query(`update outbox_lane set leased_until = '-infinity', not_before = '-infinity'`);

const shown = () =>
  [...bench.slack.state.messages.values()].map(({ channel, text, threadTs, files }) => ({
    channel,
    text,
    inThread: threadTs !== null,
    files: files.map((id) => bench.slack.state.files.get(id)?.content),
  }));
const SHARED = { channel: ops, text: 'all of it', inThread: true, files: [FILE.content] };

test('it stands in its thread with its comment, and what comes next comes next', async () => {
  await queue('root');
  await queue('all of it', { thread: 'root', file: FILE });
  await queue('after', { thread: 'root' });
  await queue('to a person', { channel: bench.slack.as('bo').id, file: FILE });
  startSender('one');
  startSender('two');
  await settled();
  const [root, file, after] = shown().filter(({ channel }) => channel === ops);
  expect([root?.text, file, after?.text]).toEqual(['root', SHARED, 'after']);
  expect(bench.slack.as('bo').find('dm', /to a person/)?.plain).toBe('to a person\n[file timeline.md]');
});

test.each([
  ['no address yet', { method: 'files.getUploadURLExternal', kind: 'server-error', when: 'after' }],
  ['the address breaks off', { method: 'upload', kind: 'reset', when: 'before' }],
  ['uploaded, and no answer', { method: 'upload', kind: 'reset', when: 'after' }],
  ['not shared', { method: 'files.completeUploadExternal', kind: 'reset', when: 'before' }],
  ['shared, and no answer', { method: 'files.completeUploadExternal', kind: 'reset', when: 'after' }],
  ['too many', { method: 'files.completeUploadExternal', kind: 'rate-limited', retryAfterSeconds: 1 }],
  [
    'uploaded, and gone again',
    { method: 'files.completeUploadExternal', kind: 'error', error: 'file_not_found' },
  ],
] as const)('%s: one message with its file', async (_name, fault) => {
  bench.slack.faults.add(fault);
  await queue('all of it', { file: FILE });
  startSender();
  await settled();
  expect(shown()).toEqual([{ ...SHARED, inThread: false }]);
});

test.each(['before', 'after'] as const)(
  'a process killed %s it was shared: the next one looks first',
  async (when) => {
    const sharing = 'files.completeUploadExternal';
    bench.slack.faults.add({ kind: 'hang', when, method: sharing });
    await queue('root');
    await queue('all of it', { thread: 'root', file: FILE });
    startSender('killed');
    await bench.slack.until(
      () =>
        bench.slack.journal.calls.some(({ method, outcome }) => method === sharing && outcome === 'pending'),
      10_000,
    );
    await freeLanes();
    startSender('next');
    await settled();
    expect(shown()).toEqual([expect.objectContaining({ text: 'root' }), SHARED]);
  },
);

test.each([
  [
    'a scope that was never granted',
    { method: 'files.getUploadURLExternal', kind: 'error', error: 'missing_scope' },
  ],
  ['a policy', { method: 'files.completeUploadExternal', kind: 'error', error: 'posting_to_channel_denied' }],
  ['an address behind a firewall', { method: 'upload', kind: 'reset', when: 'before' }],
] as const)('%s: the words go out, and say that the file is missing', async (_name, fault) => {
  bench.slack.faults.add({ ...fault, times: Number.POSITIVE_INFINITY });
  await queue('all of it', { file: FILE });
  await queue('after');
  startSender();
  const hurried = setInterval(() => void freeLanes(), 500);
  await settled().finally(() => clearInterval(hurried));
  expect(shown().map(({ files }) => files)).toEqual([[], []]);
  expect(shown().at(-1)?.text).toBe('after');
  expect(shown()[0]?.text).toMatch(/^all of it\n`timeline\.md` is missing: \S/);
});

test('a channel that takes nothing: it goes elsewhere with its file', async () => {
  bench.slack.office.archive('general');
  await queue('all of it', { channel: general, file: FILE });
  startSender();
  await settled();
  expect(shown()).toEqual([
    {
      channel: status,
      text: `Meant for <#${general}>, but it is archived:\nall of it`,
      inThread: false,
      files: [FILE.content],
    },
  ]);
});
