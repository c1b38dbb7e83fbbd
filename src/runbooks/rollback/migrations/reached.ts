/** Which pieces of an Alembic migration run when it is applied; what only its downgrade uses does not (rollback.md). Pure. */
import type { Piece } from './python-source.ts';

/**
 * Everything, but for functions called `downgrade…` and for what nothing else than those mentions. A name mentioned
 * anywhere else counts as used there.
 */
export function reached(pieces: readonly Piece[], code: string): readonly Piece[] {
  const byName = new Map<string, Piece[]>();
  for (const piece of pieces) {
    if (piece.name === null) continue;
    const same = byName.get(piece.name);
    if (same === undefined) byName.set(piece.name, [piece]);
    else same.push(piece);
  }
  const down = pieces.filter(({ name }) => name?.startsWith('downgrade'));
  const apart = closure(down, code, (name) => (name.startsWith('upgrade') ? [] : (byName.get(name) ?? [])));
  const rest = pieces.filter((piece) => !apart.has(piece));
  return [...closure(rest, code, (name) => byName.get(name) ?? [])];
}

/** These, and whatever is named in them or in what they lead to. */
function closure(
  first: readonly Piece[],
  code: string,
  called: (name: string) => readonly Piece[],
): ReadonlySet<Piece> {
  const found = new Set(first);
  const names = new Set<string>();
  // A set that grows while it is walked is walked to its end.
  for (const { start, end } of found) {
    for (const [name] of code.slice(start, end).matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)) {
      if (names.has(name)) continue;
      names.add(name);
      for (const piece of called(name)) found.add(piece);
    }
  }
  return found;
}
