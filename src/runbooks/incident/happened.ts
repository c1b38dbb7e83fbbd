/** A time typed first says when it happened: `03:04 users cannot sign up`, `2026-06-20 21:50 first report`. Pure. */

export interface Typed {
  /** To the second as typed; null when no time was, or one that is no time of the past. */
  readonly at: Date | null;
  /** What follows it; all of it without one. */
  readonly text: string;
}

const TIME =
  /^(?:(\d{4})-(\d\d)-(\d\d)[ T])?(\d{1,2}):(\d\d)(?::(\d\d))?\s?(?:UTC\b|Z\b)?\s*[:·,–—-]?\s+(\S[\s\S]*)$/iu;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Times are UTC. Without a day it is the nearest one in the past: `21:50`, shortly after midnight, is yesterday's. */
export function happened(typed: string, now: Date): Typed {
  const text = typed.trim();
  const [, year, month, date, hour = '', minute = '', second = '0', rest = ''] = TIME.exec(text) ?? [];
  // Not ours to convert: said so in the text, it stays there.
  if (rest === '' || /^[ap]\.?m\b/iu.test(rest)) return { at: null, text };
  const clock = (Number(hour) * 60 + Number(minute)) * MINUTE_MS + Number(second) * 1_000;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return { at: null, text };
  const today = now.getTime() - (now.getTime() % DAY_MS);
  if (year === undefined || month === undefined || date === undefined) {
    // Whoever types the minute that is about to begin means now.
    const at = today + clock > now.getTime() + MINUTE_MS ? today + clock - DAY_MS : today + clock;
    return { at: new Date(Math.min(at, now.getTime())), text: rest };
  }
  const day = new Date(`${year}-${month}-${date}T00:00:00Z`);
  const isDay = !Number.isNaN(day.getTime()) && day.getUTCDate() === Number(date);
  const at = day.getTime() + clock;
  if (!isDay || at > now.getTime() + MINUTE_MS) return { at: null, text };
  return { at: new Date(Math.min(at, now.getTime())), text: rest };
}
