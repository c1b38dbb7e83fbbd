/** The page opens as whoever its address says, and two people at once see each other write. */
import { test } from 'vitest';
import { openRehearsal } from './harness/rehearsal.ts';

const rehearsal = openRehearsal();

test('two people at two windows read each other', async ({ expect }) => {
  const [ana, bo] = await Promise.all([rehearsal.window('ana'), rehearsal.window('bo')]);
  await ana.types('Is anybody else seeing 503s?');
  const heard = await bo.reads(/503s/);
  expect(await heard.textContent()).toContain('Ana');
  await bo.types('Yes, since 02:58.');
  await ana.reads(/since 02:58/);
});

test('the time of the story is shown, in UTC', async ({ expect }) => {
  const { page } = await rehearsal.window('ana');
  expect(await page.getByRole('banner').textContent()).toMatch(/\d\d:\d\d:\d\d UTC/);
});
