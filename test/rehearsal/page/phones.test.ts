/** Whoever sets up a second factor in the page has an authenticator app there, as good as the one in their pocket. */
import { expect, inject, onTestFinished, test } from 'vitest';
import { entriesFor } from '../../../rehearsal/page/entries.ts';
import { openHouse } from '../../../rehearsal/page/house.ts';
import { openTheatre } from '../../../rehearsal/theatre.ts';

test('the key on the screen makes codes that the bot takes, for that person alone', async () => {
  const theatre = openTheatre({ logLevel: 'error', serverUrl: inject('postgres').url });
  onTestFinished(() => theatre.stop());
  const house = openHouse(theatre);
  const { slack, database } = await theatre.renew({ rate: 1, mortal: false });
  const shown = (handle: string) =>
    [...entriesFor(house, handle)].find((entry) => entry[0] === 'authenticator')?.[2] ?? null;

  const ana = slack.as('ana');
  await ana.slash('ops', '/ops totp');
  const { code } = await slack.until(() => shown('ana'), 20_000, 'the form with the key');
  expect(code).toMatch(/^\d{6}$/);
  expect(shown('bo')).toBeNull();

  const form = ana.modal();
  await form?.fill('code', 'code', code);
  await form?.submit();
  await ana.closeModal();
  // It stays on the phone when the form is gone.
  expect(shown('ana')).toMatchObject({ code: expect.stringMatching(/^\d{6}$/) });
  const { rowCount } = await database.query('select from second_factor where confirmed_at is not null');
  expect(rowCount).toBe(1);
});
