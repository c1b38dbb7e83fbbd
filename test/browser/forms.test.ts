/** Filling in the bot's own forms: by keys alone, with what is wrong said where it is, and nothing typed ever lost. */
import { test } from 'vitest';
import { openRehearsal } from './harness/rehearsal.ts';

const rehearsal = openRehearsal();

const SYMPTOM = 'What is broken?';
const REQUIRED = 'Please complete this required field.';

test('from the slash command to the request by keys alone, and back to where one was', async ({ expect }) => {
  const { page, keyboard, form, formsClosed, reads } = await rehearsal.window('ana');
  const composer = page.getByRole('textbox', { name: 'Message #ops' });
  await composer.focus();
  await keyboard.types('/ro');
  await page.getByRole('option', { name: /^\/rollback/ }).waitFor();
  await keyboard.presses('Tab');
  expect(await composer.inputValue()).toBe('/rollback ');
  await page.getByRole('status').filter({ hasText: 'Roll an app back' }).waitFor();
  await keyboard.types('raxx-api-prod');
  await keyboard.presses('Enter');
  const { dialog } = await form('Roll back');
  await dialog.getByLabel(SYMPTOM).and(page.locator(':focus')).waitFor();
  await keyboard.types('signup 500s since 02:58 UTC');
  await keyboard.presses('Enter');
  await formsClosed();
  await reads(/signup 500s since 02:58 UTC/);
  await composer.and(page.locator(':focus')).waitFor();
  expect(await composer.inputValue()).toBe('');
  expect(keyboard.lost()).toEqual([]);
});

test('Escape closes a form, and the focus goes back to the line', async () => {
  const { page, types, form, formsClosed } = await rehearsal.window('kim');
  await types('/rollback raxx-api-prod');
  await form('Roll back');
  await page.keyboard.press('Escape');
  await formsClosed();
  await page.getByRole('textbox', { name: 'Message #ops' }).and(page.locator(':focus')).waitFor();
});

test('a required field says so under itself, has the focus, and is content once filled in', async ({
  expect,
}) => {
  const { page, types, form } = await rehearsal.window('bo');
  await types('/rollback raxx-api-prod');
  const { dialog, presses, errorOf, fills } = await form('Roll back');
  await presses('Ask for approval');
  expect(await errorOf(SYMPTOM)).toContain(REQUIRED);
  await dialog.getByLabel(SYMPTOM).and(page.locator(':focus')).waitFor();
  await fills(SYMPTOM, 'signup 500s');
  await dialog.getByText(REQUIRED).waitFor({ state: 'detached' });
});

test('two windows of one person fill in the same form, and typed text stays while the checks come back', async ({
  expect,
}) => {
  const [desk, phone] = await Promise.all([rehearsal.window('kristerpher'), rehearsal.window('kristerpher')]);
  await desk.types('/rollback raxx-api-prod');
  const there = (await desk.form('Roll back')).dialog.getByLabel(SYMPTOM);
  // Faster than the checks, and not yet told to the workspace when they are drawn.
  await there.pressSequentially('signup 500s', { delay: 30 });
  await (await desk.form('Roll back')).says(/Go back to/);
  expect(await there.inputValue()).toBe('signup 500s');
  const here = await phone.form('Roll back');
  await here.dialog.locator('input').and(here.dialog.getByLabel(SYMPTOM)).waitFor();
  await here.picks('Go back to', /^v83/);
  await (await desk.form('Roll back')).says(/v83/);
  expect(await here.dialog.getByLabel(SYMPTOM).inputValue()).toBe('signup 500s');
  await here.presses('Cancel');
  await desk.formsClosed();
});

test('a release is found by typing, and what is not there is said', async ({ expect }) => {
  const { page, types, form } = await rehearsal.window('kim');
  await types('/rollback raxx-api-prod');
  const { dialog } = await form('Roll back');
  const target = dialog.getByRole('combobox', { name: 'Go back to' });
  await target.fill('no such release');
  await page.getByRole('option', { name: 'No results' }).waitFor();
  await target.fill('83');
  await page.getByRole('option', { name: /^v83/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: /^v83/ }).waitFor({ state: 'detached' });
  expect(await target.inputValue()).toMatch(/^v83/);
  await dialog.getByText(/v85 → v83/).waitFor();
});
