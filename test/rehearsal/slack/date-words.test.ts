import { expect, test } from 'vitest';
import { dateWords, dayWords, utcWords } from '../../../rehearsal/slack/render/date-words.ts';

const NIGHT = new Date('2026-05-14T21:24:25Z');
const BERLIN = { zone: 'Europe/Berlin', now: NIGHT };
/** There it is the next morning. */
const CHATHAM = { zone: 'Pacific/Chatham', now: NIGHT };

test.each([
  ['{date_num} {time_secs}', '2026-05-14 23:24:25', '2026-05-15 10:09:25'],
  ['{date} at {time}', 'May 14th, 2026 at 23:24', 'May 15th, 2026 at 10:09'],
  ['{date_long}', 'Thursday, May 14th, 2026', 'Friday, May 15th, 2026'],
  ['{date_short}, {date_slash}', 'May 14, 2026, 14/05/2026', 'May 15, 2026, 15/05/2026'],
  ['{date_pretty} {date_short_pretty} {date_long_pretty}', 'today today today', 'today today today'],
  ['{nonsense} {time', '{nonsense} {time', '{nonsense} {time'],
])('%s', (format, berlin, chatham) => {
  expect(dateWords(format, NIGHT, BERLIN)).toBe(berlin);
  expect(dateWords(format, NIGHT, CHATHAM)).toBe(chatham);
});

test.each([
  ['2026-05-13T22:00:00Z', 'Today', 'today', '23 hours ago'],
  ['2026-05-13T21:59:59Z', 'Yesterday', 'yesterday', '23 hours ago'],
  ['2026-05-14T22:00:00Z', 'Tomorrow', 'tomorrow', 'in 35 minutes'],
  ['2026-05-11T10:00:00Z', 'Monday, May 11', 'May 11th, 2026', '3 days ago'],
  ['2025-12-22T10:00:00Z', 'Monday, December 22, 2025', 'December 22nd, 2025', '143 days ago'],
  ['2026-05-14T21:24:22Z', 'Today', 'today', '3 seconds ago'],
])('%s, from a desk in Berlin', (instant, day, pretty, ago) => {
  const at = new Date(instant);
  expect(dayWords(at, BERLIN)).toBe(day);
  expect(dateWords('{date_pretty}', at, BERLIN)).toBe(pretty);
  expect(dateWords('{ago}', at, BERLIN)).toBe(ago);
});

test('the full time says its zone', () => {
  expect(utcWords(NIGHT)).toBe('2026-05-14 21:24:25 UTC');
});
