/** The `Range` header of Heroku's lists: `<attribute> [<start>]..[<end>][; max=N,order=desc]`. */
import { badRequest, rangeNotSatisfiable } from './api-error.ts';

type Key = string | number;

export interface Sortable<T> {
  /** By attribute name; the first one is the default order. */
  readonly by: Readonly<Record<string, (item: T) => Key>>;
}

export interface Page<T> {
  readonly status: 200 | 206;
  readonly items: readonly T[];
  readonly headers: Readonly<Record<string, string>>;
}

interface Wanted {
  readonly attribute: string;
  readonly start: { readonly value: string; readonly exclusive: boolean } | null;
  readonly end: { readonly value: string; readonly exclusive: boolean } | null;
  readonly max: number;
  readonly descending: boolean;
}

const FORMAT = /^(\w+) (\])?([^\s;[\]]*?)\.\.(?:([^\s;[\]]+)(\[)?)?(?:; ?(.*))?$/;
const HINT = 'Invalid `Range` header. Please use format like `id ..; max=100,order=desc`.';
const PAGE = 200;
const LARGEST = 1000;

/** One page of `items`; throws the API's own 400 or 416. */
export function page<T>(items: readonly T[], sortable: Sortable<T>, header: string | undefined): Page<T> {
  const names = Object.keys(sortable.by);
  const wanted = header === undefined ? plain(names[0] ?? 'id') : parse(header);
  const key = sortable.by[wanted.attribute];
  if (key === undefined) {
    throw rangeNotSatisfiable(`Cannot range by '${wanted.attribute}'. Use one of: ${names.join(', ')}.`);
  }
  const sign = wanted.descending ? -1 : 1;
  const order = (a: T, b: T) => sign * compare(key(a), key(b));
  const inside = [...items].sort(order).filter((item) => within(key(item), wanted, sign));
  const shown = inside.slice(0, wanted.max);
  const first = shown[0];
  const last = shown.at(-1);
  const headers: Record<string, string> = { 'Accept-Ranges': names.toSorted().join(', ') };
  if (first !== undefined && last !== undefined) {
    headers['Content-Range'] = `${wanted.attribute} ${key(first)}..${key(last)}`;
  }
  if (last === undefined || shown.length === inside.length) return { status: 200, items: shown, headers };
  const direction = wanted.descending ? ',order=desc' : '';
  const end = wanted.end === null ? '' : `${wanted.end.value}${wanted.end.exclusive ? '[' : ''}`;
  headers['Next-Range'] = `${wanted.attribute} ]${key(last)}..${end}; max=${wanted.max}${direction}`;
  return { status: 206, items: shown, headers };
}

function plain(attribute: string): Wanted {
  return { attribute, start: null, end: null, max: PAGE, descending: false };
}

function parse(header: string): Wanted {
  const match = FORMAT.exec(header.trim());
  if (match === null) throw badRequest(HINT);
  const [, attribute = '', startOpen, start = '', end, endOpen, parameters] = match;
  const read = readParameters(parameters);
  return {
    attribute,
    start: start === '' ? null : { value: start, exclusive: startOpen !== undefined },
    end: end === undefined ? null : { value: end, exclusive: endOpen !== undefined },
    ...read,
  };
}

/** Commas separate parameters; a second semicolon is the mistake of heroku3.py#12. */
function readParameters(text: string | undefined): { max: number; descending: boolean } {
  let max = PAGE;
  let descending = false;
  if (text === undefined || text.trim() === '') return { max, descending };
  for (const part of text.split(',')) {
    const [name, value, ...more] = part.trim().split('=');
    if (more.length > 0 || value === undefined) throw badRequest(HINT);
    if (name === 'max' && /^\d{1,6}$/.test(value)) max = Number(value);
    else if (name === 'order' && (value === 'asc' || value === 'desc')) descending = value === 'desc';
    else throw badRequest(HINT);
  }
  if (max < 1 || max > LARGEST) throw badRequest(`${HINT} max is at most ${LARGEST}.`);
  return { max, descending };
}

function within(key: Key, wanted: Wanted, sign: number): boolean {
  return after(key, wanted.start, sign) && after(key, wanted.end, -sign);
}

function after(key: Key, bound: Wanted['start'], sign: number): boolean {
  if (bound === null) return true;
  const edge = typeof key === 'number' ? numeric(bound.value) : bound.value;
  const difference = sign * compare(key, edge);
  return bound.exclusive ? difference > 0 : difference >= 0;
}

function numeric(text: string): number {
  if (!/^\d+$/.test(text)) throw rangeNotSatisfiable(`'${text}' is not a number.`);
  return Number(text);
}

function compare(a: Key, b: Key): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
