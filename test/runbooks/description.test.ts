/** What a send is called at Heroku: the one trace by which it is known again. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { descriptionOf, wentBackTo } from '../../src/runbooks/rollback/description.ts';
import { newId } from '../../src/settings.ts';

test('a rollback as Heroku words it; code only as we do, with the operation', () => {
  const operation = { id: 'rb-7f3ak2mn', target: { id: 'r84', version: 84 } };
  expect(descriptionOf({ ...operation, kind: 'rollback' })).toBe('Rollback to v84');
  expect(descriptionOf({ ...operation, kind: 're-pin' })).toBe('Rollback to v84');
  expect(descriptionOf({ ...operation, kind: 'code-only' })).toMatchInlineSnapshot(
    `"Code of v84, config kept (Switchback rb-7f3ak2mn)"`,
  );
});

test.each([
  ['Rollback to v84', 84],
  ['Rollback to v8', 8],
  ['Rollback to v840', 840],
  ['Rollback to v84 ', null],
  ['rollback to v84', null],
  ['Retry of v85: Rollback to v84', null],
  ['Rollback to v84\nRollback to v83', null],
  ['Rollback to v８４', null],
  ['Code of v84, config kept (Switchback rb-7f3ak2mn)', 84],
  ['Code of v84, config kept', null],
  ['Code of v84, config kept (Switchback rb-7f3ak2mn) ', null],
  ['Code of v84, config kept (Switchback rb-)', null],
  ['Deploy c0ffee', null],
  ['', null],
])('where %j went back to: %s', (description, version) => {
  expect(wentBackTo(description)).toBe(version);
});

test('whatever is sent is read back as what it was, and no two operations share a code-only description', () => {
  const version = fc.integer({ min: 1, max: 999_999_999 });
  fc.assert(
    fc.property(version, version, (one, other) => {
      const [first, second] = [newId('rb'), newId('rb')];
      for (const kind of ['rollback', 'code-only'] as const) {
        const description = descriptionOf({ id: first, kind, target: { id: 'any', version: one } });
        expect(wentBackTo(description)).toBe(one);
        expect(description.length).toBeLessThanOrEqual(256);
      }
      const codeOnly = (id: string, target: number) =>
        descriptionOf({ id, kind: 'code-only', target: { id: 'any', version: target } });
      expect(codeOnly(first, one)).not.toBe(codeOnly(second, one));
      expect(codeOnly(first, one) === codeOnly(first, other)).toBe(one === other);
    }),
  );
});
