/** A story on the page: begun by a click and led step by step, or played for whoever looks on. */
import { test } from 'vitest';
import { accessibilityFaults, PHONE } from './harness/axe.ts';
import { openRehearsal } from './harness/rehearsal.ts';
import type { Window } from './harness/window.ts';

const rehearsal = openRehearsal();

/** The panel's part about the story that is on. */
function storyIn({ page }: Window) {
  const panel = page.getByRole('region', { name: 'The story' });
  return {
    panel,
    step: panel.locator('[aria-current="step"]'),
    debrief: panel.getByRole('region', { name: 'Debrief' }),
  };
}

test('the first rollback is begun by a click, led step by step, and ends with its debrief', async ({
  expect,
}) => {
  const ana = await rehearsal.window('ana');
  await ana.page.getByRole('button', { name: 'Practise: First rollback' }).click();
  const { panel, step, debrief } = storyIn(ana);
  await panel.getByText(/nobody has asked yet/).waitFor();
  await step.getByText(/Ana types the command/).waitFor();

  await step.getByRole('button', { name: 'Put it into the line' }).click();
  const line = ana.page.getByRole('main').getByLabel(/^Message /);
  await line.and(ana.page.locator(':focus')).waitFor();
  expect(await line.inputValue()).toBe('/rollback raxx-api-prod v84 signup 500s');
  await line.press('Enter');
  const ask = await ana.form('Roll back');
  await ask.says('CLEAR');
  await ask.presses('Ask for approval');
  await ana.formsClosed();

  // The next step is somebody else's: Ana's window leads to theirs.
  await step.getByText(/Bo, the second operator/).waitFor();
  const [bosPage] = await Promise.all([
    ana.page.context().waitForEvent('page'),
    step.getByRole('link', { name: 'Act as Bo in another window' }).click(),
  ]);
  expect(new URL(bosPage.url()).searchParams.get('as')).toBe('bo');
  await bosPage.close();
  const bo = await rehearsal.window('bo');
  await bo.taps(/Approve\?[\s\S]*CLEAR/, 'Review');
  const review = await bo.form('Review rollback');
  await review.presses('Roll back to v84');
  await bo.formsClosed();

  await step.getByText(/Watch the card/).waitFor();
  await panel.getByText(/\d:\d\d of 5:00 since the request/).waitFor();
  await ana.page.getByLabel('Speed').selectOption('60×');
  await bo.reads(/Rollback confirmed: v86/);
  await step.getByText(/Close incident/).waitFor();
  await bo.taps(/Incident open/, /repl/);
  const thread = await bo.readsInThread(/is back on v84/);
  await thread.getByRole('button', { name: 'Close incident' }).click();
  const closing = await bo.form('Close incident');
  await closing.presses('Close incident');
  await bo.formsClosed();

  await panel.getByRole('heading', { name: 'Goal reached' }).waitFor();
  const phases = await debrief.getByRole('row').allTextContents();
  expect(phases.map((row) => row.replaceAll(/\d+:\d\d/g, ' m:ss'))).toMatchInlineSnapshot(`
    [
      "PhaseSince the requestTook",
      "approved m:ss m:ss",
      "sent to Heroku m:ss m:ss",
      "release succeeded m:ss m:ss",
      "dynos up m:ss m:ss",
      "smoke check passed m:ss m:ss",
      "recovered m:ss m:ss",
    ]
  `);
  await debrief.getByText(/^What cost most: \d+:\d\d /).waitFor();
  await debrief.getByText('Ana (approved by Bo)').waitFor();
  // Every step is ticked, and Bo's window has the way back to the story from the thread.
  expect(await step.count()).toBe(0);
  await bo.page.getByRole('button', { name: /^First rollback/ }).click();
  await storyIn(bo).debrief.waitFor();
  expect(await accessibilityFaults(ana.page)).toEqual([]);
});

test('a story is played for whoever looks on, and reaches its goal', async ({ expect }) => {
  const kim = await rehearsal.window('kim');
  await kim.page.getByRole('button', { name: 'Watch: Bad release with a migration' }).click();
  const { panel } = storyIn(kim);
  await panel.getByText('Ana types: /rollback raxx-api-prod v84 signup 500s').waitFor();
  await panel.getByRole('heading', { name: 'Goal reached' }).waitFor();
  await kim.reads(/REJECTED/);
  await panel.getByText('raxx-api-prod v85 → v84: rejected, not proved').waitFor();
  expect(rehearsal.stage().heroku.control.journal.releases()).toEqual([]);
});

test('a story can be ended, and another begun, on a phone', async ({ expect }) => {
  const ana = await rehearsal.window('ana', { size: PHONE });
  await ana.page.getByRole('button', { name: /^(Stories|First rollback|Bad release)/ }).click();
  await ana.page.getByRole('button', { name: 'Practise: Target expired' }).click();
  await ana.page.getByRole('button', { name: /^Target expired/ }).click();
  const { panel } = storyIn(ana);
  // By the key: what the bot tells Ana meanwhile may pop up over it.
  await panel.getByRole('button', { name: 'End the story' }).press('Enter');
  await panel.getByRole('heading', { name: 'Ended before the goal was reached' }).waitFor();
  await panel.getByText('Nobody asked for a rollback.').waitFor();
  await ana.page.getByRole('button', { name: 'Practise: Crash loop after deploy' }).waitFor();
  const wider = await ana.page.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(wider).toBe(0);
});
