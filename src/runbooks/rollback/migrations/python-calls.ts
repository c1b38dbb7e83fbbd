/** Which calls a piece of Python makes, with their arguments as far as they can be read without running it. Pure. */
import { shown } from './effect.ts';
import { deeper, literalsIn, type Piece, type PythonSource, piecesOf } from './python-source.ts';

export interface Argument {
  /** Null when it is given by its place. */
  readonly name: string | null;
  /** Strings blank. */
  readonly code: string;
  /** What it is, if it is nothing but text. */
  readonly text: string | null;
}

export interface Call {
  /** As written: `op.add_column`; `.create` after a bracket. */
  readonly callee: string;
  /** The last part of it. */
  readonly method: string;
  readonly args: readonly Argument[];
  /** Calls a function of the same file, which is read itself. */
  readonly isLocal: boolean;
  /** As written. Untrusted text. */
  readonly text: string;
}

const NOT_CALLED = new Set(
  'if elif while for in not and or is return yield await lambda assert del else with as except raise from import'.split(
    ' ',
  ),
);
const FOUND =
  /(?<defined>\b(?:def|class)\s+\w+\s*\()|(?<callee>\.?[\p{L}_][\w.\p{L}]*)\s*\(|(?<nameless>[)\]}"']\s*\()/gu;

/** For one file: a reader of its pieces. Its answer is null where something without a name is called. */
export function callReader(source: string, python: PythonSource): (piece: Piece) => readonly Call[] | null {
  const { code } = python;
  const pieces = piecesOf(python);
  const local = new Set(pieces.filter(({ kind }) => kind === 'function').map(({ name }) => name));
  const constants = constantsOf(python, pieces);
  return ({ start, end }) => {
    const calls: Call[] = [];
    const found = new RegExp(FOUND);
    found.lastIndex = start;
    const upToEnd = code.slice(0, end);
    for (let one = found.exec(upToEnd); one !== null; one = found.exec(upToEnd)) {
      const { callee, nameless } = one.groups ?? {};
      if (nameless !== undefined) return null;
      if (callee === undefined || NOT_CALLED.has(callee)) continue;
      const spans = spansOf(code, found.lastIndex - 1);
      const args = spans.map((span) => argument(span, python, constants));
      const method = callee.split('.').at(-1) ?? '';
      const text = shown(source.slice(one.index, (spans.at(-1)?.end ?? found.lastIndex) + 1));
      calls.push({ callee, method, args, isLocal: local.has(callee), text });
    }
    return calls;
  };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The arguments between the bracket at `open` and the one that closes it. */
function spansOf(code: string, open: number): readonly Span[] {
  const spans: Span[] = [];
  let depth = 0;
  let start = open + 1;
  for (let at = open; at < code.length; at += 1) {
    const mark = code[at] ?? '';
    depth += deeper(mark);
    if ((mark === ',' && depth === 1) || depth === 0) {
      if (code.slice(start, at).trim() !== '') spans.push({ start, end: at });
      start = at + 1;
    }
    if (depth === 0) break;
  }
  return spans;
}

function argument(
  { start, end }: Span,
  python: PythonSource,
  constants: ReadonlyMap<string, string>,
): Argument {
  const name = /^\s*(\w+)\s*=(?!=)/.exec(python.code.slice(start, end));
  const from = start + (name?.[0].length ?? 0);
  const code = python.code.slice(from, end).trim();
  const constant = /^(?:(?:sa\.)?text\(\s*)?(\w+)\s*\)?$/.exec(code)?.[1];
  const text = constant === undefined ? textIn(from, end, python) : (constants.get(constant) ?? null);
  return { name: name?.[1] ?? null, code, text };
}

/** Literals side by side or added up, perhaps in `sa.text()`; null for anything else. */
function textIn(start: number, end: number, python: PythonSource): string | null {
  if (!/^[\s"'()+,]*$/.test(python.code.slice(start, end).replace(/\b(?:sa\.)?text\s*\(/g, '('))) return null;
  const values = literalsIn(python, start, end).map(({ value }) => value);
  return values.length === 0 || values.includes(null) ? null : values.join('');
}

/** Top-level names that are one plain text, and stay it. */
function constantsOf(python: PythonSource, pieces: readonly Piece[]): ReadonlyMap<string, string> {
  const writes = new Map<string, number>();
  for (const [, name = ''] of python.code.matchAll(/\b(\w+)\s*(?:\+|:[^=\n]{0,80})?=(?!=)/g)) {
    writes.set(name, (writes.get(name) ?? 0) + 1);
  }
  const constants = new Map<string, string>();
  for (const { name, kind, start, end } of pieces) {
    if (name === null || kind !== 'constant' || writes.get(name) !== 1) continue;
    const equals = start + python.code.slice(start, end).indexOf('=');
    const text = textIn(equals + 1, end, python);
    if (text !== null) constants.set(name, text);
  }
  return constants;
}
