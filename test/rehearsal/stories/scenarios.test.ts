/** Every story can be begun by its name, says what it is about, and leads somebody who has never seen it. */
import { describe, expect, test } from 'vitest';
import { CAST_PARTS } from '../../../rehearsal/page/cast-parts.ts';
import { SCENARIOS } from '../../../rehearsal/scenarios/all.ts';

/** What the bad nights of the runbooks are called here. */
const WANTED = [
  'first-rollback',
  'crash-loop',
  'release-command-failed-healthy',
  'bad-migration',
  'target-expired',
  'image-gone',
  'origin-guard',
  'colleague-releases',
  'heroku-says-nothing',
  'slack-down',
  'bot-killed',
  'wrong-approver',
  'promise-running-out',
  'past-midnight',
  'two-that-are-one',
] as const;

const SENTENCE = /^[^\n]+[.?]$/;

test('every bad night that a rollback has is there, the first rollback first, each once', () => {
  const names = SCENARIOS.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining([...WANTED]));
  expect(names[0]).toBe('first-rollback');
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(SCENARIOS.map(({ title }) => title)).size).toBe(names.length);
});

describe.each(SCENARIOS)('$name', ({ name, title, story, goal, rate, byHand = 1, hints }) => {
  test('reads well in a list', () => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(name.length).toBeLessThan(32);
    expect(title).toMatch(/^[A-Z][^.\n]*$/);
    expect(title.length).toBeLessThan(60);
    expect(story).toMatch(SENTENCE);
    expect(goal).toMatch(SENTENCE);
  });

  test('runs at a rate that a person can follow by hand', () => {
    expect(rate).toBeGreaterThanOrEqual(1);
    expect(byHand).toBeGreaterThanOrEqual(1);
    expect(byHand).toBeLessThanOrEqual(2);
  });

  test('leads from the first thing to type to the end', () => {
    expect(hints.length).toBeGreaterThan(1);
    expect(hints[0]?.types).toMatch(/^\/(rollback|ops|incident) /);
    expect(hints.at(-1)?.done).toBeTypeOf('function');
    for (const { text, as, types } of hints) {
      expect(text).toMatch(SENTENCE);
      if (as !== undefined) expect(CAST_PARTS).toHaveProperty(as);
      // Whoever types has to be somebody.
      if (types !== undefined) expect(as).toBeDefined();
    }
    expect(new Set(hints.map(({ text }) => text)).size).toBe(hints.length);
  });
});
