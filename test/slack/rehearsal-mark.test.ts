/** Whatever leaves for a real workspace during a rehearsal is marked, once. */
import type { HomeView, ModalView } from '@slack/types';
import { expect, test } from 'vitest';
import { markedAnswer, markedWeb } from '../../src/slack/rehearsal-mark.ts';
import type { SlackReply } from '../../src/slack/slack-failure.ts';
import type { Outgoing, SlackWeb } from '../../src/slack/web.ts';
import { section } from '../../src/words/blocks.ts';
import { say } from '../../src/words/mrkdwn.ts';

const MARK = 'REHEARSAL · ';
const body = section(say`raxx-api-prod is live on v84`);
const form: ModalView = { type: 'modal', title: { type: 'plain_text', text: 'Ask' }, blocks: [body] };

/** Remembers what would have left; answers nothing. */
function listening() {
  const left: (Outgoing | ModalView | HomeView)[] = [];
  const lost: SlackReply<never> = { ok: false, why: 'lost', detail: 'nobody is there' };
  const hear = (said: Outgoing | ModalView | HomeView) => {
    left.push(said);
    return Promise.resolve(lost);
  };
  const web: SlackWeb = {
    identify: () => Promise.resolve(lost),
    post: hear,
    uploadFile: () => Promise.resolve(lost),
    shareFile: hear,
    update: hear,
    whisper: (_, message) => hear(message),
    openView: (_, view) => hear(view),
    pushView: (_, view) => hear(view),
    publishHome: (_, view) => hear(view),
    updateView: (_, __, view) => hear(view),
    history: () => Promise.resolve(lost),
    replies: () => Promise.resolve(lost),
    around: () => Promise.resolve(lost),
    directMessage: () => Promise.resolve(lost),
    user: () => Promise.resolve(lost),
    groupUsers: () => Promise.resolve(lost),
  };
  return { left, web: markedWeb(web) };
}

test('messages carry the mark on the lock screen and above their blocks', async () => {
  const { left, web } = listening();
  await web.post({ channel: 'C1', text: 'Recovered', blocks: [body] });
  await web.update({ channel: 'C1', ts: '1.1', text: 'Recovered', blocks: [body] });
  await web.whisper('U1', { channel: 'C1', text: 'No' });
  await web.shareFile({ channel: 'C1', fileId: 'F1', title: 'Timeline', text: 'All of it' });
  expect(left.map((each) => ('text' in each ? each.text : ''))).toEqual([
    `${MARK}Recovered`,
    `${MARK}Recovered`,
    `${MARK}No`,
    `${MARK}All of it`,
  ]);
  expect(left[0]).toHaveProperty('blocks.0.block_id', 'rehearsal');
  expect(left[1]).toHaveProperty('blocks.0.block_id', 'rehearsal');
  expect(left[2]).not.toHaveProperty('blocks');
});

test('forms are marked, whichever way they come', async () => {
  const { left, web } = listening();
  await web.openView('t', form);
  await web.pushView('t', form);
  await web.updateView('V1', null, form);
  await web.publishHome('U1', { type: 'home', blocks: [body] });
  for (const each of left) expect(each).toHaveProperty('blocks.0.block_id', 'rehearsal');
  expect(markedAnswer({ response_action: 'update', view: form })).toHaveProperty(
    'view.blocks.0.block_id',
    'rehearsal',
  );
});

test('answers are marked; words under a field stay as they are', () => {
  expect(markedAnswer({ response_type: 'ephemeral', text: 'No such app' })).toHaveProperty(
    'text',
    `${MARK}No such app`,
  );
  const errors = { response_action: 'errors', errors: { app: 'No such app' } } as const;
  expect(markedAnswer(errors)).toBe(errors);
});

test('what is marked is not marked again, and stays within what Slack takes', async () => {
  const { left, web } = listening();
  await web.post({ channel: 'C1', text: 'Many', blocks: Array.from({ length: 50 }, () => body) });
  const [first] = left;
  if (first === undefined || !('text' in first)) throw new Error('nothing left');
  await web.post(first);
  expect(left[1]).toEqual(first);
  expect(first.blocks).toHaveLength(50);
});
