/** A mrkdwn text as single characters and finished pieces, so that patterns never look into what is finished. */
import type { Inline, Reference } from './mrkdwn-parts.ts';

/** One UTF-16 unit as shown, entities undone; or a piece that no further rule touches. */
export type Atom = string | Inline;

/** Stands for a piece in patterns. A text that holds this character itself gains nothing by it. */
const PIECE = '\uFFFC';
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
const SAFE_SCHEMES = ['http:', 'https:', 'mailto:'];

/** Live brackets are told apart here, before entities are undone: escaped ones never come to life. */
export function lexed(text: string): readonly Atom[] {
  return Array.from(text.matchAll(/<([^<>]+)>|&(?:amp|lt|gt);|[\s\S]/g), ([whole, inner]) =>
    inner === undefined ? (ENTITIES[whole] ?? whole) : reference(inner),
  );
}

/** One character per atom: an index into it is an index into the atoms. */
export function shadowOf(atoms: readonly Atom[]): string {
  return atoms.map((atom) => (typeof atom === 'string' ? atom : PIECE)).join('');
}

/** The characters alone. */
export function proseOf(atoms: readonly Atom[]): string {
  return atoms.filter((atom) => typeof atom === 'string').join('');
}

/** Each match becomes one piece. */
export function foldAtoms(
  atoms: readonly Atom[],
  pattern: RegExp,
  piece: (inside: readonly Atom[]) => Inline,
): readonly Atom[] {
  const folded: Atom[] = [];
  let from = 0;
  for (const { index, 0: whole } of shadowOf(atoms).matchAll(pattern)) {
    folded.push(...atoms.slice(from, index), piece(atoms.slice(index, index + whole.length)));
    from = index + whole.length;
  }
  return [...folded, ...atoms.slice(from)];
}

function reference(inner: string): Reference {
  const bar = inner.indexOf('|');
  const target = undone(bar < 0 ? inner : inner.slice(0, bar));
  const label = bar < 0 ? null : undone(inner.slice(bar + 1));
  const after = (start: string) => (target.startsWith(start) ? target.slice(start.length) : null);
  const [user, channel, group, date, special] = ['@', '#', '!subteam^', '!date^', '!'].map(after);
  if (typeof user === 'string') return { kind: 'user', id: user, label };
  if (typeof channel === 'string') return { kind: 'channel', id: channel, label };
  if (typeof group === 'string') return { kind: 'group', id: group, label };
  if (typeof date === 'string') return dateReference(date, label);
  if (typeof special === 'string') return { kind: 'special', name: special };
  return { kind: 'link', target, href: hrefOf(target), label };
}

/** `EPOCH^{tokens}^address`, the address not needed. What is no time is its fallback. */
function dateReference(spec: string, label: string | null): Reference {
  const [seconds = '', format = '', ...address] = spec.split('^');
  const at = /^-?\d+$/.test(seconds) ? Number(seconds) * 1000 : Number.NaN;
  return {
    kind: 'date',
    at: new Date(at).getTime(),
    format,
    href: address.length === 0 ? null : hrefOf(address.join('^')),
    fallback: label ?? '',
  };
}

function hrefOf(target: string): string | null {
  return URL.canParse(target) && SAFE_SCHEMES.includes(new URL(target).protocol) ? target : null;
}

function undone(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);
}
