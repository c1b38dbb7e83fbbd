/** What a part hands back: one line of the table each, and the numbers behind it. */

export interface Figure {
  readonly name: string;
  /** As a person reads it. */
  readonly measured: string;
  /** Null: shown for comparison, nothing was promised. */
  readonly bar: Bar | null;
  readonly numbers: Readonly<Record<string, number | string | readonly number[]>>;
}

export interface Bar {
  readonly text: string;
  readonly met: boolean;
}

export function atMost(limit: number, measured: number, unit = ''): Bar {
  return { text: `≤ ${limit}${unit && ` ${unit}`}`, met: measured <= limit };
}

export interface Spread {
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Nearest rank. Throws on nothing measured: a part that measured nothing must not look fast. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const max = sorted.at(-1);
  if (max === undefined) throw new Error('nothing was measured');
  const rank = (p: number) => sorted[Math.ceil(p * sorted.length) - 1] ?? max;
  return { n: sorted.length, p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), max };
}

/** Milliseconds to a person: `4.2 ms`, `1.35 s`. */
export function duration(ms: number): string {
  if (Math.abs(ms) >= 1_000) return `${(ms / 1_000).toFixed(2)} s`;
  return `${ms.toFixed(Math.abs(ms) < 100 ? 1 : 0)} ms`;
}
