import { afterEach, expect, test } from 'vitest';
import {
  dateTime,
  day,
  hourMinute,
  lasted,
  minutesSeconds,
  since,
  span,
  toTheSecond,
  wallClock,
} from '../../src/words/time.ts';

/** Wherever the process is: behind UTC, ahead by odd amounts, and in zones that change their clocks. */
const ZONES = [
  'Pacific/Chatham',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'UTC',
];

const zoneBefore = process.env['TZ'];
afterEach(() => {
  process.env['TZ'] = zoneBefore;
});

const INSTANTS: readonly [what: string, iso: string][] = [
  ['midnight', '2026-11-20T00:00:00Z'],
  ['the last second of a day', '2026-11-19T23:59:59Z'],
  ['noon', '2026-11-20T12:00:00Z'],
  ['leap day', '2028-02-29T23:30:00Z'],
  ['the day after it', '2028-03-01T00:00:00Z'],
  ['year end', '2026-12-31T23:59:59Z'],
  ['new year', '2027-01-01T00:00:00Z'],
  ['New York springs forward', '2026-03-08T07:00:00Z'],
  ['New York falls back, the hour that comes twice', '2026-11-01T05:30:00Z'],
  ['and again', '2026-11-01T06:30:00Z'],
  ['Berlin springs forward', '2026-03-29T01:30:00Z'],
  ['Chatham falls back', '2026-04-04T14:15:00Z'],
];

test.each(INSTANTS)('%s is said in UTC in every zone', (_, iso) => {
  const [date, time = ''] = iso.slice(0, 19).split('T');
  for (const zone of ZONES) {
    process.env['TZ'] = zone;
    const at = new Date(iso);
    expect(hourMinute(at)).toBe(`${time.slice(0, 5)} UTC`);
    expect(toTheSecond(at)).toBe(`${time} UTC`);
    expect(dateTime(at)).toBe(`${date} ${time} UTC`);
    expect(day(at)).toBe(date);
  }
});

test('the zones are really in force, or the test above proves nothing', () => {
  process.env['TZ'] = 'Asia/Kathmandu';
  expect(new Date('2026-11-20T00:00:00Z').getHours()).toBe(5);
});

test.each([
  [-1, '<1'],
  [0, '<1'],
  [59_999, '<1'],
  [60_000, '1'],
  [119_999, '1'],
  [120_000, '2'],
  [3_600_000, '60'],
])('wall-clock of %i ms: %s', (ms, text) => {
  expect(wallClock(ms)).toBe(text);
});

test.each([
  [-5_000, '0:00'],
  [999, '0:00'],
  [9_000, '0:09'],
  [115_999, '1:55'],
  [3_600_000, '60:00'],
])('%i ms: %s', (ms, text) => {
  expect(minutesSeconds(ms)).toBe(text);
});

test.each([
  [-1, '0 s'],
  [47_300, '47 s'],
  [119_499, '119 s'],
  [119_500, '2 min'],
  [7_199_000, '120 min'],
  [7_200_000, '2 h'],
  [172_799_000, '48 h'],
  [172_800_000, '2 days'],
  [518_400_000, '6 days'],
])('a span of %i ms: %s', (ms, text) => {
  expect(span(ms)).toBe(text);
});

test.each([
  [-1, 'less than a minute'],
  [59_999, 'less than a minute'],
  [60_000, '1 min'],
  [3_599_999, '59 min'],
  [3_600_000, '1 h 0 min'],
  [72 * 60_000, '1 h 12 min'],
  [86_400_000, '1 day 0 h'],
  [51 * 3_600_000, '2 days 3 h'],
])('%i ms lasted %s', (ms, words) => {
  expect(lasted(ms)).toBe(words);
});

test('today without its day, any other day with it', () => {
  const now = new Date('2026-11-20T00:05:00Z');
  expect(since(new Date('2026-11-20T00:01:00Z'), now)).toBe('00:01 UTC');
  expect(since(new Date('2026-11-19T23:59:00Z'), now)).toBe('2026-11-19 23:59 UTC');
});
