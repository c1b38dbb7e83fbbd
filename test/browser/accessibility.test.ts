/** axe-core finds nothing wrong, wherever people look, in both schemes and at both widths. */
import { test } from 'vitest';
import { accessibilityFaults } from './harness/axe.ts';
import { openRehearsal } from './harness/rehearsal.ts';

const rehearsal = openRehearsal();

test('a channel with nothing in it, and each tab of the workshop', async ({ expect }) => {
  const { page, goes } = await rehearsal.window('kim');
  await goes('status');
  const workshop = page.getByRole('complementary', { name: 'Workshop' });
  const tabs = await workshop.getByRole('tab').all();
  expect(tabs.length).toBeGreaterThan(1);
  for (const tab of tabs) {
    await tab.click();
    expect(await accessibilityFaults(page), String(await tab.textContent())).toEqual([]);
  }
});

test('a form with errors, and the question of a select', async ({ expect }) => {
  const kim = await rehearsal.window('kim');
  await kim.types('/rollback raxx-api-prod v84');
  const ask = await kim.form('Roll back');
  await ask.says('CLEAR');
  await ask.presses('Ask for approval');
  await ask.errorOf('What is broken?');
  expect(await accessibilityFaults(kim.page)).toEqual([]);
  await ask.dialog.getByRole('combobox', { name: 'Go back to' }).click();
  await kim.page.getByRole('listbox').waitFor();
  // The open list belongs to its field; it is no place of its own to go to.
  expect(await accessibilityFaults(kim.page, ['region'])).toEqual([]);
});

test('a channel with a request, its thread, and the review of it', async ({ expect }) => {
  const { slack } = rehearsal.stage();
  const [ana, bo] = await Promise.all([slack.as('ana'), rehearsal.window('bo')]);
  await ana.slash('ops', '/rollback raxx-api-prod v84 signup 500s since 02:58 UTC');
  const form = await slack.until(() => ana.modal(), 10_000, 'the form');
  await form.submit();
  await bo.reads(/Approve\?[\s\S]*CLEAR/);
  expect(await accessibilityFaults(bo.page)).toEqual([]);
  await bo.taps(/Approve\?[\s\S]*CLEAR/, 'Review');
  await (await bo.form('Review rollback')).says('CLEAR');
  expect(await accessibilityFaults(bo.page)).toEqual([]);
  await bo.page.keyboard.press('Escape');
  await bo.formsClosed();
  await bo.opensThread(/Incident open/);
  await bo.readsInThread(/Draft for customers/);
  // On a phone the thread is all there is, and it stays what it is beside a channel.
  const alone = ['landmark-one-main', 'page-has-heading-one'];
  expect(await accessibilityFaults(bo.page, alone)).toEqual([]);
});

test("the app's Home tab", async ({ expect }) => {
  const bo = await rehearsal.window('bo');
  await bo.goes('Switchback');
  await bo.page.getByRole('tab', { name: 'Home' }).click();
  await bo.page.getByRole('tabpanel', { name: 'Home' }).getByText('raxx-api-prod').first().waitFor();
  expect(await accessibilityFaults(bo.page)).toEqual([]);
});
