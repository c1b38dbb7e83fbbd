/** What a mrkdwn text is made of, as Slack reads it. Pure: the page draws it, tests read it as words. */
import { type Atom, foldAtoms, lexed, proseOf, shadowOf } from './mrkdwn-atoms.ts';
import type { Inline, Part, QuotedLine } from './mrkdwn-parts.ts';

const WORD = '\\p{L}\\p{N}';
const FENCED = /(```\n?)([\s\S]+?)(\n?```)/g;
const QUOTE = '(?:>>>[\\s\\S]+|>[^\\n]*(?:\\n>[^\\n]*)*)';
const QUOTED = new RegExp(`(?<![^\\n])${QUOTE}`, 'g');
/** Where what comes first does not begin a line. */
const QUOTED_LATER = new RegExp(`(?<=\\n)${QUOTE}`, 'g');
const CODE = new RegExp(`(?<![${WORD}\`])\`[^\`\\n]+\`(?![${WORD}\`])`, 'gu');
const ADDRESS = new RegExp(`(?<![${WORD}])https?://[^\\s<>\uFFFC]*[^\\s<>\uFFFC.,:;!?'")\\]}*_~]`, 'gu');
const EMOJI = /(?<!\p{N}):[a-z0-9_+'-]+:/gu;
/** A pair of the same marks around words on one line, not inside of a word: `snake_case_name` is none. */
const STYLED = new RegExp(
  `(?<![${WORD}])([*_~])(?<!\\1\\1)(?!\\s)(?:(?!\\1)[^\\n])+(?<!\\s)\\1(?!\\1|[${WORD}])`,
  'gu',
);
const STYLES = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

/** Never fails: what is no markup is text. */
export function parseMrkdwn(text: string): readonly Part[] {
  const atoms = lexed(text);
  const parts: Part[] = [];
  let from = 0;
  for (const match of shadowOf(atoms).matchAll(FENCED)) {
    const [whole, opening = '', , closing = ''] = match;
    parts.push(...quotesAndLines(atoms.slice(from, match.index), from === 0));
    from = match.index + whole.length;
    const inside = atoms.slice(match.index + opening.length, from - closing.length);
    parts.push({ kind: 'pre', opening, children: plainly(inside), closing });
  }
  parts.push(...quotesAndLines(atoms.slice(from), from === 0));
  return parts;
}

/** `atStart`: the first of these begins a line. */
function quotesAndLines(atoms: readonly Atom[], atStart: boolean): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of shadowOf(atoms).matchAll(atStart ? QUOTED : QUOTED_LATER)) {
    parts.push(...inline(atoms.slice(from, match.index)));
    from = match.index + match[0].length;
    parts.push({ kind: 'quote', lines: quotedLines(atoms.slice(match.index, from)) });
  }
  parts.push(...inline(atoms.slice(from)));
  return parts;
}

function quotedLines(atoms: readonly Atom[]): readonly QuotedLine[] {
  const shadow = shadowOf(atoms);
  if (shadow.startsWith('>>>')) return [quotedLine(atoms, />>> ?/y.exec(shadow)?.[0].length ?? 3)];
  const lines: QuotedLine[] = [];
  for (const { index, 0: line } of shadow.matchAll(/[^\n]+/g)) {
    lines.push(quotedLine(atoms.slice(index, index + line.length), line.startsWith('> ') ? 2 : 1));
  }
  return lines;
}

function quotedLine(atoms: readonly Atom[], length: number): QuotedLine {
  return { marker: shadowOf(atoms).slice(0, length), children: inline(atoms.slice(length)) };
}

function inline(atoms: readonly Atom[]): readonly Inline[] {
  const withCode = foldAtoms(atoms, CODE, (inside) => ({
    kind: 'code',
    children: plainly(inside.slice(1, -1)),
  }));
  const withAddresses = foldAtoms(withCode, ADDRESS, (inside) => {
    const target = proseOf(inside);
    return { kind: 'link', target, href: target, label: null };
  });
  const withEmoji = foldAtoms(withAddresses, EMOJI, (inside) => ({
    kind: 'emoji',
    name: proseOf(inside.slice(1, -1)),
  }));
  return styled(withEmoji);
}

/** At most three deep: no style holds its own mark. */
function styled(atoms: readonly Atom[]): readonly Inline[] {
  return plainly(
    foldAtoms(atoms, STYLED, (inside) => ({
      kind: STYLES[inside[0] as keyof typeof STYLES],
      children: styled(inside.slice(1, -1)),
    })),
  );
}

/** No more markup: runs of characters become text, line ends breaks. */
function plainly(atoms: readonly Atom[]): readonly Inline[] {
  const parts: Inline[] = [];
  let run = '';
  const flush = () => {
    if (run !== '') parts.push({ kind: 'text', text: run });
    run = '';
  };
  for (const atom of atoms) {
    if (typeof atom === 'string' && atom !== '\n') run += atom;
    else {
      flush();
      parts.push(atom === '\n' ? { kind: 'break' } : (atom as Inline));
    }
  }
  flush();
  return parts;
}
