/** Dates and times as Slack writes them, in one reader's zone. Pure: zone and present are handed in. */

/** A reader's place in time. */
export interface Reader {
  /** As `Intl` knows it, e.g. `Europe/Berlin`. */
  readonly zone: string;
  readonly now: Date;
}

/** The tokens of a `<!date^…>`; what is none stays as it is. */
export function dateWords(format: string, at: Date, reader: Reader): string {
  return format.replace(/\{(\w+)\}/g, (token, name: string) => TOKENS.get(name)?.(at, reader) ?? token);
}

/** `03:02`. */
export function clockTime(at: Date, zone: string): string {
  return written(at, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** `Today`, `Yesterday`, `Tuesday, May 12`; with its year when it is another. */
export function dayWords(at: Date, reader: Reader): string {
  const near = nearDay(at, reader);
  if (near !== null) return `${near.charAt(0).toUpperCase()}${near.slice(1)}`;
  const year = written(at, reader.zone, { year: 'numeric' });
  const sameYear = year === written(reader.now, reader.zone, { year: 'numeric' });
  const day = written(at, reader.zone, { weekday: 'long', month: 'long', day: 'numeric' });
  return sameYear ? day : `${day}, ${year}`;
}

/** `2026-05-12`: the same for all of a day. */
export function dayOf(at: Date, zone: string): string {
  // The one locale that writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at);
}

/** `2026-05-12 21:24:25 UTC`. */
export function utcWords(at: Date): string {
  const iso = at.toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

type Token = (at: Date, reader: Reader) => string;

const SHORT = { month: 'short', day: 'numeric', year: 'numeric' } as const;

const TOKENS: ReadonlyMap<string, Token> = new Map<string, Token>([
  ['date_num', (at, { zone }) => dayOf(at, zone)],
  ['date_slash', (at, { zone }) => new Intl.DateTimeFormat('en-GB', { timeZone: zone }).format(at)],
  ['date', (at, { zone }) => longDate(at, zone)],
  ['date_long', (at, { zone }) => `${written(at, zone, { weekday: 'long' })}, ${longDate(at, zone)}`],
  ['date_short', (at, { zone }) => written(at, zone, SHORT)],
  ['date_pretty', (at, reader) => nearDay(at, reader) ?? longDate(at, reader.zone)],
  [
    'date_long_pretty',
    (at, reader) =>
      nearDay(at, reader) ?? `${written(at, reader.zone, { weekday: 'long' })}, ${longDate(at, reader.zone)}`,
  ],
  ['date_short_pretty', (at, reader) => nearDay(at, reader) ?? written(at, reader.zone, SHORT)],
  ['time', (at, { zone }) => clockTime(at, zone)],
  [
    'time_secs',
    (at, { zone }) =>
      written(at, zone, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
  ],
  ['ago', (at, { now }) => agoWords(at, now)],
]);

function written(at: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-US', { ...options, timeZone }).format(at);
}

/** `February 18th, 2014`. */
function longDate(at: Date, zone: string): string {
  const [month, day, year] = ['month', 'day', 'year'].map((part) =>
    written(at, zone, { [part]: part === 'month' ? 'long' : 'numeric' }),
  );
  const ending = ENDINGS[ORDINALS.select(Number(day))] ?? 'th';
  return `${month} ${day}${ending}, ${year}`;
}

const ORDINALS = new Intl.PluralRules('en-US', { type: 'ordinal' });
const ENDINGS: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = { one: 'st', two: 'nd', few: 'rd' };

const DAY_MS = 24 * 60 * 60_000;

function nearDay(at: Date, { zone, now }: Reader): string | null {
  const apart = (Date.parse(dayOf(at, zone)) - Date.parse(dayOf(now, zone))) / DAY_MS;
  return apart === 0 ? 'today' : apart === -1 ? 'yesterday' : apart === 1 ? 'tomorrow' : null;
}

const UNITS = [
  ['day', DAY_MS],
  ['hour', 60 * 60_000],
  ['minute', 60_000],
] as const;

function agoWords(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  const [unit, length] = UNITS.find(([, each]) => Math.abs(ms) >= each) ?? ['second', 1000];
  return new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' }).format(Math.trunc(ms / length), unit);
}
