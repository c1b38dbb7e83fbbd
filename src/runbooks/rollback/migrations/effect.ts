/** What one statement of a migration means to older code that has to live with it. */

export type Effect =
  /** Old code loses something, or no longer reads what it wrote. */
  | 'destructive'
  /** Nobody can say: not on the list of what is known to be harmless. */
  | 'unreadable'
  /** Old code can read, but some of its writes may be refused. */
  | 'tightens'
  | 'additive';

export interface Statement {
  readonly effect: Effect;
  /** As written, for people to recognise it. Untrusted text. */
  readonly text: string;
  /** The table it makes. */
  readonly creates?: string | undefined;
  /** The table it tightens. */
  readonly on?: string | undefined;
}

const BY_WEIGHT = ['destructive', 'unreadable', 'tightens', 'additive'] as const;

/** The one that decides. */
export function worst(effects: readonly Effect[]): Effect {
  return BY_WEIGHT.find((effect) => effects.includes(effect)) ?? 'additive';
}

export function onlyEffects(statements: readonly Statement[], effect: Effect): readonly Statement[] {
  return statements.filter((statement) => statement.effect === effect);
}

/** Old code does not write to a table it has never heard of. */
export function onNewTables(statements: readonly Statement[]): readonly Statement[] {
  const made = new Set(statements.flatMap(({ creates }) => (creates === undefined ? [] : [creates])));
  return statements.map((each) =>
    each.effect === 'tightens' && each.on !== undefined && made.has(each.on)
      ? { ...each, effect: 'additive' }
      : each,
  );
}

const LONGEST_SHOWN = 100;

export function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN - 1)}…` : line;
}
