/** Where nobody approves, looking itself may come too late: then it ends, and holds nobody up. */
import { expect, test } from 'vitest';
import { openStage } from '../support/stage.ts';

test('a staging request whose look took longer than it was good for expires instead of waiting for ever', async () => {
  const { slack, heroku, leap, database } = await openStage();
  const ana = slack.as('ana');
  await ana.slash('ops', '/rollback raxx-api-staging');
  const ask = await slack.until(() => ana.modal(), 5_000, 'the modal');
  await slack.until(
    () => ask.text().includes('smoke'),
    5_000,
    () => ask.text(),
  );
  // Asked of the look that decides; modal and request have had their answers by then.
  heroku.control.fault({ on: 'formation-read', modifiers: [{ kind: 'slow', ms: 1_500 }] });
  await ask.submit();
  await slack.until(() => heroku.control.faultsWaiting() === 0, 5_000, 'the look');
  await leap(16 * 60_000);
  const status = async () =>
    (await database.pool.query<{ status: string }>('select status from operation')).rows[0]?.status;
  await slack.until(async () => (await status()) === 'expired', 10_000, 'expiry');
  await slack.until(() => ana.find('ops', /^Expired/), 5_000, 'a word about it');
  expect(heroku.control.journal.requests('rollback-post')).toEqual([]);
});
