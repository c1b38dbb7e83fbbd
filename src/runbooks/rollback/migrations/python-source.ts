/**
 * Python as far as a migration needs to be understood: what is code, what is text, and which top-level piece a line
 * belongs to. Nothing is run. Pure.
 */

export interface Literal {
  readonly start: number;
  readonly end: number;
  /** Null when it is put together at run time. */
  readonly value: string | null;
}

export interface PythonSource {
  /** As long as the source: strings and comments blank but for their quotes, one logical line per line. */
  readonly code: string;
  readonly literals: readonly Literal[];
}

/** Nobody writes deeper; whoever does would cost time. */
const DEEPEST = 60;
const PIECE =
  /(?<blank>#[^\n]*|\\\n)|(?<prefix>[A-Za-z]{0,2})(?<quote>"""|'''|"|')|[\p{L}_][\p{L}\p{N}_]*|(?<mark>[\s\S])/uy;

/** Null where reading it the way Python does is not certain. `source` has `\n` for the ends of its lines. */
export function readPython(source: string): PythonSource | null {
  // Each begins a line for Python, or an indentation, where it does not seem to.
  if (/[\r\f\v\0]/.test(source)) return null;
  const piece = new RegExp(PIECE);
  const literals: Literal[] = [];
  let code = '';
  let depth = 0;
  for (let found = piece.exec(source); found !== null; found = piece.exec(source)) {
    const { blank, prefix = '', quote, mark = '' } = found.groups ?? {};
    if (quote !== undefined) {
      const text = textAt(source, piece.lastIndex, prefix, quote);
      if (text === null) return null;
      literals.push({ start: found.index, end: text.end, value: text.value });
      piece.lastIndex = text.end;
      const inside = text.end - found.index - prefix.length - 2 * quote.length;
      code += `${' '.repeat(prefix.length)}${quote}${' '.repeat(inside)}${quote}`;
    } else if (blank !== undefined) {
      code += ' '.repeat(found[0].length);
    } else {
      depth += deeper(mark);
      if (depth < 0 || depth > DEEPEST) return null;
      code += mark === '\n' && depth > 0 ? ' ' : found[0];
    }
  }
  return depth === 0 ? { code, literals } : null;
}

/** What a bracket does to the depth. */
export function deeper(mark: string): number {
  if (mark === '') return 0;
  if ('([{'.includes(mark)) return 1;
  return ')]}'.includes(mark) ? -1 : 0;
}

interface Text {
  readonly value: string | null;
  /** Behind its closing quote. */
  readonly end: number;
}

function textAt(source: string, from: number, prefix: string, quote: string): Text | null {
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source.startsWith(quote, at)) return read(prefix, source.slice(from, at), at + quote.length);
    else if (source[at] === '\n' && quote.length === 1) return null;
  }
  return null;
}

function read(prefix: string, inside: string, end: number): Text | null {
  if (/[ft]/i.test(prefix)) {
    const open = inside.replaceAll('{{', '').replaceAll('}}', '');
    // Newer Pythons allow the same quotes inside the braces: what seems to end here may go on.
    if (open.split('{').length !== open.split('}').length) return null;
    if (open.includes('{')) return { value: null, end };
  }
  if (/r/i.test(prefix)) return { value: inside, end };
  if (/\\[xuUN0-7]/.test(inside)) return { value: null, end };
  return { value: inside.replace(/\\([\s\S])/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped), end };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' };

/** The texts that lie within, in order. */
export function literalsIn({ literals }: PythonSource, start: number, end: number): readonly Literal[] {
  let low = 0;
  for (let high = literals.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((literals[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  let beyond = low;
  while ((literals[beyond]?.end ?? Number.POSITIVE_INFINITY) <= end) beyond += 1;
  return literals.slice(low, beyond);
}

/** A top-level function, a top-level constant, or one of the other lines. */
export interface Piece {
  /** Null for what is simply run when the file is loaded. */
  readonly name: string | null;
  readonly kind: 'function' | 'constant' | 'line';
  readonly start: number;
  readonly end: number;
}

export function piecesOf({ code }: PythonSource): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (const line of code.split('\n')) {
    const end = start + line.length;
    const current = pieces.at(-1);
    if (current !== undefined && (line === '' || /^\s/.test(line))) pieces.splice(-1, 1, { ...current, end });
    else pieces.push({ ...begunBy(line), start, end });
    start = end + 1;
  }
  return pieces;
}

function begunBy(line: string): Pick<Piece, 'name' | 'kind'> {
  const called = /^(?:async\s+)?def\s+(\w+)\s*\(/.exec(line)?.[1];
  if (called !== undefined) return { name: called, kind: 'function' };
  // Only a plain text: anything else is worked out when the file is loaded.
  const constant = /^(\w+)\s*(?::[^=]*)?=\s*(?:\(\s*)?(?:sa\.text\(\s*)?["'][\s"')]*$/.exec(line)?.[1];
  return constant === undefined ? { name: null, kind: 'line' } : { name: constant, kind: 'constant' };
}
