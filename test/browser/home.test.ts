/** The app's Home tab and its shortcuts, as they are used at a window. */
import { beforeEach, test } from 'vitest';
import { accessibilityFaults } from './harness/axe.ts';
import { openRehearsal } from './harness/rehearsal.ts';
import type { Window } from './harness/window.ts';

const rehearsal = openRehearsal();

beforeEach(async () => {
  await rehearsal.theatre().renew({ rate: 20, mortal: false });
});

async function opensHome({ page, goes }: Window): Promise<void> {
  await goes('Switchback');
  await page.getByRole('tab', { name: 'Home' }).click();
  await page.getByText('Going on now').waitFor();
}

test('a request is found in the home, reviewed there, and its card is a click away', async ({ expect }) => {
  const [ana, bo] = await Promise.all([rehearsal.window('ana'), rehearsal.window('bo')]);
  await opensHome(bo);
  const { page } = bo;
  await page.getByText(/no rollback is under way/).waitFor();

  await opensHome(ana);
  await ana.page.getByRole('button', { name: 'Roll back an app' }).click();
  const ask = await ana.form('Roll back');
  await ask.picks('Which app?', 'raxx-api-prod');
  await ask.says('CLEAR');
  await ask.fills('What is broken?', 'signup 500s since 02:58 UTC');
  await ask.presses('Ask for approval');
  await ana.formsClosed();

  const card = page.getByRole('link', { name: 'open the card' }).first();
  // The home is as it was when it was asked for: the card may not have been posted yet.
  await rehearsal.stage().slack.until(
    async () => {
      await page.getByRole('button', { name: 'Look again' }).click();
      await page.getByText(/raxx-api-prod v85 → v84 · waiting for approval/).waitFor();
      return card.isVisible();
    },
    40_000,
    'the card to be linked',
  );
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Review' }).click();
  const review = await bo.form('Review rollback');
  await review.presses('Roll back to v84');
  await bo.formsClosed();

  await card.click();
  await page.getByRole('heading', { name: '#ops' }).waitFor();
  await bo.readsInThread(/raxx-api-prod v85 → v84/);
});

test('a shortcut of a message, by keys alone', async () => {
  const ana = await rehearsal.window('ana');
  const { page, keyboard } = ana;
  await ana.types('signup is broken <!channel>');
  const message = await ana.reads(/signup is broken/);
  await keyboard.tabsTo(message.getByRole('button', { name: 'More actions' }));
  await keyboard.presses('Enter');
  await page.getByRole('menuitem', { name: /Rollback because of this/ }).waitFor();
  await keyboard.presses('Enter');
  const because = await ana.form('Roll back');
  await page.waitForFunction(
    `[...document.querySelectorAll('[role=dialog] input')].some((field) => field.value === 'signup is broken <!channel>')`,
  );
  await because.presses('Cancel');
  await ana.formsClosed();
});

test('whoever may not ask is told so in a dialog', async () => {
  const sue = await rehearsal.window('sue');
  await sue.types('customers cannot sign up');
  const message = await sue.reads(/customers cannot/);
  await message.hover();
  await message.getByRole('button', { name: 'More actions' }).click();
  await sue.page.getByRole('menuitem', { name: /Rollback because of this/ }).click();
  const told = await sue.form('Switchback');
  await told.says(/you have support. Nothing was done./);
});
