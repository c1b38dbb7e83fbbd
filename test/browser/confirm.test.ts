/** What asks first, asks before anything is sent. */
import { test } from 'vitest';
import { openRehearsal } from './harness/rehearsal.ts';

const rehearsal = openRehearsal();

test('[Undo] of a rollback that landed over a fix: no is the answer at hand, and only yes goes on', async ({
  expect,
}) => {
  const { slack, heroku } = rehearsal.stage();
  const [ana, bo] = [slack.as('ana'), slack.as('bo')];
  await ana.slash('ops', '/rollback raxx-api-prod v84 signup 500s since 02:58 UTC');
  await (await slack.until(() => ana.modal(), 10_000, 'the form')).submit();
  const request = await slack.until(() => bo.find('ops', /Approve\?[\s\S]*CLEAR/), 20_000, 'the request');
  heroku.control.fault({
    on: 'rollback-post',
    app: 'raxx-api-prod',
    modifiers: [
      {
        kind: 'foreign-release',
        when: 'before',
        by: 'ben@raxx.app',
        what: { kind: 'deploy', commit: 'f1xed00d', behaviour: 'healthy' },
      },
    ],
  });
  await bo.tap(request, 'rollback.review');
  const review = await slack.until(() => bo.modal(), 10_000, 'the review');
  await slack.until(() => review.text().includes('[Roll back to v84]'), 20_000, 'the facts of the review');
  await review.submit();
  await slack.until(() => bo.find('ops', /^v87 landed over/), 20_000, 'what it landed over');

  const kim = await rehearsal.window('kim');
  await kim.opensThread(/Incident open/);
  const undo = (await kim.readsInThread(/v87 landed over v86/)).getByRole('button', { name: 'Undo' });
  const question = kim.page.getByRole('alertdialog', { name: 'Take v87 back?' });
  const delivered = () => slack.journal.deliveries.length;
  const before = delivered();

  await undo.click();
  await question.getByText(/It asks for v86/).waitFor();
  // Enter in haste says no.
  await kim.keyboard.presses('Enter');
  await question.waitFor({ state: 'detached' });
  await undo.and(kim.page.locator(':focus')).waitFor();
  await kim.keyboard.presses('Enter');
  await question.waitFor();
  await kim.keyboard.presses('Escape');
  await question.waitFor({ state: 'detached' });
  expect(delivered()).toBe(before);

  await undo.click();
  await question.getByRole('button', { name: 'Undo' }).click();
  const form = await kim.form('Roll back');
  await form.says(/raxx-api-prod v87 → v86/);
  expect(delivered()).toBeGreaterThan(before);
});
