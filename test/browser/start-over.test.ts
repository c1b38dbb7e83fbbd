/** Beginning again from the page: asked first, for everybody, and nothing of the old night is left. */
import { test } from 'vitest';
import { accessibilityFaults } from './harness/axe.ts';
import { openRehearsal } from './harness/rehearsal.ts';

const rehearsal = openRehearsal();

test('[Start over] asks, and then sets another stage under every open window', async ({ expect }) => {
  const [ana, bo] = await Promise.all([rehearsal.window('ana'), rehearsal.window('bo')]);
  await ana.types('Is anybody else seeing 503s?');
  await bo.reads(/503s/);
  const { page } = ana;
  const startOver = page.getByRole('button', { name: 'Start over' });
  const question = page.getByRole('alertdialog', { name: 'Start over?' });

  await startOver.click();
  await question.waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  // Whoever answers without thinking keeps it.
  await page.keyboard.press('Enter');
  await question.waitFor({ state: 'detached' });
  expect(await ana.sees(/503s/)).toBe(true);

  const before = rehearsal.stage();
  await startOver.click();
  await question.getByRole('button', { name: 'Start over' }).click();
  await bo.page.getByText('The stage is being set').waitFor();
  await bo.page.getByRole('heading', { name: '#ops' }).waitFor();
  await page.getByRole('heading', { name: '#ops' }).waitFor();
  expect(rehearsal.stage()).not.toBe(before);
  expect([await ana.sees(/503s/), await bo.sees(/503s/)]).toEqual([false, false]);

  await bo.types('A new night.');
  await ana.reads(/A new night/);
});
