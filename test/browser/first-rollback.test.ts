/** The first rollback as two people live it: by clicks, and by keys alone. */
import { test } from 'vitest';
import { openRehearsal } from './harness/rehearsal.ts';

const rehearsal = openRehearsal();

const REQUEST = /Approve\?[\s\S]*CLEAR/;
const CARD = /raxx-api-prod v85 → v84[\s\S]*RECOVERED/;

test('by clicks: Ana asks, Bo approves, both read that it is back', async ({ expect }) => {
  const [ana, bo] = await Promise.all([rehearsal.window('ana'), rehearsal.window('bo')]);
  await ana.types('/rollback raxx-api-prod v84');
  const ask = await ana.form('Roll back');
  await ask.says('CLEAR');

  // The one thing it needs is missing.
  await ask.presses('Ask for approval');
  expect(await ask.errorOf('What is broken?')).not.toBe('');
  await ask.fills('What is broken?', 'signup 500s since 02:58 UTC');
  await ask.presses('Ask for approval');
  await ana.formsClosed();

  await bo.taps(REQUEST, 'Review');
  const review = await bo.form('Review rollback');
  await review.presses('Roll back to v84');
  await bo.formsClosed();

  for (const window of [ana, bo]) {
    // The request itself became the card, in its place; the rest is in the incident's thread.
    await window.reads(CARD);
    expect(await window.sees(REQUEST)).toBe(false);
    await window.opensThread(/Incident open/);
    await window.readsInThread(/raxx-api-prod is back on v84/);
  }
  const { heroku } = rehearsal.stage();
  expect(heroku.control.journal.releases('raxx-api-prod').map(({ description }) => description)).toEqual([
    'Rollback to v84',
  ]);
});

test('by keys alone: every stop of Tab is seen, and the focus comes back when a form closes', async ({
  expect,
}) => {
  await rehearsal.theatre().renew({ rate: 20, mortal: false });
  const [ana, bo] = await Promise.all([rehearsal.window('ana'), rehearsal.window('bo')]);
  const composer = ana.page.getByRole('main').getByLabel(/^Message /);
  await ana.keyboard.tabsTo(composer);
  await ana.keyboard.types('/rollback raxx-api-prod v84');
  await ana.keyboard.presses('Enter');
  if ((await composer.inputValue()) !== '') await ana.keyboard.presses('Enter');
  const ask = await ana.form('Roll back');
  await ask.says('CLEAR');
  await ana.keyboard.tabsTo(ask.dialog.getByLabel('What is broken?'));
  await ana.keyboard.types('signup 500s since 02:58 UTC');
  await ana.keyboard.tabsTo(ask.dialog.getByRole('button', { name: 'Ask for approval' }));
  await ana.keyboard.presses('Enter');
  await ana.formsClosed();
  await composer.and(ana.page.locator(':focus')).waitFor();

  const request = await bo.reads(REQUEST);
  const button = request.getByRole('button', { name: 'Review' });
  await bo.keyboard.tabsTo(button);
  // Looks, and puts it off: back where Bo was.
  await bo.keyboard.presses('Enter');
  await bo.form('Review rollback');
  await bo.keyboard.presses('Escape');
  await bo.formsClosed();
  await button.and(bo.page.locator(':focus')).waitFor();
  await bo.keyboard.presses('Enter');
  const review = await bo.form('Review rollback');
  await bo.keyboard.tabsTo(review.dialog.getByRole('button', { name: 'Roll back to v84' }));
  await bo.keyboard.presses('Enter');
  await bo.formsClosed();

  await ana.reads(CARD);
  const incident = await ana.reads(/Incident open/);
  const replies = incident.getByRole('button', { name: /replies/ });
  await ana.keyboard.tabsTo(replies, 'Shift+Tab');
  await ana.keyboard.presses('Enter');
  await ana.readsInThread(/raxx-api-prod is back on v84/);
  await ana.keyboard.tabsTo(ana.page.getByRole('button', { name: 'Close thread' }));
  await ana.keyboard.presses('Enter');
  await replies.and(ana.page.locator(':focus')).waitFor();
  expect([...ana.keyboard.lost(), ...bo.keyboard.lost()]).toEqual([]);
});
