import { expect, inject, onTestFinished, test } from 'vitest';
import { entriesFor } from '../../rehearsal/page/entries.ts';
import { openHouse } from '../../rehearsal/page/house.ts';
import { NotThere } from '../../rehearsal/page/not-there.ts';
import { perform } from '../../rehearsal/page/perform.ts';
import { openTheatre, type Theatre } from '../../rehearsal/theatre.ts';

const CALM = { rate: 1, mortal: false };

function theatreHere(serverUrl = inject('postgres').url): Theatre {
  const theatre = openTheatre({ logLevel: 'error', serverUrl });
  onTestFinished(() => theatre.stop());
  return theatre;
}

/** Known whether there is a stage or not. */
const ALWAYS = ['theatre/', 'stories/', 'story/'];

function seen(theatre: Theatre): ReadonlyMap<string, unknown> {
  return new Map(
    [...entriesFor(openHouse(theatre), 'ana')].map(([name, id, value]) => [`${name}/${id}`, value]),
  );
}

test('a renewal sets another world: nothing of the old one is left, and its window shows so', async () => {
  const theatre = theatreHere();
  expect([...seen(theatre).keys()]).toEqual(ALWAYS);
  expect(seen(theatre).get('theatre/')).toEqual({ state: 'setting' });
  const first = await theatre.renew(CALM);
  expect(seen(theatre).get('theatre/')).toEqual({ state: 'open' });
  first.slack.as('ana').say('ops', 'is anybody there?', null);
  first.heroku.control.release('raxx-api-prod', 'ben@raxx.app', { kind: 'config', name: 'A' });
  const said = (): boolean => JSON.stringify([...seen(theatre).values()]).includes('is anybody there?');
  expect(said()).toBe(true);

  await perform(openHouse(theatre), 'ana', { what: 'theatre.reset' });

  expect(theatre.stage()).not.toBe(first);
  expect(said()).toBe(false);
  expect(theatre.stage()?.heroku.control.app('raxx-api-prod').releases[0]?.version).toBe(85);
});

test('while a stage is set the windows know no more than that, and nothing can be asked', async () => {
  const theatre = theatreHere();
  await theatre.renew(CALM);
  const renewed = theatre.renew({ rate: 60, mortal: false });
  await Promise.resolve();
  expect([...seen(theatre).keys()]).toEqual(ALWAYS);
  const asked = perform(openHouse(theatre), 'ana', { what: 'clock.rate', rate: 2 });
  await expect(asked).rejects.toThrow(new NotThere('The stage is being set.'));
  await expect(perform(openHouse(theatre), 'ana', { what: 'theatre.reset' })).rejects.toThrow(
    'The stage is being set.',
  );
  expect((await renewed).clock.reading().rate).toBe(60);
});

test('two renewals at once come one after the other, and the later one stays', async () => {
  const theatre = theatreHere();
  const [first, second] = await Promise.all([
    theatre.renew(CALM),
    theatre.renew({ rate: 30, mortal: false }),
  ]);
  expect(theatre.stage()).toBe(second);
  // The first one's database went with it.
  await expect(first.database.query('select 1')).rejects.toThrow(/after calling end/);
  expect((await second.database.query('select rate from clock')).rows).toEqual([{ rate: 30 }]);
});

test('a stage that cannot be set says so, and stopping ends renewals', async () => {
  const theatre = theatreHere('postgres://nobody@127.0.0.1:1/nowhere');
  await expect(theatre.renew(CALM)).rejects.toThrow(/ECONNREFUSED/);
  expect([...seen(theatre).keys()]).toEqual(ALWAYS);
  expect(seen(theatre).get('theatre/')).toEqual({ state: 'broken' });
  await expect(perform(openHouse(theatre), 'ana', { what: 'clock.rate', rate: 2 })).rejects.toThrow(
    /\[Start over\]/,
  );
  await theatre.stop();
  await expect(theatre.renew(CALM)).rejects.toThrow('the theatre is closed');
});
