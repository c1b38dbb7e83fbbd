/** The second person's look at what was approved alone: reminded of after half a day, and loudly after a whole one. */
import { expect, test } from 'vitest';
import { openStage } from '../support/stage.ts';
import { authenticators } from './authenticators.ts';
import { readable } from './readable.ts';

const HOURS = 3_600_000;

test('nobody looks: a reminder after 12 hours, loud after 24, and still open after that', async () => {
  const stage = await openStage({
    rate: 10,
    setUp: { apps: { 'raxx-api-prod': { approval: 'solo', solo_after: null } } },
  });
  const { slack, database, leap } = stage;
  const phones = authenticators({ stage: () => stage });
  await phones.sets('ana', 'ops');
  const [ana, bo] = [slack.as('ana'), slack.as('bo')];

  await ana.slash('ops', '/rollback api v84 signup 500s');
  const ask = await slack.until(() => ana.modal(), 5_000, 'the form');
  await slack.until(
    () => /NEEDS|CLEAR/.test(ask.text()),
    8_000,
    () => ask.text(),
  );
  await ask.submit();
  // `solo`: no waiting for anybody.
  const request = await slack.until(
    () => ana.find('ops', /Approve\?[\s\S]*(NEEDS|CLEAR)/),
    10_000,
    'the card',
  );
  await ana.tap(request, 'rollback.review');
  const review = await slack.until(() => ana.modal(), 5_000, 'the review');
  await slack.until(
    () => review.text().includes('[Roll back to v84]'),
    8_000,
    () => review.text(),
  );
  if (review.text().includes('[ ]')) await review.tick('ticks', 'ticks');
  await phones.withCode('ana', async (code) => {
    await review.fill('code', 'code', code);
    expect(await review.submit()).toMatchObject({ kind: 'closed' });
  });
  await slack.until(() => bo.find('ops', /Rollback confirmed/), 30_000, 'recovery');

  await leap(12 * HOURS);
  const reminder = await slack.until(() => bo.find('ops', /^Nobody has looked yet/), 15_000, 'the reminder');
  expect(readable(reminder.plain)).toMatchInlineSnapshot(`
    "Nobody has looked yet at what Ana approved alone: raxx-api-prod v85 → v84. @operators @Kristerpher
    Was it right? Somebody should say so by HH:MM UTC.
    [Looks right] [Something is wrong]"
  `);
  await leap(12 * HOURS);
  const overdue = await slack.until(() => bo.find('ops', /^24 hours on/), 15_000, 'the loud one');
  expect(readable(overdue.plain)).toMatchInlineSnapshot(`
    "24 hours on, nobody has looked at what Ana approved alone: raxx-api-prod v85 → v84. @operators @Kristerpher
    It stays open in the audit log until a second person answers.
    [Looks right] [Something is wrong]"
  `);
  expect([reminder.broadcast, overdue.broadcast]).toEqual([true, true]);

  // An old button still does.
  await bo.tap(reminder, 'second-look.right');
  await slack.until(() => ana.find('ops', /^Bo looked at/), 5_000, 'the answer');
  const { rows } = await database.pool.query(
    `select action, actor from audit where action like 'rollback.look%' order by seq`,
  );
  expect(rows).toEqual([
    { action: 'rollback.look-overdue', actor: 'switchback' },
    { action: 'rollback.looked-right', actor: expect.any(String) },
  ]);
});
