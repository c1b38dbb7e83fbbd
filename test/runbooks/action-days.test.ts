import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dayOf,
  firstReminder,
  nextReminder,
  reminderOf,
  remindersOf,
  subjectOf,
} from '../../src/runbooks/incident/action-days.ts';
import { reviewLink } from '../../src/runbooks/incident/link.ts';

const at = (text: string) => new Date(text);

test.each([
  ['2026-06-23', '2026-06-23'],
  ['2024-02-29', '2024-02-29'],
  ['2026-02-29', null],
  ['2026-13-01', null],
  ['2026-6-3', null],
  ['next Friday', null],
  ['', null],
])('%j is the day %s', (typed, day) => {
  expect(dayOf(typed)).toBe(day);
});

test.each([
  ['2026-06-23', '2026-06-21T03:00:00Z', '2026-06-23T09:00:00Z'],
  ['2026-06-23', '2026-06-23T08:59:59Z', '2026-06-23T09:00:00Z'],
  // Due today or before, and it is past nine: the next morning.
  ['2026-06-23', '2026-06-23T09:00:00Z', '2026-06-24T09:00:00Z'],
  ['2026-06-01', '2026-06-23T03:00:00Z', '2026-06-23T09:00:00Z'],
])('due %s, added %s: reminded %s', (due, now, reminded) => {
  expect(firstReminder(due, at(now))).toEqual(at(reminded));
});

test.each([
  [1, '2026-06-23T09:00:01Z', '2026-06-30T09:00:00Z'],
  [3, '2026-06-23T09:00:01Z', '2026-06-30T09:00:00Z'],
  [4, '2026-06-23T09:00:01Z', null],
  // The bot was down: one reminder for the weeks that went by.
  [1, '2026-07-15T12:00:00Z', '2026-07-21T09:00:00Z'],
])('after the %i. of 2026-06-23 09:00, said %s: again %s', (k, now, next) => {
  const found = nextReminder({ n: 2, k }, at('2026-06-23T09:00:00Z'), at(now));
  expect(found && [found.subject, found.dueAt]).toEqual(next && [`2/${k + 1}`, at(next)]);
});

test('from first to last: four, always at nine, never in the past', () => {
  const day = fc.date({
    min: at('2026-01-01T00:00:00Z'),
    max: at('2027-12-31T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(day, day, fc.array(fc.integer({ min: 0, max: 40 * 86_400_000 })), (due, added, late) => {
      let now = added;
      let last = firstReminder(due.toISOString().slice(0, 10), added);
      for (let k = 1; k <= 4; k += 1) {
        expect(last.getTime()).toBeGreaterThan(now.getTime());
        expect(last.toISOString()).toContain('T09:00:00.000Z');
        now = new Date(last.getTime() + (late[k] ?? 0));
        const next = nextReminder({ n: 1, k }, last, now);
        expect(next === null).toBe(k === 4);
        if (next) last = next.dueAt;
      }
    }),
  );
});

test('the agenda names each reminder, and all of them when it is done', () => {
  expect(remindersOf(7)).toEqual(['7/1', '7/2', '7/3', '7/4']);
  expect(remindersOf(7).map(reminderOf)).toEqual([1, 2, 3, 4].map((k) => ({ n: 7, k })));
  expect(['', '7', '7/', 'x/1', '7/12'].map(reminderOf)).toEqual([null, null, null, null, null]);
  expect(reminderOf(subjectOf({ n: 12, k: 3 }))).toEqual({ n: 12, k: 3 });
});

describe('where a review is', () => {
  test.each([
    ['https://wiki.raxx.app/rca/1', 'https://wiki.raxx.app/rca/1'],
    // As Slack hands over what is typed.
    ['<https://wiki.raxx.app/rca?a=b|wiki>', 'https://wiki.raxx.app/rca?a=b'],
    ['https://wiki.raxx.app/a b', 'https://wiki.raxx.app/a%20b'],
    ['', null],
    ['tbd', null],
  ])('%j is %s', (typed, link) => {
    expect(reviewLink(typed)).toEqual({ ok: true, value: link });
  });

  test.each([
    'http://wiki.raxx.app/1',
    'https://bo:secret@wiki.raxx.app/1',
    'javascript:alert(1)',
    'https://wiki',
    'file:///etc/passwd',
    'the wiki',
    `https://wiki.raxx.app/${'x'.repeat(600)}`,
  ])('%j is none', (typed) => {
    expect(reviewLink(typed)).toMatchObject({ ok: false, refusal: { reason: 'bad-link' } });
  });
});
