/** The time somebody types before a note: never in the future, never lost, never taken from words that are none. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { happened } from '../../src/runbooks/incident/happened.ts';

const NOW = new Date('2026-06-21T00:20:30.123Z');

describe('what is typed at 00:20:30 UTC', () => {
  test.each([
    ['00:04 users cannot sign up', '2026-06-21T00:04:00.000Z', 'users cannot sign up'],
    ['21:50 first mail', '2026-06-20T21:50:00.000Z', 'first mail'],
    ['0:20 now', '2026-06-21T00:20:00.000Z', 'now'],
    ['00:21 the minute that is about to begin', NOW.toISOString(), 'the minute that is about to begin'],
    ['00:22 is yesterday', '2026-06-20T00:22:00.000Z', 'is yesterday'],
    ['21:50:07 UTC: to the second', '2026-06-20T21:50:07.000Z', 'to the second'],
    ['21:50Z – with a dash', '2026-06-20T21:50:00.000Z', 'with a dash'],
    ['2026-06-19 21:50 two days ago', '2026-06-19T21:50:00.000Z', 'two days ago'],
    ['2026-06-22 21:50 tomorrow', null, '2026-06-22 21:50 tomorrow'],
    ['2026-02-30 21:50 no such day', null, '2026-02-30 21:50 no such day'],
    ['24:00 no such hour', null, '24:00 no such hour'],
    ['21:60 no such minute', null, '21:60 no such minute'],
    ['9:50 pm somewhere else', null, '9:50 pm somewhere else'],
    ['21:50', null, '21:50'],
    ['21:50-22:10 nobody signed up', null, '21:50-22:10 nobody signed up'],
    ['10:1 ratio of errors', null, '10:1 ratio of errors'],
    ['', null, ''],
  ])('%s', (typed, at, text) => {
    const found = happened(typed, NOW);
    expect({ at: found.at?.toISOString() ?? null, text: found.text }).toEqual({ at, text });
  });
});

const moment = fc.date({ min: new Date('2020-01-02'), max: new Date('2040-01-01'), noInvalidDate: true });
const words = fc.stringMatching(/^[b-ln-tv-y][\w ]{0,30}$/).map((text) => text.trim());

test('a clock typed first is the nearest such moment in the past', () => {
  fc.assert(
    fc.property(
      moment,
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      words,
      (now, h, m, text) => {
        const clock = `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`;
        const found = happened(`${clock} ${text}`, now);
        if (found.at === null) throw new Error('not read');
        const agoMs = now.getTime() - found.at.getTime();
        expect(agoMs).toBeGreaterThanOrEqual(0);
        expect(agoMs).toBeLessThan(86_400_000);
        if (agoMs > 0) expect(found.at.toISOString().slice(11)).toBe(`${clock}:00.000Z`);
        expect(found.text).toBe(text);
      },
    ),
  );
});

test('whatever is typed, nothing is in the future and no word is lost', () => {
  fc.assert(
    fc.property(moment, fc.string({ unit: 'binary', maxLength: 60 }), (now, typed) => {
      const found = happened(typed, now);
      expect(typed.trim().endsWith(found.text)).toBe(true);
      if (found.at === null) expect(found.text).toBe(typed.trim());
      else expect(found.at.getTime()).toBeLessThanOrEqual(now.getTime());
    }),
  );
});
