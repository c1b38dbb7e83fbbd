/** Who is told at once, who waits for the digest, and when that is. */
import { describe, expect, test } from 'vitest';
import type { Incident } from '../../src/incident.ts';
import { digestMoment } from '../../src/runbooks/incident/digest.ts';
import { digestRule, nextDay } from '../../src/runbooks/incident/digest-rule.ts';
import type { LaunchPhase } from '../../src/runbooks/world.ts';

const at = (time: string) => new Date(`${time}Z`);

interface Case {
  readonly phase: LaunchPhase;
  readonly opened: string;
  readonly now: string;
  readonly closed?: string;
  readonly liveFlow?: boolean;
  readonly expected: string;
}

const CASES: readonly Case[] = [
  { phase: 'live', opened: '2026-06-21 02:58', now: '2026-06-21 03:00', expected: 'at once: live' },
  { phase: 'pre-launch', opened: '2026-06-21 02:58', now: '2026-06-21 23:59:59.999', expected: 'digest' },
  { phase: 'pre-launch', opened: '2026-06-21 02:58', now: '2026-06-22 00:00', expected: 'at once: next-day' },
  { phase: 'pre-launch', opened: '2026-12-31 23:59', now: '2027-01-01 00:00', expected: 'at once: next-day' },
  // The same hour a day, a month or a year later is not the same day.
  { phase: 'pre-launch', opened: '2026-06-21 02:58', now: '2026-07-21 02:58', expected: 'at once: next-day' },
  {
    phase: 'pre-launch',
    opened: '2026-06-21 02:58',
    now: '2026-06-21 03:00',
    liveFlow: true,
    expected: 'at once: live-flow',
  },
  // Said later than it ended: what counts is how long it lasted.
  {
    phase: 'pre-launch',
    opened: '2026-06-21 22:00',
    closed: '2026-06-21 23:59',
    now: '2026-06-22 00:01',
    expected: 'digest',
  },
  {
    phase: 'pre-launch',
    opened: '2026-06-21 22:00',
    closed: '2026-06-22 00:30',
    now: '2026-06-22 00:30',
    expected: 'at once: next-day',
  },
];

test.each(CASES)('$phase, opened $opened, at $now: $expected', (each) => {
  const closed: Incident['closed'] = each.closed
    ? {
        at: at(each.closed),
        by: { id: 'bo', slackId: 'U1', name: 'Bo', agent: false },
        resolution: '',
        review: null,
        sameAs: null,
      }
    : null;
  const incident = { openedAt: at(each.opened), liveFlow: each.liveFlow ?? false, closed };
  const rule = digestRule(each.phase, incident, at(each.now));
  expect(rule.told === 'digest' ? 'digest' : `at once: ${rule.why}`).toBe(each.expected);
});

describe('the days', () => {
  test.each([
    ['2026-06-21 00:00', '2026-06-22 00:00'],
    ['2026-06-30 23:59:59.999', '2026-07-01 00:00'],
    ['2026-12-31 12:00', '2027-01-01 00:00'],
  ])('the day after %s begins at %s', (now, next) => {
    expect(nextDay(at(now))).toEqual(at(next));
  });

  test.each([
    ['2026-06-21 08:00', 480, '2026-06-21 08:00'],
    ['2026-06-21 07:59:59.999', 480, '2026-06-20 08:00'],
    ['2026-06-21 23:00', 480, '2026-06-21 08:00'],
    ['2026-01-01 00:00', 0, '2026-01-01 00:00'],
    ['2026-01-01 00:00', 1439, '2025-12-31 23:59'],
  ])('at %s, with a digest at minute %i, the last was due %s', (now, minute, due) => {
    expect(digestMoment(at(now), minute)).toEqual(at(due));
  });
});
