/** An approval is of exactly what was shown: whatever differs, differs in the hash (facts/threats.md T19). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Approvable, approvalHash } from '../../src/access/approval-hash.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const version = fc.integer({ min: 1, max: 999_999_999 });
const fields: { readonly [K in keyof Approvable]: fc.Arbitrary<Approvable[K]> } = {
  operationId: text,
  action: fc.constantFrom('rollback', 'code-only', 're-pin'),
  app: text,
  targetId: text,
  baseId: text,
  badVersion: version,
  findings: fc.array(fc.oneof(text, fc.json()), { maxLength: 4 }),
  expiresAt: fc.date({ min: new Date('2026-01-01Z'), max: new Date('2028-12-31Z'), noInvalidDate: true }),
};
const approvable: fc.Arbitrary<Approvable> = fc.record(fields);

/** The same facts, no object shared and their keys the other way round. */
function again(facts: Approvable): Approvable {
  return structuredClone(Object.fromEntries(Object.entries(facts).toReversed())) as unknown as Approvable;
}

test('equal facts, equal hash', () => {
  fc.assert(
    fc.property(approvable, (facts) => {
      expect(approvalHash(again(facts))).toBe(approvalHash(facts));
    }),
  );
});

test.each(Object.keys(fields) as (keyof Approvable)[])('another %s, another hash', (field) => {
  fc.assert(
    fc.property(approvable, fields[field], (facts, other) => {
      fc.pre(JSON.stringify(facts[field]) !== JSON.stringify(other));
      expect(approvalHash({ ...facts, [field]: other })).not.toBe(approvalHash(facts));
    }),
  );
});

test('any two that differ anywhere differ in the hash, however the texts are cut', () => {
  fc.assert(
    fc.property(approvable, approvable, (one, other) => {
      const same = JSON.stringify(one) === JSON.stringify(other);
      expect(approvalHash(one) === approvalHash(other)).toBe(same);
    }),
  );
  const cut: fc.Arbitrary<readonly [Approvable, number, number]> = fc.tuple(
    approvable,
    fc.nat(24),
    fc.nat(24),
  );
  fc.assert(
    fc.property(cut, ([facts, at, elsewhere]) => {
      const both = facts.targetId + facts.baseId;
      const split = (n: number) => ({ ...facts, targetId: both.slice(0, n), baseId: both.slice(n) });
      const equal = Math.min(at, both.length) === Math.min(elsewhere, both.length);
      expect(approvalHash(split(at)) === approvalHash(split(elsewhere))).toBe(equal);
    }),
  );
});
