/** When an incident began, from the date and the time that people chose, in UTC: never later than now. Pure. */
import { done, type Outcome, refused } from '../../outcome.ts';
import { day } from '../../words/time.ts';

const DAY_MS = 86_400_000;
/** A time alone is the last one that passed, unless that is so long ago that a slip is likelier. */
const LONGEST_AGO_MS = DAY_MS / 2;

/** `2026-06-21` and `03:04`, each empty when nothing was chosen. Neither: now. A time alone: today, or just before midnight. */
export function began(date: string, time: string, now: Date): Outcome<Date> {
  if (date === '' && time === '') return done(now);
  const at = instant(date === '' ? day(now) : date, time);
  if (!at) return refused({ reason: 'began-unclear' });
  if (at <= now) return done(at);
  const dayBefore = new Date(at.getTime() - DAY_MS);
  const justBefore = date === '' && now.getTime() - dayBefore.getTime() <= LONGEST_AGO_MS;
  return justBefore ? done(dayBefore) : refused({ reason: 'began-later', at, now });
}

/** Null for what is no day or no time of day. */
function instant(date: string, time: string): Date | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || !/^\d\d:\d\d$/.test(time)) return null;
  const at = new Date(`${date}T${time}:00.000Z`);
  // 30 February rolls over in some engines, and is no day in others.
  return Number.isNaN(at.getTime()) || day(at) !== date ? null : at;
}
