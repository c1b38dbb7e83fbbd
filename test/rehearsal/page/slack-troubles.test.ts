/** Every named trouble of Slack's does to the workspace what it says, by the way a window takes. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SLACK_TROUBLES } from '../../../rehearsal/page/inspector/troubles.ts';
import { troublesShown, turn } from '../../../rehearsal/page/troubles/trouble.ts';
import { CHANNELS } from '../../../rehearsal/slack/cast.ts';
import { type SlackWorld, startSlack } from '../../../rehearsal/slack/start.ts';
import { webClient } from '../slack/small-app.ts';

const PLACES = ['ops', 'general', 'status'];

let slack: SlackWorld;

beforeEach(async () => {
  slack = await startSlack();
});
afterEach(() => slack.stop());

function set(id: string, on: boolean, where = 'ops'): Promise<void> {
  const asks = SLACK_TROUBLES.find((each) => each.id === id)?.asks;
  const amount = asks?.kind === 'number' ? asks.least : null;
  return turn(SLACK_TROUBLES, slack, PLACES, { id, where, amount, on });
}

const onAt = (id: string) => troublesShown(SLACK_TROUBLES, slack, PLACES).find((each) => each.id === id)?.on;
const posted = () => slack.as('ana').messages('ops').length;

/** `ok`, or the error that the vendor's client meets. */
async function says(): Promise<string> {
  return webClient(slack)
    .chat.postMessage({ channel: CHANNELS.ops, text: 'hello' })
    .then(
      () => 'ok',
      (error: { data?: { error?: string }; statusCode?: number; name: string }) =>
        error.data?.error ?? `${error.name} ${error.statusCode ?? ''}`.trim(),
    );
}

/** While it is on; in `#ops` afterwards. */
const EFFECTS: Readonly<Record<string, { readonly said: string; readonly posted: number }>> = {
  'slack-down': { said: 'WebAPIRequestError', posted: 0 },
  'rate-limited': { said: 'WebAPIRateLimitedError', posted: 0 },
  'server-error': { said: 'WebAPIHTTPError 500', posted: 0 },
  'answer-lost': { said: 'WebAPIRequestError', posted: 1 },
  archived: { said: 'is_archived', posted: 0 },
  'bot-removed': { said: 'not_in_channel', posted: 0 },
};

test.each(Object.entries(EFFECTS))('%s', async (id, { said, posted: count }) => {
  expect(await says()).toBe('ok');
  const before = posted();
  await set(id, true);
  expect(await says()).toBe(said);
  expect(posted() - before).toBe(count);
  await set(id, false);
  expect(await says()).toBe('ok');
});

test('slow: a call is answered, and its journal says when it still waits', async () => {
  await set('slow', true);
  const waiting = says();
  await slack.until(() => slack.journal.calls.at(-1)?.outcome === 'pending', 5_000, 'a call that waits');
  expect(posted()).toBe(0);
  expect(await waiting).toBe('ok');
});

test('hang: a call waits until the trouble is taken back', async () => {
  await set('hang', true);
  const waiting = says();
  await slack.until(() => slack.journal.calls.at(-1)?.outcome === 'pending', 5_000, 'a call that waits');
  await set('hang', false);
  expect(await waiting).toBe('WebAPIRequestError');
  expect(await says()).toBe('ok');
});

test('private: only the app and the members know the channel', async () => {
  const kind = () => slack.state.channels.get(CHANNELS.ops)?.kind;
  await set('private', true);
  expect(kind()).toBe('private');
  await set('private', false);
  expect(kind()).toBe('public');
});

describe('all of them', () => {
  test('are tried here', () => {
    expect([...Object.keys(EFFECTS), 'slow', 'hang', 'private'].sort()).toEqual(
      SLACK_TROUBLES.map(({ id }) => id).sort(),
    );
  });

  test.each(SLACK_TROUBLES.map(({ id, everywhere }) => ({ id, everywhere })))(
    '$id is seen to be on where it is, and off again',
    async ({ id, everywhere }) => {
      expect(onAt(id)).toEqual([]);
      await set(id, true);
      await set(id, true);
      expect(onAt(id)).toEqual(everywhere ? PLACES : ['ops']);
      await set(id, false);
      expect(onAt(id)).toEqual([]);
    },
  );
});
