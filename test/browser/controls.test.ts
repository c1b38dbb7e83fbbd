/** Every control that the workspace takes, used at a window: what it says, what it asks first, what the app hears. */
import type { App } from '@slack/bolt';
import type { Block, KnownBlock, ModalView } from '@slack/types';
import { onTestFinished, test } from 'vitest';
import { openModal, updateModal } from '../../rehearsal/slack/modals.ts';
import type { SlackWorld } from '../../rehearsal/slack/start.ts';
import { form, option, startHttpApp, webClient } from '../rehearsal/slack/small-app.ts';
import { openRehearsal } from './harness/rehearsal.ts';

const rehearsal = openRehearsal();

const OPS = 'C0RAXX00OPS';
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const described = (value: string, description: string) => ({
  ...option(value),
  description: plain(description),
});
const button = (label: string, over: object = {}) => ({
  type: 'button' as const,
  action_id: label.toLowerCase(),
  value: label,
  text: plain(label),
  ...over,
});

/** An app of this test's own in the bot's place until the test ends. */
async function inPlaceOfTheBot(register: (app: App) => void): Promise<SlackWorld> {
  const { slack } = rehearsal.stage();
  const requestUrl = slack.requestUrl();
  const { stop } = await startHttpApp(slack, register);
  onTestFinished(async () => {
    slack.connect({ requestUrl });
    await stop();
  });
  return slack;
}

/** Notes what is tapped and chosen: `action id: what`. */
async function listening(): Promise<{ readonly slack: SlackWorld; readonly heard: string[] }> {
  const heard: string[] = [];
  const slack = await inPlaceOfTheBot((app) => {
    app.action(/.*/, async ({ ack, action }) => {
      heard.push(`${'action_id' in action ? action.action_id : ''}: ${what(action)}`);
      await ack();
    });
    app.options(/.*/, ({ ack, payload }) =>
      ack({ options: ['v83', 'v84'].filter((each) => each.includes(payload.value)).map(option) }),
    );
  });
  return { slack, heard };
}

function what(action: object): string {
  if ('selected_option' in action) return valueOfOption(action.selected_option);
  if ('selected_options' in action && Array.isArray(action.selected_options))
    return action.selected_options.map(valueOfOption).join('+');
  return 'value' in action ? String(action.value) : '';
}

function valueOfOption(chosen: unknown): string {
  return typeof chosen === 'object' && chosen !== null && 'value' in chosen
    ? String(chosen.value)
    : 'nothing';
}

function open(slack: SlackWorld, handle: string, ...blocks: readonly (Block | KnownBlock)[]) {
  const view: ModalView = form({ title: plain('Try it'), blocks: [...blocks] });
  return openModal(slack.state, slack.as(handle).id, view);
}

function field(block_id: string, element: object, over: object = {}): KnownBlock {
  return { type: 'input', block_id, label: plain(block_id), element, ...over } as KnownBlock;
}

test('a button that asks first sends nothing on no, and once on yes', async ({ expect }) => {
  const { slack, heard } = await listening();
  const confirm = {
    title: plain('Escalate now?'),
    text: plain('Everybody is paged.'),
    confirm: plain('Page them'),
    deny: plain('Not yet'),
    style: 'danger' as const,
  };
  await webClient(slack).chat.postMessage({
    channel: OPS,
    text: 'Two ways on',
    blocks: [
      { type: 'section', text: plain('Two ways on') },
      { type: 'actions', elements: [button('Escalate', { confirm, style: 'danger' }), button('Wait')] },
    ],
  });
  const { page, taps } = await rehearsal.window('ana');
  const question = page.getByRole('alertdialog', { name: 'Escalate now?' });
  const escalate = page.getByRole('button', { name: 'Escalate' });
  await taps(/Two ways on/, 'Escalate');
  await question.getByText('Everybody is paged.').waitFor();
  await question.getByRole('button', { name: 'Not yet' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await question.waitFor({ state: 'detached' });
  await escalate.and(page.locator(':focus')).waitFor();
  await taps(/Two ways on/, 'Escalate');
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  await taps(/Two ways on/, 'Escalate');
  await question.getByRole('button', { name: 'Page them' }).click();
  await expect.poll(() => heard).toEqual(['escalate: Escalate']);
});

test('a button tapped again before the app has answered is sent once, and says that it is busy', async ({
  expect,
}) => {
  let acknowledge: () => void = () => undefined;
  let taps = 0;
  const slack = await inPlaceOfTheBot((app) => {
    app.action('approve', async ({ ack }) => {
      taps += 1;
      await new Promise<void>((resolve) => {
        acknowledge = resolve;
      });
      await ack();
    });
  });
  open(slack, 'ana', { type: 'actions', elements: [button('Approve', { style: 'primary' })] });
  const { page, form: formOf } = await rehearsal.window('ana');
  const { dialog } = await formOf('Try it');
  const approve = dialog.getByRole('button', { name: 'Approve' });
  await approve.focus();
  await Promise.all([page.keyboard.press('Enter'), page.keyboard.press('Enter')]);
  await page.locator('[aria-busy="true"]').and(approve).waitFor();
  await expect.poll(() => taps).toBe(1);
  acknowledge();
  await page.locator('[aria-busy="false"]').and(approve).waitFor();
  expect(taps).toBe(1);
});

test('menus, boxes and dots are used by keys and by hand, and the app hears each as Slack tells it', async ({
  expect,
}) => {
  const { slack, heard } = await listening();
  const groups = [
    { label: plain('Production'), options: [described('api', 'the customers'), option('worker')] },
    { label: plain('Staging'), options: [option('api-staging')] },
  ];
  open(
    slack,
    'ana',
    field(
      'App',
      { type: 'static_select', action_id: 'app', option_groups: groups },
      { dispatch_action: true },
    ),
    field(
      'Release',
      { type: 'external_select', action_id: 'release', min_query_length: 2 },
      { dispatch_action: true },
    ),
    {
      type: 'actions',
      elements: [
        { type: 'overflow', action_id: 'more', options: [option('Copy'), option('Escalate')] },
        {
          type: 'radio_buttons',
          action_id: 'kind',
          options: [option('whole'), described('code', 'vars stay')],
        },
        { type: 'checkboxes', action_id: 'read', options: [option('smoke'), option('migration')] },
      ],
    },
  );
  const { page, form: formOf } = await rehearsal.window('ana');
  const { dialog } = await formOf('Try it');
  await dialog.getByRole('combobox', { name: 'App' }).click();
  await page.getByRole('group', { name: 'Production' }).getByRole('option', { name: 'api' }).waitFor();
  await page.keyboard.type('stag');
  await page.getByRole('option', { name: 'worker' }).waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const release = dialog.getByRole('combobox', { name: 'Release' });
  await release.click();
  await page.getByRole('option', { name: 'Type 2 letters or more' }).waitFor();
  await page.keyboard.type('84');
  await page.getByRole('option', { name: 'v84' }).click();
  await dialog.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Escalate' }).click();
  await dialog.getByRole('radio', { name: 'code' }).check();
  await dialog.getByRole('checkbox', { name: 'migration' }).check();
  await dialog.getByRole('checkbox', { name: 'smoke' }).check();
  await expect
    .poll(() => heard)
    .toEqual([
      'app: api-staging',
      'release: v84',
      'more: Escalate',
      'kind: code',
      'read: migration',
      'read: smoke+migration',
    ]);
  expect(await release.inputValue()).toBe('v84');
});

test('text typed a moment ago goes along with a tap; Enter goes to the app where it wants that', async ({
  expect,
}) => {
  const seen: unknown[] = [];
  const slack = await inPlaceOfTheBot((app) => {
    app.action(/.*/, async ({ ack, body, action }) => {
      const values = body.type === 'block_actions' ? body.view?.state.values : {};
      seen.push([action.type, values?.['Note']?.['note']?.value, values?.['Tag']?.['tag']?.value]);
      await ack();
    });
  });
  open(
    slack,
    'ana',
    field('Note', { type: 'plain_text_input', action_id: 'note', multiline: true }),
    field('Tag', { type: 'plain_text_input', action_id: 'tag' }, { dispatch_action: true }),
    { type: 'actions', elements: [button('Check')] },
  );
  const { page, form: formOf } = await rehearsal.window('ana');
  const { dialog, fills, presses } = await formOf('Try it');
  await fills('Note', 'two\nlines');
  await presses('Check');
  await dialog.getByLabel('Tag').fill('v84');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => seen)
    .toEqual([
      ['button', 'two\nlines', null],
      ['plain_text_input', 'two\nlines', 'v84'],
    ]);
  await dialog.waitFor();
});

test('the app draws the form anew under somebody who types: text, caret and focus stay', async ({
  expect,
}) => {
  const { slack } = await listening();
  const note = field('Note', { type: 'plain_text_input', action_id: 'note' });
  const opened = open(slack, 'ana', note);
  const { page, form: formOf } = await rehearsal.window('ana');
  const { dialog, says } = await formOf('Try it');
  const line = dialog.getByLabel('Note');
  await line.pressSequentially('signup 500s');
  for (let n = 0; n < 7; n += 1) await page.keyboard.press('ArrowLeft');
  const present = slack.state.views.get(opened.id);
  if (present === undefined) throw new Error('the form is closed');
  const above = { type: 'section' as const, text: plain('The checks are back') };
  updateModal(slack.state, present, form({ title: plain('Try it'), blocks: [above, note] }));
  await page.keyboard.type('-page');
  await says('The checks are back');
  await page.keyboard.type(':');
  expect(await line.inputValue()).toBe('sign-page:up 500s');
  await expect
    .poll(() => slack.as('ana').modal()?.value('Note', 'note'))
    .toMatchObject({ value: 'sign-page:up 500s' });
});

test("the app's own errors stand under their fields, Slack's line at the top, and a form on a form goes back", async ({
  expect,
}) => {
  const answers = [
    { response_action: 'errors' as const, errors: { Tag: 'No such tag.' } },
    { response_action: 'errors' as const, errors: { nowhere: 'lost' } },
    {
      response_action: 'push' as const,
      view: form({ title: plain('And then'), blocks: [{ type: 'section', text: plain('One more thing') }] }),
    },
  ];
  const slack = await inPlaceOfTheBot((app) => {
    app.view('form', async ({ ack }) => {
      const next = answers.shift();
      await (next === undefined ? ack() : ack(next));
    });
  });
  open(slack, 'ana', field('Tag', { type: 'plain_text_input', action_id: 'tag', max_length: 5 }));
  const { page, form: formOf, formsClosed } = await rehearsal.window('ana');
  const first = await formOf('Try it');
  await first.fills('Tag', 'v84-of-api');
  await first.says('5 too many');
  await first.presses('Ask');
  expect(await first.errorOf('Tag')).toContain('no more than 5 characters');
  await first.fills('Tag', 'v84');
  await first.presses('Ask');
  await first.says('No such tag.');
  expect(await first.errorOf('Tag')).toContain('No such tag.');
  await first.presses('Ask');
  await first.dialog.getByRole('alert').filter({ hasText: 'We had some trouble connecting' }).waitFor();
  await first.presses('Ask');
  const second = await formOf('And then');
  await second.says('One more thing');
  await second.dialog.getByRole('button', { name: 'Back' }).first().click();
  expect(await (await formOf('Try it')).dialog.getByLabel('Tag').inputValue()).toBe('v84');
  await page.keyboard.press('Escape');
  await formsClosed();
});
