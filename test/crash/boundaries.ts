/** Every input or output of the run, by name: what it is, on which side of it, and the how-manieth of its kind. */
import type { Boundary as Query } from '../support/postgres-proxy.ts';

export type Side = 'before' | 'after';

export interface Reached {
  readonly place: 'postgres' | 'heroku' | 'slack';
  readonly side: Side;
  /** What is asked: a query with the head of its transaction, a request's name, a method with what is posted. */
  readonly label: string;
}

/** Where the run stands when a boundary is reached. `idle`: nobody has asked for anything. */
export type Phase =
  | 'idle'
  | 'asking'
  | 'approving'
  | 'sending'
  | 'settling'
  | 'proving'
  | 'deciding'
  | 'watching';

const PHASE_AFTER: Readonly<Record<string, Phase>> = {
  'the request': 'approving',
  'the approval': 'sending',
  'the settlement': 'proving',
  'the decision': 'sending',
  'the confirmation': 'watching',
};

/** The phase after a boundary: the commits that move the operation, and the POST itself. */
export function phaseAfter(phase: Phase, { place, side, label }: Reached): Phase {
  if (place === 'heroku' && isSend(label)) return 'settling';
  if (place !== 'postgres' || side !== 'after' || !label.startsWith('commit of')) return phase;
  return PHASE_AFTER[label.slice('commit of '.length)] ?? phase;
}

/** The one request that makes a release. */
export function isSend(label: string): boolean {
  return label === 'rollback-post' || label === 'release-create';
}

/** Names boundaries: by phase and kind, and counted from 1. */
export function namer(): (reached: Reached, phase: Phase) => string {
  const counts = new Map<string, number>();
  return ({ place, side, label }, phase) => {
    const kind = `${phase} | ${side} ${place} ${label}`;
    const n = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, n);
    return `${kind} #${n}`;
  };
}

/** Whether this is the boundary meant: the same, or of a kind that begins so, and of the same number. */
export function isAt(meant: string, name: string): boolean {
  const [kind = '', n] = meant.split(' #');
  return name.startsWith(kind) && name.endsWith(` #${n}`);
}

const LONGEST = 72;

function flat(sql: string): string {
  return sql.replaceAll(/\s+/g, ' ').replaceAll('"', '').trim();
}

function short(sql: string): string {
  return flat(sql).slice(0, LONGEST);
}

/** The transactions that move an operation, by a statement only they have. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/^insert into operation\b/i, 'the request'],
  [/^update operation o? ?set status = 'approved'/i, 'the approval'],
  [/^insert into attempt\b/i, 'the intent'],
  [/^update attempt\b/i, 'the settlement'],
  [/^update operation\b.*\bdecision = .*\bwhere\b/i, 'the decision'],
  [/^insert into drill_record\b/i, 'the confirmation'],
];

/** A transaction so far: its first statement, its first that writes, and what it is, by which it is known. */
interface Transaction {
  first: string;
  write: string;
  meaning: string;
}

/** Names a query on its connection: inside a transaction, with what that writes. */
export function queryLabels(): (query: Query) => string {
  const transactions = new Map<number, Transaction>();
  const asked = new Map<number, string[]>();

  function ask(connection: number, sql: string): string {
    const text = short(sql);
    const open = transactions.get(connection);
    if (/^(begin|start transaction)\b/i.test(text)) {
      transactions.set(connection, { first: '', write: '', meaning: '' });
      return 'begin';
    }
    if (open === undefined) return text;
    const name = open.meaning || `{${(open.write || open.first).slice(0, LONGEST / 2)}}`;
    if (/^(commit|rollback)\b/i.test(text)) {
      transactions.delete(connection);
      return `${text.toLowerCase()} of ${name}`;
    }
    open.first ||= text;
    if (/^(insert|update|delete|with)\b/i.test(text)) open.write ||= text;
    open.meaning ||= MEANINGS.find(([shape]) => shape.test(flat(sql)))?.[1] ?? '';
    return `${text} in ${name}`;
  }

  return ({ connection, at, sql }) => {
    const pending = asked.get(connection) ?? [];
    asked.set(connection, pending);
    if (at === 'before-answer') return pending.shift() ?? short(sql);
    const label = ask(connection, sql);
    pending.push(label);
    return label;
  };
}
