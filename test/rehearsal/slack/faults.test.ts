import { afterEach, beforeEach, expect, test } from 'vitest';
import { CAST, CHANNELS } from '../../../rehearsal/slack/cast.ts';
import { type SlackWorld, startSlack } from '../../../rehearsal/slack/start.ts';
import { webClient } from './small-app.ts';

const { ops } = CHANNELS;
const METHOD = 'chat.postMessage';
let world: SlackWorld;

beforeEach(async () => {
  world = await startSlack();
});
afterEach(() => world.stop());

const said = () =>
  world
    .as('ana')
    .messages('ops')
    .map((each) => each.text);

async function say(text: string, channel: string = ops): Promise<string> {
  return webClient(world)
    .chat.postMessage({ channel, text })
    .then(
      () => 'ok',
      (error: { data?: { error?: string }; statusCode?: number; retryAfter?: number; name: string }) =>
        error.data?.error ?? `${error.name} ${error.statusCode ?? error.retryAfter ?? ''}`.trim(),
    );
}

test.each([
  [{ kind: 'rate-limited', retryAfterSeconds: 7 }, 'WebAPIRateLimitedError 7', false],
  [{ kind: 'server-error', when: 'before' }, 'WebAPIHTTPError 500', false],
  [{ kind: 'server-error', when: 'after' }, 'WebAPIHTTPError 500', true],
  [{ kind: 'reset', when: 'before' }, 'WebAPIRequestError', false],
  [{ kind: 'reset', when: 'after' }, 'WebAPIRequestError', true],
  [{ kind: 'error', error: 'invalid_blocks' }, 'invalid_blocks', false],
  [{ kind: 'slow', ms: 1 }, 'ok', true],
] as const)('%j, once', async (fault, outcome, acted) => {
  world.faults.add({ ...fault, method: METHOD });
  expect(await say('first')).toBe(outcome);
  expect(said()).toEqual(acted ? ['first'] : []);
  expect(await say('second')).toBe('ok');
  expect(world.journal.calls.map((call) => call.acted)).toEqual([acted, true]);
});

test('a hanging call ends when the fault is lifted; whether it acted is in the journal', async () => {
  const lift = world.faults.add({ kind: 'hang', when: 'after', method: METHOD });
  const waiting = say('first');
  await world.until(() => said().length > 0, 1_000);
  expect(world.journal.calls[0]?.outcome).toBe('pending');
  lift();
  expect(await waiting).toBe('WebAPIRequestError');
  expect(world.journal.calls[0]).toMatchObject({ outcome: 'lost', acted: true });
});

test('a fault can be for one channel, and last until it is lifted', async () => {
  const lift = world.faults.add({
    kind: 'error',
    error: 'restricted_action',
    method: '*',
    times: Number.POSITIVE_INFINITY,
    where: { channel: ops },
  });
  expect([await say('a'), await say('b'), await say('c', CHANNELS.general)]).toEqual([
    'restricted_action',
    'restricted_action',
    'ok',
  ]);
  lift();
  expect(await say('d')).toBe('ok');
});

test('down until told', async () => {
  world.goDown();
  expect(await say('lost')).toBe('WebAPIRequestError');
  world.comeUp();
  expect(await say('heard')).toBe('ok');
  expect(said()).toEqual(['heard']);
});

test('posts faster than one a second and channel are journaled, and refused when asked to', async () => {
  expect([await say('1'), await say('2'), await say('elsewhere', CHANNELS.general)]).toEqual([
    'ok',
    'ok',
    'ok',
  ]);
  expect(world.journal.violations.map((each) => each.channel)).toEqual([ops]);
  await world.stop();
  let now = Date.now();
  world = await startSlack({ enforceRateLimit: true, now: () => now });
  expect([await say('1', CAST.bo.id), await say('2', `D${CAST.bo.id.slice(1)}`)]).toEqual([
    'ok',
    'WebAPIRateLimitedError 1',
  ]);
  now += 1_000;
  expect(await say('3', CAST.bo.id)).toBe('ok');
});

test('onCall is awaited on both sides of every act', async () => {
  await world.stop();
  const moments: string[] = [];
  world = await startSlack({
    onCall: ({ n, method, phase }) => {
      moments.push(`${n} ${phase} ${method}: ${said().length}`);
    },
  });
  await say('first');
  expect(moments).toEqual([`1 before ${METHOD}: 0`, `1 after ${METHOD}: 1`]);
});
