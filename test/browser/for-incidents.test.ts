/** What incidents need of the page: fields of every kind, pins, files; by hand and by key. */
import { readFile } from 'node:fs/promises';
import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { onTestFinished, test } from 'vitest';
import { CHANNELS } from '../../rehearsal/slack/cast.ts';
import { openModal } from '../../rehearsal/slack/modals.ts';
import { form, option, startHttpApp, webClient } from '../rehearsal/slack/small-app.ts';
import { accessibilityFaults } from './harness/axe.ts';
import { openRehearsal } from './harness/rehearsal.ts';

const rehearsal = openRehearsal();

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const field = (label: string, element: object) => ({
  type: 'input',
  block_id: label,
  label: plain(label),
  optional: true,
  element: { action_id: 'in', ...element },
});

const FIELDS = [
  field('Began', { type: 'datetimepicker', initial_date_time: 1_782_010_680 }),
  field('Due', { type: 'datepicker' }),
  field('At', { type: 'timepicker', timezone: 'Etc/UTC' }),
  field('Commander', { type: 'users_select', placeholder: plain('Nobody yet') }),
  field('Also told', { type: 'multi_users_select', max_selected_items: 2 }),
  field('Apps', { type: 'multi_static_select', options: ['api', 'worker', 'velvet'].map(option) }),
  field('Minutes', { type: 'number_input', is_decimal_allowed: false, max_value: '60' }),
  field('Review', { type: 'url_text_input', placeholder: plain('https://') }),
];

/** An app of this test's own in the bot's place until the test ends, and a form of it before Ana. */
async function openForm(register: (app: App) => void): Promise<void> {
  const { slack } = rehearsal.stage();
  const requestUrl = slack.requestUrl();
  const { stop } = await startHttpApp(slack, register);
  onTestFinished(async () => {
    slack.connect({ requestUrl });
    await stop();
  });
  const view = form({ title: plain('Open an incident'), blocks: FIELDS } as Partial<ModalView>);
  openModal(slack.state, slack.as('ana').id, view);
}

test('what is picked is what the app hears, and nothing needs a mouse', async ({ expect }) => {
  const heard: unknown[] = [];
  await openForm((app) =>
    app.view('form', async ({ ack, view }) => {
      heard.push(Object.fromEntries(Object.entries(view.state.values).map(([id, held]) => [id, held['in']])));
      await ack();
    }),
  );
  const { page, keyboard, form: formOf, formsClosed } = await rehearsal.window('ana');
  const { dialog, fills, picks, presses, errorOf } = await formOf('Open an incident');
  expect(await dialog.getByLabel('Began').inputValue()).toBe('2026-06-21T02:58');
  await fills('Began', '2026-06-21T03:01');
  await fills('Due', '2026-06-30');
  await fills('At', '15:05');
  await picks('Commander', 'Kim');
  const also = dialog.getByRole('combobox', { name: 'Also told' });
  await keyboard.tabsTo(also);
  for (const name of ['an', 'bo', 'ki']) {
    await keyboard.types(name);
    await keyboard.presses('ArrowDown');
    await keyboard.presses('Enter');
  }
  await dialog.getByText('No more than 2').waitFor();
  await keyboard.tabsTo(dialog.getByRole('button', { name: 'Take out Ana' }), 'Shift+Tab');
  await keyboard.presses('Enter');
  await also.and(page.locator(':focus')).waitFor();
  await picks('Apps', 'worker');
  await picks('Apps', 'api');
  await fills('Minutes', '61');
  await fills('Review', 'https://raxx.app/review');
  await presses('Ask');
  expect(await errorOf('Minutes')).toContain('Please enter 60 or less.');
  expect(await accessibilityFaults(page)).toEqual([]);
  await fills('Minutes', '15');
  await presses('Ask');
  await formsClosed();
  const { slack } = rehearsal.stage();
  expect(heard).toEqual([
    {
      Began: { type: 'datetimepicker', selected_date_time: 1_782_010_860 },
      Due: { type: 'datepicker', selected_date: '2026-06-30' },
      At: { type: 'timepicker', selected_time: '15:05', timezone: 'Etc/UTC' },
      Commander: { type: 'users_select', selected_user: slack.as('kim').id },
      'Also told': { type: 'multi_users_select', selected_users: [slack.as('bo').id] },
      Apps: { type: 'multi_static_select', selected_options: ['worker', 'api'].map(option) },
      Minutes: { type: 'number_input', value: '15' },
      Review: { type: 'url_text_input', value: 'https://raxx.app/review' },
    },
  ]);
  expect(keyboard.lost()).toEqual([]);
});

test('a message is pinned to the timeline by key, and everybody sees who did', async ({ expect }) => {
  const { slack } = rehearsal.stage();
  slack.as('bo').say('ops', 'first reports of failed signups at 02:58');
  const { page, keyboard, reads } = await rehearsal.window('ana');
  const message = await reads(/failed signups/);
  await keyboard.tabsTo(message.getByRole('button', { name: 'React' }), 'Shift+Tab');
  await keyboard.presses('Enter');
  await page.getByRole('menuitemcheckbox', { name: 'Pin to the timeline' }).waitFor();
  await keyboard.presses('Enter');
  const pin = message.getByRole('button', { name: 'pushpin: Ana', pressed: true });
  await pin.waitFor();
  await keyboard.presses('Escape');
  const bo = await rehearsal.window('bo');
  await (await bo.reads(/failed signups/)).getByRole('button', { name: 'pushpin: Ana' }).click();
  await message.getByRole('button', { name: 'pushpin: Ana, Bo' }).waitFor();
  await message.getByRole('button', { name: 'pushpin: Ana, Bo' }).click();
  await message.getByRole('button', { name: 'pushpin: Bo', pressed: false }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(keyboard.lost()).toEqual([]);
});

test('a file in a thread opens as the text it is, and can be saved', async ({ expect }) => {
  const { slack } = rehearsal.stage();
  const content = '# RCA <script>alert(1)</script>\n\n| when | what |\n|---|---|\n';
  const client = webClient(slack);
  const { ts = '' } = await client.chat.postMessage({
    channel: CHANNELS.ops,
    text: 'The incident is closed',
  });
  const { upload_url: address = '', file_id: id = '' } = await client.files.getUploadURLExternal({
    filename: 'rca.md',
    length: Buffer.byteLength(content),
  });
  await fetch(address, { method: 'POST', body: content });
  await client.files.completeUploadExternal({
    channel_id: CHANNELS.ops,
    thread_ts: ts,
    initial_comment: 'The review so far',
    files: [{ id, title: 'RCA 2026-06-21' }],
  });
  const { page, opensThread, readsInThread } = await rehearsal.window('ana');
  await opensThread(/incident is closed/);
  const reply = await readsInThread(/The review so far/);
  await reply.getByText('rca.md · 59 bytes').waitFor();
  await reply.getByRole('button', { name: 'Open the file RCA 2026-06-21' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'RCA 2026-06-21' });
  await dialog.getByText('# RCA <script>alert(1)</script>').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Download rca.md' }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe('rca.md');
  expect(await readFile(await saved.path(), 'utf8')).toBe(content);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('a promise to customers is kept: Bo publishes by key, Ana in time by a click, and customers read both', async ({
  expect,
}) => {
  const ana = await rehearsal.window('ana');
  const panel = ana.page.getByRole('region', { name: 'The story' });
  const step = panel.locator('[aria-current="step"]');
  await ana.page.getByRole('button', { name: 'Practise: A promise to customers runs out' }).click();
  await step.getByText(/Ana types the command/).waitFor();
  await ana.types('/incident open raxx-api-prod signup 500s');
  await (await ana.form('Open incident')).presses('Open');
  await ana.formsClosed();

  const bo = await rehearsal.window('bo');
  const open = await bo.reads(/Incident open: raxx-api-prod signup 500s/);
  await bo.keyboard.tabsTo(open.getByRole('button', { name: /\d repl(y|ies)/ }), 'Shift+Tab');
  await bo.keyboard.presses('Enter');
  const draft = await bo.readsInThread(/Draft for customers, while you look/);
  await bo.keyboard.tabsTo(draft.getByRole('button', { name: 'Publish' }));
  await bo.keyboard.presses('Enter');
  await bo.readsInThread(/Bo published this at/);

  await step.getByText(/Eleven minutes go by/).waitFor();
  await panel.getByText('Eleven minutes later.').waitFor();
  await ana.page.getByRole('button', { name: 'Jump ahead' }).click();
  await ana.page.getByRole('menuitem', { name: '1 minute' }).click();
  await ana.opensThread(/Incident open/);
  const due = await ana.readsInThread(/promised a word by [\d:]+ UTC\. @Ana[\s\S]*so that they hear in time/);
  await due.getByRole('button', { name: 'Publish' }).click();
  await ana.readsInThread(/Ana published this at/);
  await ana.page.getByRole('button', { name: 'Close thread' }).click();
  await panel.getByRole('heading', { name: 'Goal reached' }).waitFor();
  await panel.getByText(/a word to customers at \d+:\d\d, 1\d:\d\d\./).waitFor();

  await bo.goes('#status');
  await bo.reads(/We are still working on the issue affecting the trading platform/);
  await bo.page.getByRole('tab', { name: 'Status' }).click();
  const updates = bo.page.getByRole('tabpanel', { name: 'Status' }).getByRole('listitem');
  await updates.filter({ hasText: 'We are investigating an issue' }).waitFor();
  await updates.filter({ hasText: 'We are still working on the issue' }).waitFor();
  expect(await updates.filter({ hasText: 'signature ok, taken' }).count()).toBe(2);
  expect(await accessibilityFaults(bo.page)).toEqual([]);
  expect(bo.keyboard.lost()).toEqual([]);
});
