/** When the owner of an action item is reminded: at 09:00 UTC of the day it is due, then weekly, four times in all. Pure. */

const DAY_MS = 24 * 60 * 60_000;
const WEEK_MS = 7 * DAY_MS;
const NINE_MS = 9 * 60 * 60_000;
const MOST = 4;

export interface Reminder {
  /** An action item's number within its incident. */
  readonly n: number;
  /** The first, the second, … */
  readonly k: number;
}

/** A day that exists, as `2026-06-23`; null for anything else. */
export function dayOf(typed: string): string | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(typed)) return null;
  const at = new Date(`${typed}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== typed ? null : typed;
}

/** Of what is due already, the next morning. */
export function firstReminder(due: string, now: Date): Date {
  const at = Date.parse(`${due}T00:00:00Z`) + NINE_MS;
  if (at > now.getTime()) return new Date(at);
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS + NINE_MS;
  return new Date(today > now.getTime() ? today : today + DAY_MS);
}

/** A week after the last one, and in the future however long the bot was down; null: that was the last. */
export function nextReminder(
  { n, k }: Reminder,
  last: Date,
  now: Date,
): { subject: string; dueAt: Date } | null {
  if (k >= MOST) return null;
  const weeks = Math.max(1, Math.floor((now.getTime() - last.getTime()) / WEEK_MS) + 1);
  return { subject: subjectOf({ n, k: k + 1 }), dueAt: new Date(last.getTime() + weeks * WEEK_MS) };
}

/** How the agenda names it. */
export function subjectOf({ n, k }: Reminder): string {
  return `${n}/${k}`;
}

export function reminderOf(subject: string): Reminder | null {
  const [, n, k] = /^(\d{1,6})\/(\d)$/.exec(subject) ?? [];
  return n === undefined || k === undefined ? null : { n: Number(n), k: Number(k) };
}

/** Everything an item has coming, whichever reminder is next. */
export function remindersOf(n: number): readonly string[] {
  return Array.from({ length: MOST }, (_, i) => subjectOf({ n, k: i + 1 }));
}
