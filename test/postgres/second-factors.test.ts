/** Second factors as rows: who may guess, how often, and what a right code is good for (facts/threats.md T22, T23). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../src/operation.ts';
import { openSecondFactors } from '../../src/postgres/second-factors.ts';
import type { SecondFactors } from '../../src/second-factor.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const NOTHING = { audit: [] };
let database: FreshDatabase;
let factors: SecondFactors;
let people = 0;

beforeAll(async () => {
  database = await freshDatabase();
  factors = openSecondFactors(database.appPool);
  await setClock(new Date('2026-11-20T03:00:00Z'));
});
afterAll(() => database.drop());

/** Durable time stands (almost) still, so that tests move it themselves. */
async function setClock(at: Date): Promise<void> {
  await database.pool.query('delete from clock');
  await database.pool.query(
    'insert into clock (real_anchor, durable_anchor, rate) values (clock_timestamp(), $1, 1e-6)',
    [at],
  );
}

async function later(minutes: number): Promise<void> {
  await database.pool.query(`update clock set durable_anchor = durable_anchor + make_interval(secs => $1)`, [
    minutes * 60,
  ]);
}

async function enrolled(): Promise<Actor> {
  people += 1;
  const person = { id: `p${people}`, slackId: `U0P${people}`, name: `Person ${people}`, agent: false };
  const no = await factors.begin(person, 'sealed', null, null);
  await factors.confirm({ person: person.id, seedNo: no ?? 0, step: 10 }, new Date(), NOTHING);
  return person;
}

const kinds = async (person: Actor, times: number) => {
  const guesses = await Promise.all(Array.from({ length: times }, () => factors.claim(person.id, 'in-use')));
  return guesses.map(({ kind }) => kind);
};
const claimed = (all: readonly string[]) => all.filter((kind) => kind === 'claimed').length;

describe('T23: five guesses in any quarter of an hour', () => {
  test('however many at once', async () => {
    const person = await enrolled();
    const all = await kinds(person, 60);
    expect(claimed(all)).toBe(5);
    expect(all.filter((kind) => kind === 'locked')).toHaveLength(55);
  });

  test('the fifth locks for 15 minutes, then 30, then 60; a right code ends that', async () => {
    const person = await enrolled();
    for (const minutes of [15, 30, 60]) {
      expect(claimed(await kinds(person, 6))).toBe(5);
      await later(minutes - 0.1);
      expect(await kinds(person, 1)).toEqual(['locked']);
      await later(0.2);
    }
    const last = [];
    for (let n = 0; n < 5; n += 1) last.push(await factors.claim(person.id, 'in-use'));
    expect(last.map((each) => each.kind === 'claimed' && each.locks !== null)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
    await factors.giveBack(person.id);
    expect(await kinds(person, 1)).toEqual(['claimed']);
    await later(15.1);
    expect(claimed(await kinds(person, 6))).toBe(5);
  });

  test('spread over time they add up, until there was none for a quarter of an hour', async () => {
    const person = await enrolled();
    for (let n = 0; n < 4; n += 1) {
      expect(await kinds(person, 1)).toEqual(['claimed']);
      await later(14);
    }
    // Both guesses are made at once: which of them comes first is the database's to say.
    expect((await kinds(person, 2)).toSorted()).toEqual(['claimed', 'locked']);
  });

  test('10,000 guesses in a virtual day: never more than five in any quarter of an hour', async () => {
    const person = await enrolled();
    const at: number[] = [];
    for (let minute = 0; minute < 24 * 60; minute += 3) {
      const all = await kinds(person, 21);
      at.push(...Array.from({ length: claimed(all) }, () => minute));
      await later(3);
    }
    for (const start of at)
      expect(at.filter((each) => each >= start && each < start + 15).length).toBeLessThanOrEqual(5);
    expect(at.length).toBeLessThanOrEqual(5 * 7);
  });
});

test('nobody without a seed in use has a guess', async () => {
  expect(await factors.claim('nobody', 'in-use')).toEqual({ kind: 'none' });
  const person = { id: 'begun', slackId: 'U0BEGUN', name: 'Begun', agent: false };
  await factors.begin(person, 'sealed', null, null);
  expect(await factors.claim(person.id, 'in-use')).toEqual({ kind: 'none' });
  expect((await factors.claim(person.id, 'pending')).kind).toBe('claimed');
  expect(await factors.enrolled([person.id])).toEqual(new Set());
});

describe('one in use', () => {
  test('is replaced only with proof of it, which counts once', async () => {
    const person = await enrolled();
    const begin = (step: number) =>
      factors.begin(person, 'newer', null, { person: person.id, seedNo: 1, step });
    expect(await factors.begin(person, 'stolen', null, null)).toBeNull();
    expect(await begin(10)).toBeNull();
    const numbers = await Promise.all(Array.from({ length: 10 }, () => begin(11)));
    expect(numbers.filter((no) => no !== null)).toEqual([2]);
    // The old one counts until the new one is proved.
    expect(await factors.claim(person.id, 'in-use')).toMatchObject({
      sealed: 'sealed',
      seedNo: 1,
      lastStep: 11,
    });
    expect(await factors.confirm({ person: person.id, seedNo: 1, step: 12 }, new Date(), NOTHING)).toBe(
      false,
    );
    expect(await factors.confirm({ person: person.id, seedNo: 2, step: 12 }, new Date(), NOTHING)).toBe(true);
    expect(await factors.claim(person.id, 'in-use')).toMatchObject({
      sealed: 'newer',
      seedNo: 2,
      lastStep: 12,
    });
    expect(await begin(13)).toBeNull();
  });

  test('is taken away with what waits, and its number is never given again', async () => {
    const person = await enrolled();
    expect(await factors.find(person.name.toUpperCase())).toEqual([
      { person: person.id, slackId: person.slackId, name: person.name },
    ]);
    expect(await factors.reset(person.id, NOTHING)).toBe(true);
    expect(await factors.reset(person.id, NOTHING)).toBe(false);
    expect(await factors.claim(person.id, 'in-use')).toEqual({ kind: 'none' });
    expect(await factors.begin(person, 'next', null, null)).toBe(2);
  });
});

test('a page is served once, for the seed it was made for, until it is too old', async () => {
  const person = { id: 'paged', slackId: 'U0PAGED', name: 'Paged', agent: false };
  const expiresAt = new Date('2030-01-01T00:00:00Z');
  await factors.begin(person, 'first', { hash: 'a', expiresAt }, null);
  const served = await Promise.all(Array.from({ length: 20 }, () => factors.redeem('a')));
  expect(served.filter((each) => each !== null)).toEqual([
    { person: 'paged', name: 'Paged', sealed: 'first' },
  ]);
  await factors.begin(person, 'second', { hash: 'b', expiresAt }, null);
  await factors.begin(person, 'third', { hash: 'c', expiresAt: new Date('2020-01-01T00:00:00Z') }, null);
  expect(await factors.redeem('b')).toBeNull();
  expect(await factors.redeem('c')).toBeNull();
  expect(await factors.redeem('made up')).toBeNull();
});
