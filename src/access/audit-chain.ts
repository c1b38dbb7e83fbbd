/**
 * Whether an audit is what was written (facts/threats.md T78). Pure. The chain shows what was edited by somebody who did
 * not make all later hashes anew; an anchor shows the rest, and a tail that was cut.
 */
import { createHash } from 'node:crypto';
import type { AuditAnchor, AuditFault, AuditRow } from '../audit.ts';

/** As `audit_append()` in 0001-foundation.sql makes it: of the text form of a jsonb array. */
export function hashOf(row: AuditRow): string {
  const { seq, epoch, action, actor, targetType, targetId, payload, previousHash } = row;
  const texts = [epoch, action, actor, targetType, targetId].map((each) => JSON.stringify(each));
  const made = `[${[String(seq), ...texts, payload ?? 'null', JSON.stringify(previousHash)].join(', ')}]`;
  return createHash('sha256').update(made).digest('hex');
}

/** Everything wrong with these rows, in their order; empty when there is nothing. */
export function faultsOf(
  unsorted: readonly AuditRow[],
  anchors: readonly AuditAnchor[],
): readonly AuditFault[] {
  const rows = unsorted.toSorted((a, b) => a.seq - b.seq);
  const own = new Map(rows.map((row) => [row, row.hash === hashOf(row)]));
  const proven = provenRows(rows, anchors, own);
  return [
    ...rows.filter((row) => !own.get(row)).map(({ seq }) => ({ kind: 'edited', seq }) as const),
    ...rows.flatMap((row, at) => faultsBefore(rows[at - 1] ?? null, row, own, proven)),
    ...anchorFaults(rows, anchors),
  ].toSorted((a, b) => firstRow(a) - firstRow(b));
}

/** The rows a fault is about, first and last. */
export function rowsOf(fault: AuditFault): readonly [number, number] {
  switch (fault.kind) {
    case 'edited':
    case 'rewritten':
    case 'twice':
    case 'forked':
      return [fault.seq, fault.seq];
    case 'unlinked':
      return [fault.first, fault.second];
    case 'cut':
      return [fault.unproven, fault.to];
    case 'missing':
    case 'replaced':
      return [fault.from, fault.to];
    case 'false-start':
      return [1, 1];
  }
}

function firstRow(fault: AuditFault): number {
  return rowsOf(fault)[0];
}

/** From an anchored row backwards, as far as each holds the hash of the one before it. */
function provenRows(
  rows: readonly AuditRow[],
  anchors: readonly AuditAnchor[],
  own: ReadonlyMap<AuditRow, boolean>,
): ReadonlySet<AuditRow> {
  const anchored = new Set(anchors.map(({ seq, hash }) => `${seq} ${hash}`));
  const proven = new Set<AuditRow>();
  let next: AuditRow | null = null;
  for (const row of rows.toReversed()) {
    const chained: boolean =
      next !== null && proven.has(next) && next.seq === row.seq + 1 && next.previousHash === row.hash;
    if (own.get(row) && (chained || anchored.has(`${row.seq} ${row.hash}`))) proven.add(row);
    next = row;
  }
  return proven;
}

/** What is wrong between two rows that stand one after the other. */
function faultsBefore(
  before: AuditRow | null,
  row: AuditRow,
  own: ReadonlyMap<AuditRow, boolean>,
  proven: ReadonlySet<AuditRow>,
): readonly AuditFault[] {
  if (before === null) {
    if (row.seq > 1) return [{ kind: 'missing', from: 1, to: row.seq - 1 }];
    return row.previousHash === '' || !own.get(row) ? [] : [{ kind: 'false-start' }];
  }
  if (before.seq === row.seq) return [{ kind: 'twice', seq: row.seq }];
  if (before.seq < row.seq - 1) return [{ kind: 'missing', from: before.seq + 1, to: row.seq - 1 }];
  // A row that was edited is named already, and its word about another counts for nothing.
  if (before.hash === row.previousHash || !own.get(before) || !own.get(row)) return [];
  return proven.has(row)
    ? [{ kind: 'rewritten', seq: before.seq }]
    : [{ kind: 'unlinked', first: before.seq, second: row.seq }];
}

function anchorFaults(rows: readonly AuditRow[], anchors: readonly AuditAnchor[]): readonly AuditFault[] {
  const hashes = new Map(rows.map((row) => [row.seq, row.hash]));
  const last = rows.at(-1)?.seq ?? 0;
  const matching = anchors.filter(({ seq, hash }) => hashes.get(seq) === hash).map(({ seq }) => seq);
  const replaced = new Map<number, AuditFault>();
  let cut: AuditFault | null = null;
  for (const { seq, hash, at } of anchors.toSorted((a, b) => a.seq - b.seq)) {
    if (seq > last) {
      cut = { kind: 'cut', from: last + 1, to: seq, at, unproven: Math.max(0, ...matching) + 1 };
    } else if (hashes.has(seq) && hashes.get(seq) !== hash) {
      const from = Math.max(0, ...matching.filter((each) => each < seq)) + 1;
      // The first that fails after one that holds says where: those after it fail for the same reason.
      if (!replaced.has(from)) replaced.set(from, { kind: 'replaced', from, to: seq, at });
    }
  }
  return [...replaced.values(), ...forks(anchors), ...(cut ? [cut] : [])];
}

function forks(anchors: readonly AuditAnchor[]): readonly AuditFault[] {
  return [...new Set(anchors.map(({ seq }) => seq))].flatMap((seq) => {
    const same = anchors.filter((each) => each.seq === seq);
    return same.length > 1 ? [{ kind: 'forked', seq, ats: same.map(({ at }) => at) } as const] : [];
  });
}
