import type { App } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SlackWorld, startSlack } from '../../../rehearsal/slack/start.ts';
import { form, option, type SmallApp, startHttpApp, webClient } from './small-app.ts';

let world: SlackWorld;
let slack: WebClient;
let running: SmallApp | null;
let clock: number;

beforeEach(async () => {
  clock = Date.now();
  running = null;
  world = await startSlack({ now: () => clock });
  slack = webClient(world);
});
afterEach(async () => {
  await running?.stop();
  await world.stop();
});

const code = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    (error: { data?: { error?: string } }) => error.data?.error ?? String(error),
  );

/** Ana types /rollback; the app does nothing but acknowledge and remember its trigger. */
async function trigger(handle = 'ana'): Promise<string> {
  let caught = '';
  if (running === null) {
    await run((app) => app.command('/rollback', ({ ack }) => ack()));
  }
  await world.as(handle).slash('ops', '/rollback api');
  for (const id of world.state.triggers.keys()) caught = id;
  return caught;
}

async function run(register: (app: App) => void): Promise<void> {
  running = await startHttpApp(world, register);
}

async function opened(view = form(), handle = 'ana') {
  const answer = await slack.views.open({ trigger_id: await trigger(handle), view });
  const modal = world.as(handle).modal();
  if (modal === null || answer.view?.id === undefined) throw new Error('no modal');
  return { modal, view: { id: answer.view.id, hash: answer.view.hash ?? '' } };
}

const blocksWith = (...changed: KnownBlock[]): KnownBlock[] => [
  ...changed,
  ...(form().blocks as KnownBlock[]),
];
const line = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });

test('a select that searches shows what the app finds, and keeps what was chosen', async () => {
  const searching: KnownBlock = {
    type: 'input',
    block_id: 'release',
    label: { type: 'plain_text', text: 'Go back to' },
    element: {
      type: 'external_select',
      action_id: 'find',
      initial_option: option('v84'),
      min_query_length: 0,
    },
  };
  const asked: unknown[] = [];
  await run((app) => {
    app.command('/rollback', ({ ack }) => ack());
    app.options('find', async ({ ack, body, options }) => {
      asked.push([options.value, 'view' in body ? body.view?.private_metadata : null]);
      await ack({ options: ['v83', 'v82'].map(option) });
    });
    app.view('form', ({ ack }) => ack());
  });
  const { modal, view } = await opened(form({ blocks: blocksWith(searching) }));
  expect(modal.text()).toContain('[v84 ▾]');
  expect((await modal.search('release', 'find', 'v8')).map(({ value }) => value)).toEqual(['v83', 'v82']);
  expect(asked).toEqual([['v8', 'op_1']]);
  await modal.choose('release', 'find', 'v82');
  await expect(modal.choose('release', 'find', 'v1')).rejects.toThrow('on offer: v83, v82');
  await slack.views.update({ view_id: view.id, view: form({ blocks: blocksWith(searching, line('done')) }) });
  expect(modal.value('release', 'find')).toMatchObject({ selected_option: { value: 'v82' } });
});

test('a trigger opens one modal, within three seconds', async () => {
  const first = await trigger();
  expect(await code(slack.views.open({ trigger_id: 'made.up', view: form() }))).toBe('invalid_trigger_id');
  clock += 3_000;
  expect(await code(slack.views.open({ trigger_id: first, view: form() }))).toBe('ok');
  expect(await code(slack.views.open({ trigger_id: first, view: form() }))).toBe('exchanged_trigger_id');
  const second = await trigger();
  clock += 3_001;
  expect(await code(slack.views.open({ trigger_id: second, view: form() }))).toBe('expired_trigger_id');
});

test('a view Slack would refuse leaves the trigger good', async () => {
  const id = await trigger();
  const long = form({ title: { type: 'plain_text', text: 'Roll back raxx-api-production' } });
  await expect(slack.views.open({ trigger_id: id, view: long })).rejects.toMatchObject({
    data: {
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
      },
    },
  });
  expect(await code(slack.views.open({ trigger_id: id, view: form() }))).toBe('ok');
});

test('an update keeps what was typed, drops what is no longer offered, and needs the present hash', async () => {
  const { modal, view } = await opened();
  await modal.fill('symptom', 'text', 'signup 500s');
  await modal.choose('target', 'pick', 'v83');
  const fewer = form({ blocks: blocksWith(line('Checks: smoke 503')) });
  const options = [option('v84')];
  fewer.blocks = fewer.blocks.map((block) =>
    block.block_id === 'target'
      ? {
          ...block,
          element: { type: 'static_select', action_id: 'pick', options, initial_option: option('v84') },
        }
      : block,
  );
  const updated = await slack.views.update({ view_id: view.id, hash: view.hash, view: fewer });
  expect(modal.text()).toContain('Checks: smoke 503');
  expect(modal.value('symptom', 'text')).toMatchObject({ value: 'signup 500s' });
  expect(modal.value('target', 'pick')).toMatchObject({ selected_option: { value: 'v84' } });
  expect(await code(slack.views.update({ view_id: view.id, hash: view.hash, view: fewer }))).toBe(
    'hash_conflict',
  );
  expect(updated.view?.hash).not.toBe(view.hash);
  expect(updated.view?.blocks?.[0]?.block_id).toMatch(/\w/);
});

test('an update with other ids loses the text', async () => {
  const { modal, view } = await opened();
  await modal.fill('symptom', 'text', 'signup 500s');
  const renamed = form().blocks.map((block) =>
    block.block_id === 'symptom' ? { ...block, block_id: 'symptom-2' } : block,
  );
  await slack.views.update({ view_id: view.id, view: form({ blocks: renamed }) });
  expect(modal.value('symptom-2', 'text')).toMatchObject({ value: null });
});

test('a closed modal is not found; closing is told when asked for', async () => {
  const closings: string[] = [];
  await run((app) => {
    app.command('/rollback', ({ ack }) => ack());
    app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, view }) => {
      closings.push(view.private_metadata);
      await ack();
    });
  });
  const quiet = await opened();
  await quiet.modal.close();
  expect(await code(slack.views.update({ view_id: quiet.view.id, view: form() }))).toBe('not_found');
  await opened(form({ notify_on_close: true, private_metadata: 'op_2' }));
  await world.as('ana').closeModal();
  expect(closings).toEqual(['op_2']);
  expect(world.as('ana').modal()).toBeNull();
});

test('each person has a stack of their own, three deep', async () => {
  const { modal } = await opened();
  expect(world.as('bo').modal()).toBeNull();
  expect(
    await code(slack.views.push({ trigger_id: await trigger(), view: form({ callback_id: '2' }) })),
  ).toBe('ok');
  expect(
    await code(slack.views.push({ trigger_id: await trigger(), view: form({ callback_id: '3' }) })),
  ).toBe('ok');
  expect(await code(slack.views.push({ trigger_id: await trigger(), view: form() }))).toBe(
    'push_limit_reached',
  );
  const ana = world.as('ana');
  await ana.closeModal();
  expect(ana.modal()?.view().view.callback_id).toBe('2');
  await ana.closeModal();
  expect(ana.modal()?.viewId).toBe(modal.viewId);
});

test('a submission is answered by update, push, clear, or Slack says that something went wrong', async () => {
  const answers = [
    { response_action: 'update' as const, view: form({ callback_id: 'form', private_metadata: 'second' }) },
    { response_action: 'push' as const, view: form({ callback_id: 'form', private_metadata: 'third' }) },
    { response_action: 'errors' as const, errors: { nowhere: 'lost' } },
    {
      response_action: 'update' as const,
      view: form({ title: { type: 'plain_text', text: 'x'.repeat(25) } }),
    },
    { response_action: 'clear' as const },
  ];
  await run((app) => {
    app.command('/rollback', ({ ack }) => ack());
    app.view('form', async ({ ack }) => {
      const next = answers.shift();
      if (next !== undefined) await ack(next);
    });
  });
  await opened();
  const ana = world.as('ana');
  const kinds: string[] = [];
  for (let left = answers.length; left > 0; left -= 1) {
    const modal = ana.modal();
    if (modal === null) break;
    await modal.fill('symptom', 'text', 'signup 500s');
    await modal.tick('warnings', 'tick');
    kinds.push((await modal.submit()).kind);
    if (kinds.at(-1) === 'failed') expect(modal.text()).toContain('We had some trouble connecting');
  }
  expect(kinds).toEqual(['updated', 'pushed', 'failed', 'failed', 'cleared']);
  expect(ana.modal()).toBeNull();
});

test('a button in a modal reports the fields as they are; a menu only when it stands outside an input', async () => {
  const seen: unknown[] = [];
  await run((app) => {
    app.command('/rollback', ({ ack }) => ack());
    app.action(/.*/, async ({ ack, body, action }) => {
      if (body.type === 'block_actions')
        seen.push([action.type, body.view?.state.values['symptom']?.['text']?.value]);
      await ack();
    });
  });
  const elements = [
    {
      type: 'button' as const,
      action_id: 'again',
      text: { type: 'plain_text' as const, text: 'Check again' },
    },
    { type: 'static_select' as const, action_id: 'which', options: [option('v83')] },
  ];
  const { modal } = await opened(form({ blocks: blocksWith({ type: 'actions', elements }) }));
  await modal.fill('symptom', 'text', 'signup 500s');
  await modal.choose('target', 'pick', 'v83');
  await modal.tap('again');
  await modal.tap('which', { value: 'v83' });
  expect(seen).toEqual([
    ['button', 'signup 500s'],
    ['static_select', 'signup 500s'],
  ]);
  await expect(modal.tap('nowhere')).rejects.toThrow(/on offer: again, which/);
});

test('a line of text is reported on Enter, or on every letter if the app asks for that', async () => {
  const seen: unknown[] = [];
  await run((app) => {
    app.command('/rollback', ({ ack }) => ack());
    app.action(/.*/, async ({ ack, action }) => {
      seen.push('value' in action ? action.value : null);
      await ack();
    });
  });
  const text = (block_id: string, on: readonly ('on_enter_pressed' | 'on_character_entered')[] | null) => ({
    type: 'input' as const,
    block_id,
    dispatch_action: true,
    label: { type: 'plain_text' as const, text: block_id },
    element: {
      type: 'plain_text_input' as const,
      action_id: 'text',
      ...(on === null ? {} : { dispatch_action_config: { trigger_actions_on: [...on] } }),
    },
  });
  const { modal } = await opened(
    form({ blocks: [text('enter', null), text('letters', ['on_character_entered'])] }),
  );
  await modal.fill('enter', 'text', 'v84');
  expect(seen).toEqual([]);
  await modal.enter('enter', 'text');
  await modal.fill('letters', 'text', 'v');
  await modal.fill('letters', 'text', 'v8');
  expect(seen).toEqual(['v84', 'v', 'v8']);
  await expect(modal.enter('letters', 'text')).rejects.toThrow(/reports no Enter/);
});
