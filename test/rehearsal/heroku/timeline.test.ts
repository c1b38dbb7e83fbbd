import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTimeline, type Timeline } from '../../../rehearsal/heroku/timeline.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'], now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

const SECOND = 1_000;
const MINUTE = 60_000;

/** What happened, with the stamp it was given in milliseconds. */
function recorded(speed = 1, now = () => new Date()) {
  const timeline = startTimeline(speed, now);
  const happened: string[] = [];
  return {
    timeline,
    happened,
    plant(name: string, ms: number, then: () => void = () => undefined) {
      timeline.after(ms, () => {
        happened.push(`${name} ${timeline.now().getTime()}`);
        then();
      });
    },
  };
}

/** The stage's clock: it has leapt before the timeline is told to. */
function leaping(): { readonly now: () => Date; leap(timeline: Timeline, ms: number): void } {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    leap(timeline, ms) {
      ahead += ms;
      timeline.leap(ms);
    },
  };
}

test('things happen when they are due, divided by the speed', () => {
  const { plant, happened } = recorded(10);
  plant('b', 20 * SECOND);
  plant('a', 10 * SECOND);
  vi.advanceTimersByTime(999);
  expect(happened).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(happened).toEqual(['a 1000']);
  vi.advanceTimersByTime(SECOND);
  expect(happened).toEqual(['a 1000', 'b 2000']);
});

test('what a fast story puts into the same millisecond happens in order all the same', () => {
  const { plant, happened } = recorded(3_600);
  plant('later', 900);
  plant('sooner', 5);
  plant('same', 5);
  vi.advanceTimersByTime(1);
  expect(happened.map((each) => each.split(' ')[0])).toEqual(['sooner', 'same', 'later']);
});

test('a leap lets everything in it happen in order, stamped with its own instant', () => {
  const clock = leaping();
  const { plant, timeline, happened } = recorded(1, clock.now);
  plant('b', 2 * MINUTE);
  plant('a', MINUTE);
  plant('beyond', 6 * MINUTE);
  clock.leap(timeline, 5 * MINUTE);
  expect(happened).toEqual([`a ${MINUTE}`, `b ${2 * MINUTE}`]);
  expect(timeline.now().getTime()).toBe(5 * MINUTE);
  vi.advanceTimersByTime(MINUTE);
  expect(happened.at(-1)).toBe(`beyond ${6 * MINUTE}`);
});

test('what is planted during a leap counts from its own instant, and may fall into the leap', () => {
  const clock = leaping();
  const { plant, timeline, happened } = recorded(1, clock.now);
  plant('crash', MINUTE, () => {
    plant('boot', 10 * SECOND, () => plant('long after', 10 * MINUTE));
  });
  clock.leap(timeline, 2 * MINUTE);
  expect(happened).toEqual([`crash ${MINUTE}`, `boot ${MINUTE + 10 * SECOND}`]);
  vi.advanceTimersByTime(9 * MINUTE + 9 * SECOND);
  expect(happened).toHaveLength(2);
  vi.advanceTimersByTime(SECOND);
  expect(happened).toHaveLength(3);
});

test.each([
  { from: 1, to: 60, sooner: 'sped up' },
  { from: 60, to: 1, sooner: 'slowed down' },
])('what waits is $sooner midway: half by the old speed, half by the new', ({ from, to }) => {
  const { plant, timeline, happened } = recorded(from);
  plant('due', 2 * MINUTE);
  vi.advanceTimersByTime(MINUTE / from);
  timeline.setSpeed(to);
  vi.advanceTimersByTime(MINUTE / to - 1);
  expect(happened).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(happened).toHaveLength(1);
});

test('a leap at another speed is as long as it says', () => {
  const { plant, timeline, happened } = recorded(60);
  plant('due', 10 * MINUTE);
  timeline.leap(9 * MINUTE);
  vi.advanceTimersByTime(999);
  expect(happened).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(happened).toHaveLength(1);
});

test('one that fails does not keep the others from happening', () => {
  const { plant, timeline, happened } = recorded();
  plant('fails', SECOND, () => {
    throw new Error('a scenario of somebody');
  });
  plant('survives', 2 * SECOND);
  expect(() => timeline.leap(MINUTE)).toThrow('a scenario of somebody');
  vi.advanceTimersByTime(1);
  expect(happened.map((each) => each.split(' ')[0])).toEqual(['fails', 'survives']);
});

test('once stopped nothing happens, whatever is planted or leapt', () => {
  const { plant, timeline, happened } = recorded();
  plant('due', SECOND, () => timeline.stop());
  plant('never', 2 * SECOND);
  timeline.leap(3 * SECOND);
  plant('too late', 0);
  timeline.leap(MINUTE);
  vi.advanceTimersByTime(MINUTE);
  expect(happened.map((each) => each.split(' ')[0])).toEqual(['due']);
  expect(vi.getTimerCount()).toBe(0);
});

test('what is due in months does not happen at once', () => {
  const { plant, happened } = recorded();
  plant('months', 90 * 24 * 60 * MINUTE);
  vi.advanceTimersByTime(SECOND);
  expect(happened).toEqual([]);
});
