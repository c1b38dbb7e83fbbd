/** The audit's rows out of a plain pg_dump, of the table or of the whole database: its COPY block, as text. */
import type { AuditRow } from '../audit.ts';

/** Why a file cannot be read as a dump; `words/audit.ts` says what to do about each. */
export type DumpProblem =
  | 'custom-format'
  | 'compressed'
  | 'inserts'
  | 'no-audit'
  | 'several'
  | 'cut-off'
  | 'odd';

export type Dump =
  | { readonly ok: true; readonly rows: readonly AuditRow[] }
  | { readonly ok: false; readonly why: DumpProblem; readonly line: number };

const COPY = /^COPY (?:"?(\w+)"?\.)?"?(\w+)"? \((.*)\) FROM stdin;$/;
const INSERT = /^INSERT INTO (?:public\.)?audit /;

export async function readDump(lines: AsyncIterable<string>): Promise<Dump> {
  const reading: Reading = { rows: [], found: false, block: null };
  let line = 0;
  for await (const text of lines) {
    line += 1;
    const why = (line === 1 ? foreign(text) : null) ?? take(reading, text);
    if (why !== null) return { ok: false, why, line };
  }
  if (reading.block !== null) return { ok: false, why: 'cut-off', line };
  return reading.found ? { ok: true, rows: reading.rows } : { ok: false, why: 'no-audit', line };
}

interface Reading {
  readonly rows: AuditRow[];
  found: boolean;
  block: Block | null;
}

interface Block {
  readonly ours: boolean;
  readonly columns: readonly string[];
}

function foreign(first: string): DumpProblem | null {
  if (first.startsWith('PGDMP')) return 'custom-format';
  return first.startsWith('\u001f') ? 'compressed' : null;
}

function take(reading: Reading, text: string): DumpProblem | null {
  if (reading.block === null) return open(reading, text);
  if (text === '\\.') {
    reading.block = null;
  } else if (reading.block.ours) {
    const row = rowOf(reading.block.columns, text.split('\t').map(field));
    if (row === null) return 'odd';
    reading.rows.push(row);
  }
  return null;
}

/** Outside of any rows: some may begin here, of whatever table. */
function open(reading: Reading, text: string): DumpProblem | null {
  if (INSERT.test(text)) return 'inserts';
  const [whole, schema = 'public', table, list = ''] = COPY.exec(text) ?? [];
  if (whole === undefined) return null;
  const ours = schema === 'public' && table === 'audit';
  if (ours && reading.found) return 'several';
  reading.found ||= ours;
  reading.block = { ours, columns: list.split(',').map((name) => name.trim().replaceAll('"', '')) };
  return null;
}

/** Null for what cannot be a row: another number of fields, or no number. */
function rowOf(columns: readonly string[], fields: readonly (string | null)[]): AuditRow | null {
  const values = new Map(columns.map((name, at) => [name, fields[at] ?? null]));
  const seq = Number(values.get('seq') ?? Number.NaN);
  if (fields.length !== columns.length || !Number.isSafeInteger(seq)) return null;
  const at = values.get('at');
  const text = (name: string) => values.get(name) ?? null;
  return {
    seq,
    epoch: at ? epochOf(at) : null,
    action: text('action'),
    actor: text('actor'),
    targetType: text('target_type'),
    targetId: text('target_id'),
    payload: text('payload'),
    previousHash: text('previous_hash'),
    hash: text('hash'),
  };
}

const TIME = /^(\d{4,6}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$/;

/** Seconds with six decimals, exactly: a Date has only three. Null for what is no time: then the row's hash will not fit. */
function epochOf(at: string): string | null {
  const [whole, date, time, fraction = '', sign, hours, minutes = '0', seconds = '0'] = TIME.exec(at) ?? [];
  if (whole === undefined) return null;
  const local = Date.parse(`${date}T${time}Z`) / 1000;
  if (!Number.isSafeInteger(local)) return null;
  const offset = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const utc = sign === '-' ? local + offset : local - offset;
  // Before 1970 the fraction counts the other way; no row is that old.
  return `${utc}.${fraction.padEnd(6, '0')}`;
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** One field of COPY's text format; null for `\N`. */
function field(text: string): string | null {
  if (text === '\\N') return null;
  return text.replace(/\\(.)/gs, (_whole, escaped: string) => ESCAPES[escaped] ?? escaped);
}
