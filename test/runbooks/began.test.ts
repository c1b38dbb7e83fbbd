/** When an incident began, from what people chose; and how often its headline is redrawn. */
import { expect, test } from 'vitest';
import { began } from '../../src/runbooks/incident/began.ts';
import { nextRedraw } from '../../src/runbooks/incident/redraw.ts';

const NOW = new Date('2026-11-20T03:04:05.678Z');
const MIDNIGHT = new Date('2026-11-20T00:05:00.000Z');

test.each([
  ['nothing chosen: now, to the millisecond', '', '', NOW, '2026-11-20T03:04:05.678Z'],
  ['a time alone: today', '', '02:58', NOW, '2026-11-20T02:58:00.000Z'],
  ['this very minute', '', '03:04', NOW, '2026-11-20T03:04:00.000Z'],
  ['just before midnight', '', '23:50', MIDNIGHT, '2026-11-19T23:50:00.000Z'],
  ['a day and a time', '2026-11-18', '23:50', NOW, '2026-11-18T23:50:00.000Z'],
  ['a leap day', '2028-02-29', '00:00', new Date('2028-03-01Z'), '2028-02-29T00:00:00.000Z'],
])('%s', (_what, date, time, now, at) => {
  expect(began(date, time, now)).toEqual({ ok: true, value: new Date(at) });
});

test.each([
  ['a minute from now', '', '03:05', NOW, 'began-later'],
  [
    'a time that slipped: not taken for yesterday',
    '',
    '13:04',
    new Date('2026-11-20T12:04:00Z'),
    'began-later',
  ],
  ['tomorrow', '2026-11-21', '00:00', NOW, 'began-later'],
  ['today, later: the date was meant', '2026-11-20', '23:50', MIDNIGHT, 'began-later'],
  ['a day alone', '2026-11-19', '', NOW, 'began-unclear'],
  ['no such day', '2026-02-30', '03:00', NOW, 'began-unclear'],
  ['no such time', '', '24:61', NOW, 'began-unclear'],
  ['nonsense', 'yesterday', 'noon', NOW, 'began-unclear'],
])('%s', (_what, date, time, now, reason) => {
  expect(began(date, time, now)).toMatchObject({ ok: false, refusal: { reason } });
});

test('each minute, and each ten once it has been open for two hours', () => {
  const after = (ms: number) =>
    nextRedraw(NOW, new Date(NOW.getTime() + ms)).dueAt.getTime() - NOW.getTime() - ms;
  expect(after(0)).toBe(60_000);
  expect(after(7_199_999)).toBe(60_000);
  expect(after(7_200_000)).toBe(600_000);
});
