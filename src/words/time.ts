/** Times as people read them: always UTC, always said so. */
import { UTCDate } from '@date-fns/utc';
import { format } from 'date-fns';

/** `03:04 UTC` */
export function hourMinute(at: Date): string {
  return `${format(new UTCDate(at), 'HH:mm')} UTC`;
}

/** `03:04:05 UTC` */
export function toTheSecond(at: Date): string {
  return `${format(new UTCDate(at), 'HH:mm:ss')} UTC`;
}

/** `2026-05-14 21:24:25 UTC`, as the drill record writes it. */
export function dateTime(at: Date): string {
  return `${format(new UTCDate(at), 'yyyy-MM-dd HH:mm:ss')} UTC`;
}

/** `2026-11-20` */
export function day(at: Date): string {
  return format(new UTCDate(at), 'yyyy-MM-dd');
}

/** `1:55` from milliseconds; never negative. */
export function minutesSeconds(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The drill record's wall-clock: whole minutes floored, `<1` below one (design.md ruling 13). */
export function wallClock(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  return minutes < 1 ? '<1' : String(minutes);
}

/** `03:04 UTC` of today, else `2026-06-20 03:04 UTC`. */
export function since(at: Date, now: Date): string {
  return day(at) === day(now) ? hourMinute(at) : `${day(at)} ${hourMinute(at)}`;
}

/** `12 min`, `1 h 12 min`, `2 days 3 h`: how long something went on, whole minutes floored. */
export function lasted(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const days = Math.floor(minutes / 1440);
  return `${days} ${days === 1 ? 'day' : 'days'} ${Math.floor(minutes / 60) % 24} h`;
}

/** `6 days`, `3 h`, `47 s`: how long something took or lasted. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
