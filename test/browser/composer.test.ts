/** The line to type in: what it offers, what it keeps, and where it is not. */
import { onTestFinished, test } from 'vitest';
import { openRehearsal } from './harness/rehearsal.ts';

const rehearsal = openRehearsal();

test('after a slash come the commands and the shortcut, chosen by keys or by hand', async ({ expect }) => {
  const { page, keyboard, form, formsClosed } = await rehearsal.window('ana');
  const line = page.getByRole('textbox', { name: 'Message #ops' });
  const offers = page.getByRole('listbox', { name: 'Commands and shortcuts' });
  await line.focus();
  await keyboard.types('/');
  await offers.getByRole('option', { name: /^\/drill/ }).waitFor();
  await keyboard.presses('ArrowUp');
  await offers.getByRole('option', { name: 'Roll back an app', selected: true }).waitFor();
  expect(await line.getAttribute('aria-activedescendant')).toBe(
    await offers.getByRole('option', { selected: true }).getAttribute('id'),
  );
  await keyboard.presses('Enter');
  await (await form('Roll back')).says('Which app?');
  await keyboard.presses('Escape');
  await formsClosed();
  expect(await line.inputValue()).toBe('');
  await keyboard.types('/');
  await keyboard.presses('Escape');
  await offers.waitFor({ state: 'detached' });
  await keyboard.types('o');
  await offers.getByRole('option', { name: /^\/ops/ }).click();
  expect(await line.inputValue()).toBe('/ops ');
  await page.getByRole('status').filter({ hasText: 'What operators need around a rollback' }).waitFor();
});

test('Shift+Enter begins a line; the arrow brings back what was sent; a draft outlives its channel', async ({
  expect,
}) => {
  const { page, keyboard, goes, reads } = await rehearsal.window('bo');
  const ops = page.getByRole('textbox', { name: 'Message #ops' });
  await ops.focus();
  await keyboard.types('first line');
  await keyboard.presses('Shift+Enter');
  await keyboard.types('second line');
  await keyboard.presses('Enter');
  await reads(/first line\s*second line/);
  await keyboard.types('another');
  await keyboard.presses('Enter');
  await reads(/another/);
  await keyboard.presses('ArrowUp');
  expect(await ops.inputValue()).toBe('another');
  await keyboard.presses('ArrowUp');
  expect(await ops.inputValue()).toBe('first line\nsecond line');
  await keyboard.presses('ArrowDown');
  await keyboard.presses('ArrowDown');
  expect(await ops.inputValue()).toBe('');
  await keyboard.types('not sent yet');
  await goes('general');
  await page.getByRole('textbox', { name: 'Message #general' }).waitFor();
  await goes('ops');
  expect(await ops.inputValue()).toBe('not sent yet');
});

test("a command that could not be delivered stays in the line, with Slack's own words", async ({
  expect,
}) => {
  const { slack } = rehearsal.stage();
  const requestUrl = slack.requestUrl();
  slack.connect({ requestUrl: null });
  onTestFinished(() => slack.connect({ requestUrl }));
  const { page } = await rehearsal.window('kim');
  const line = page.getByRole('textbox', { name: 'Message #ops' });
  await line.fill('/rollback raxx-api-prod');
  await line.press('Enter');
  await page.getByText('/rollback failed with the error "dispatch_failed"').waitFor();
  await expect.poll(() => line.inputValue()).toBe('/rollback raxx-api-prod');
  await page.getByRole('button', { name: 'Put this line away' }).click();
  await page.getByText('dispatch_failed').waitFor({ state: 'detached' });
  await line.fill('/nonsense');
  await line.press('Enter');
  await page.getByText('/nonsense is not a valid command.').waitFor();
});

test('a thread takes words and no commands', async ({ expect }) => {
  const root = said('general', 'Deploys are slow today');
  const channel = rehearsal.stage().slack.as('ana').messages('general').at(-1)?.channel ?? '';
  const { page, readsInThread } = await rehearsal.window('ana');
  await page.goto(`${new URL(page.url()).origin}/?as=ana&channel=${channel}&thread=${root}`);
  const reply = page.getByRole('textbox', { name: 'Reply' });
  await reply.fill('/rollback raxx-api-prod');
  await reply.press('Enter');
  await page.getByRole('alert').filter({ hasText: '/rollback is not supported in threads' }).waitFor();
  await expect.poll(() => reply.inputValue()).toBe('/rollback raxx-api-prod');
  await reply.fill('only words');
  await reply.press('Enter');
  await readsInThread(/only words/);
});

test('nobody writes in an archived channel', async () => {
  const { office } = rehearsal.stage().slack;
  const { page, goes } = await rehearsal.window('ana');
  await goes('status');
  await page.getByRole('textbox', { name: 'Message #status' }).waitFor();
  office.archive('status');
  onTestFinished(() => office.unarchive('status'));
  await page.getByText('#status is archived. Nobody can write here any more.').waitFor();
  await page.getByRole('textbox', { name: 'Message #status' }).waitFor({ state: 'detached' });
});

test("the app's Home tab is opened by keys, and its button opens the form", async ({ expect }) => {
  const { page, keyboard, goes, form } = await rehearsal.window('kim');
  await goes('Switchback');
  await keyboard.tabsTo(page.getByRole('tab', { name: 'Messages' }));
  await keyboard.presses('ArrowLeft');
  await page.getByRole('tab', { name: 'Home', selected: true }).waitFor();
  const begin = page.getByRole('tabpanel').getByRole('button', { name: 'Roll back an app' });
  await keyboard.tabsTo(begin);
  await keyboard.presses('Enter');
  const { dialog, says } = await form('Roll back');
  await says('Which app?');
  await keyboard.presses('Escape');
  await dialog.waitFor({ state: 'detached' });
  await begin.and(page.locator(':focus')).waitFor();
  await page.reload();
  await begin.waitFor();
  expect(keyboard.lost()).toEqual([]);
});

/** The timestamp of what Ana says there. */
function said(channel: string, words: string): string {
  const ana = rehearsal.stage().slack.as('ana');
  ana.say(channel, words);
  return ana.messages(channel).at(-1)?.ts ?? '';
}
