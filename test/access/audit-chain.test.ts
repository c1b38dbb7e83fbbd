/** T78: whatever the owner does to the audit's rows is found, and the rows it was done to are named. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultsOf, hashOf, rowsOf } from '../../src/access/audit-chain.ts';
import type { AuditAnchor, AuditRow } from '../../src/audit.ts';

const AT = '2026-06-21T03:04:05.678Z';

type Content = Pick<AuditRow, 'epoch' | 'action' | 'actor' | 'targetType' | 'targetId' | 'payload'>;

/** A chain as `audit_append()` makes it: numbered from 1, each with the hash of the one before. */
function chain(contents: readonly Content[], onto: readonly AuditRow[] = []): readonly AuditRow[] {
  const rows = [...onto];
  for (const content of contents) {
    const before = rows.at(-1);
    const row = { ...content, seq: (before?.seq ?? 0) + 1, previousHash: before?.hash ?? '', hash: null };
    rows.push({ ...row, hash: hashOf(row) });
  }
  return rows;
}

function anchored(rows: readonly AuditRow[], seqs: readonly number[]): readonly AuditAnchor[] {
  return rows
    .filter(({ seq }) => seqs.includes(seq))
    .map(({ seq, hash }) => ({ seq, hash: hash ?? '', at: AT }));
}

const word = fc.string({ unit: 'binary', maxLength: 12 });
const content: fc.Arbitrary<Content> = fc.record({
  epoch: fc.integer({ min: 0, max: 2 ** 31 }).map((seconds) => `${seconds}.123456`),
  action: fc.constantFrom('rollback.requested', 'rollback.approved', 'refused'),
  actor: word,
  targetType: fc.constantFrom('operation', 'app'),
  targetId: word,
  payload: fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
});
/** No two are alike, as in life: of two that were, nobody could say which one is gone. */
const contents = fc
  .array(content, { minLength: 2, maxLength: 12 })
  .map((all) => all.map((each, n) => ({ ...each, epoch: `${n}.000000` })));

/** What an owner does at row `k` of a chain; the rows named must include `k`, or what took its place. */
type Tamper = (rows: readonly AuditRow[], k: number, forged: Content) => readonly AuditRow[];

const at = (rows: readonly AuditRow[], k: number): AuditRow => {
  const row = rows[k - 1];
  if (!row) throw new Error(`no row ${k}`);
  return row;
};
const rehashed = (row: AuditRow): AuditRow => ({ ...row, hash: hashOf(row) });
const replaced = (rows: readonly AuditRow[], k: number, row: AuditRow) => rows.with(k - 1, row);

const TAMPERS: Readonly<Record<string, Tamper>> = {
  'content edited': (rows, k, forged) => replaced(rows, k, { ...at(rows, k), ...forged }),
  'one field edited': (rows, k) => replaced(rows, k, { ...at(rows, k), actor: `${at(rows, k).actor}!` }),
  'a field set to null': (rows, k) => replaced(rows, k, { ...at(rows, k), targetId: null }),
  'edited, its hash made anew': (rows, k, forged) =>
    replaced(rows, k, rehashed({ ...at(rows, k), ...forged })),
  'its hash changed': (rows, k) => replaced(rows, k, { ...at(rows, k), hash: 'f'.repeat(64) }),
  'its link changed': (rows, k) => replaced(rows, k, { ...at(rows, k), previousHash: 'f'.repeat(64) }),
  'its link changed, its hash made anew': (rows, k) =>
    replaced(rows, k, rehashed({ ...at(rows, k), previousHash: 'f'.repeat(64) })),
  'edited, all later hashes made anew': (rows, k, forged) =>
    chain([forged, ...rows.slice(k)], rows.slice(0, k - 1)),
  'left out': (rows, k) => rows.toSpliced(k - 1, 1),
  'left out, all later rows numbered and hashed anew': (rows, k) =>
    chain(rows.slice(k), rows.slice(0, k - 1)),
  'put in between, all later rows numbered and hashed anew': (rows, k, forged) =>
    chain([forged, ...rows.slice(k - 1)], rows.slice(0, k - 1)),
  'cut off from here': (rows, k) => rows.slice(0, k - 1),
  'cut off from here, and grown again': (rows, k, forged) =>
    chain(
      Array.from({ length: rows.length - k + 2 }, () => forged),
      rows.slice(0, k - 1),
    ),
  'there twice': (rows, k) => [...rows, at(rows, k)],
  'changed places with another': (rows, k) => {
    const other = (k % rows.length) + 1;
    const moved = replaced(rows, k, { ...at(rows, other), seq: k });
    return replaced(moved, other, { ...at(rows, k), seq: other });
  },
};

describe('an owner tampers', () => {
  // 15 ways, 70 times each: over a thousand.
  test.each(Object.entries(TAMPERS))('%s: found and named', (_name, tamper) => {
    fc.assert(
      fc.property(contents, content, fc.nat(), fc.array(fc.nat()), (all, forged, where, some) => {
        const rows = chain(all);
        const k = (where % rows.length) + 1;
        const anchors = anchored(rows, [...some, rows.length]);
        const tampered = tamper(rows, k, forged);
        fc.pre(JSON.stringify(tampered) !== JSON.stringify(rows));
        const named = faultsOf(tampered, anchors).map(rowsOf);
        expect(named.some(([from, to]) => from <= k && k <= to)).toBe(true);
      }),
      { numRuns: 70 },
    );
  });

  test('without an anchor, whatever does not rewrite the whole rest of the chain is still found', () => {
    const alone = ['content edited', 'one field edited', 'its hash changed', 'its link changed'];
    fc.assert(
      fc.property(contents, content, fc.nat(), fc.constantFrom(...alone), (all, forged, where, name) => {
        const rows = chain(all);
        const k = (where % rows.length) + 1;
        const tampered = TAMPERS[name]?.(rows, k, forged) ?? [];
        fc.pre(JSON.stringify(tampered) !== JSON.stringify(rows));
        expect(faultsOf(tampered, [])).toEqual([{ kind: 'edited', seq: k }]);
      }),
    );
  });
});

test('what nobody touched has no fault, in whatever order it comes, with whatever anchors', () => {
  fc.assert(
    fc.property(contents, fc.array(fc.nat({ max: 12 })), (all, some) => {
      const rows = chain(all);
      expect(faultsOf(rows.toReversed(), anchored(rows, some))).toEqual([]);
    }),
  );
});

describe('what is said of it', () => {
  const five = chain(
    ['ana', 'bo', 'cy', 'dee', 'eve'].map((actor) => ({
      epoch: '1.000000',
      action: 'rollback.approved',
      actor,
      targetType: 'operation',
      targetId: 'rb-1',
      payload: '{}',
    })),
  );

  test('an edit hidden by new hashes lies between the last anchor that holds and the first that does not', () => {
    const forged = { ...at(five, 3), actor: 'nobody' };
    const tampered = chain([forged, ...five.slice(3)], five.slice(0, 2));
    expect(faultsOf(tampered, anchored(five, [1, 4, 5]))).toEqual([
      { kind: 'replaced', from: 2, to: 4, at: AT },
    ]);
  });

  test('a row rewritten with its hash is told from the proven one after it', () => {
    const tampered = replaced(five, 2, rehashed({ ...at(five, 2), actor: 'nobody' }));
    expect(faultsOf(tampered, anchored(five, [5]))).toEqual([{ kind: 'rewritten', seq: 2 }]);
    expect(faultsOf(tampered, [])).toEqual([{ kind: 'unlinked', first: 2, second: 3 }]);
  });

  test('a cut tail, an empty table', () => {
    expect(faultsOf(five.slice(0, 2), anchored(five, [2, 4]))).toEqual([
      { kind: 'cut', from: 3, to: 4, at: AT, unproven: 3 },
    ]);
    expect(faultsOf([], anchored(five, [4]))).toEqual([{ kind: 'cut', from: 1, to: 4, at: AT, unproven: 1 }]);
    expect(faultsOf([], [])).toEqual([]);
  });

  test('cut back and grown past the old head: the old anchor does not hold, two anchors contradict', () => {
    const grown = chain([at(five, 1), at(five, 1), at(five, 1), at(five, 1)], five.slice(0, 3));
    const anchors = [...anchored(five, [3, 5]), ...anchored(grown, [5, 7])];
    expect(faultsOf(grown, anchors)).toEqual([
      { kind: 'replaced', from: 4, to: 5, at: AT },
      { kind: 'forked', seq: 5, ats: [AT, AT] },
    ]);
  });

  test('a gap, and a beginning that is not the first', () => {
    expect(faultsOf(five.toSpliced(1, 2), [])).toEqual([{ kind: 'missing', from: 2, to: 3 }]);
    expect(faultsOf(five.slice(2), [])).toEqual([{ kind: 'missing', from: 1, to: 2 }]);
    expect(faultsOf([rehashed({ ...at(five, 1), previousHash: 'x' })], [])).toEqual([
      { kind: 'false-start' },
    ]);
  });
});
