/** What a story came to, measured: a pure function of what the bot's database and Heroku hold. */
import type { DrillRow } from '../../src/ledger.ts';
import type { Operation } from '../../src/operation.ts';

/** In the order of a rollback that goes well. */
const PHASES = ['approved', 'sent', 'release', 'dynos', 'smoke', 'recovered'] as const;
export type PhaseName = (typeof PHASES)[number];

/** When each was so; null: never, or nobody can tell. */
export type Instants = { readonly [N in PhaseName]: Date | null };

export type OperationRow = Pick<
  Operation,
  'id' | 'app' | 'status' | 'base' | 'target' | 'requestedAt' | 'recoveredAt'
>;

export interface OperationFacts {
  readonly operation: OperationRow;
  readonly instants: Instants;
}

export interface Phase {
  readonly name: PhaseName;
  /** Milliseconds since the request. */
  readonly atMs: number;
  /** Milliseconds since the phase before it. */
  readonly tookMs: number;
}

export interface OperationDebrief {
  readonly operation: OperationRow;
  readonly phases: readonly Phase[];
  /** From the request to recovery, milliseconds; null: not recovered. */
  readonly recoveredMs: number | null;
}

export interface IncidentFacts {
  readonly app: string;
  /** How long it was open, or has been; milliseconds. */
  readonly lastedMs: number;
  readonly closed: boolean;
  /** Entries of its timeline. */
  readonly lines: number;
  /** Milliseconds since it was opened, of each word to customers. */
  readonly publishedMs: readonly number[];
}

export interface Debrief {
  /** Oldest first. */
  readonly operations: readonly OperationDebrief[];
  /** Oldest first. */
  readonly incidents: readonly IncidentFacts[];
  /** Rows that the story added to the drill record. */
  readonly record: readonly DrillRow[];
  /** The longest phase of all operations; null when nothing took any time. */
  readonly cost: Phase | null;
}

export function debriefOf(
  facts: readonly OperationFacts[],
  record: readonly DrillRow[],
  incidents: readonly IncidentFacts[] = [],
): Debrief {
  const operations = facts
    .map(operationDebrief)
    .toSorted((a, b) => a.operation.requestedAt.getTime() - b.operation.requestedAt.getTime());
  const [longest] = operations.flatMap(({ phases }) => phases).toSorted((a, b) => b.tookMs - a.tookMs);
  return {
    operations,
    incidents,
    record: record.filter(({ operationId }) => operationId !== null),
    cost: longest !== undefined && longest.tookMs >= 1000 ? longest : null,
  };
}

function operationDebrief({ operation, instants }: OperationFacts): OperationDebrief {
  const asked = operation.requestedAt.getTime();
  let before = 0;
  const phases: Phase[] = [];
  for (const name of PHASES) {
    const at = instants[name];
    if (at === null) continue;
    // Two clocks of one machine: what follows cannot have come before.
    const atMs = Math.max(before, at.getTime() - asked);
    phases.push({ name, atMs, tookMs: atMs - before });
    before = atMs;
  }
  const recoveredMs = operation.recoveredAt === null ? null : operation.recoveredAt.getTime() - asked;
  return { operation, phases, recoveredMs };
}
