import { expect, test } from 'vitest';
import { openRoster } from '../../src/run/roster.ts';

test('a run that is executed is no stray', () => {
  const roster = openRoster();
  roster.begin('r');
  expect([roster.strays(['r'], 0), roster.strays(['r'], 1)]).toEqual([[], []]);
});

test('a run nobody executes is a stray at the second look, and once', () => {
  const roster = openRoster();
  expect([roster.strays(['r'], 0), roster.strays(['r'], 1), roster.strays(['r'], 2)]).toEqual([
    [],
    ['r'],
    [],
  ]);
});

test('a run that was given up is due at its time, not before', () => {
  const roster = openRoster();
  const entry = roster.begin('r');
  roster.giveUp(entry, 10);
  expect([5, 9, 10].map((now) => roster.strays(['r'], now))).toEqual([[], [], ['r']]);
});

test('an older start of a run cannot give the newer one up', () => {
  const roster = openRoster();
  const older = roster.begin('r');
  roster.begin('r');
  roster.giveUp(older, 0);
  expect([roster.strays(['r'], 1), roster.strays(['r'], 2)]).toEqual([[], []]);
});

test('faults in a row are counted over starts, until the run ends', () => {
  const roster = openRoster();
  const first = roster.begin('r');
  expect(roster.failed(first)).toBe(1);
  const second = roster.begin('r');
  expect(roster.failed(second)).toBe(2);
  roster.settled(second);
  expect(roster.failed(roster.begin('r'))).toBe(1);
});
