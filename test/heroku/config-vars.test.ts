import fc from 'fast-check';
import { expect, it } from 'vitest';
import { configDifference } from '../../src/heroku/config-vars.ts';

it('names what would appear, change and vanish, sorted', () => {
  const now = { KEEP: '1', B: 'old', A: 'old', GONE: 'x', EMPTY: '' };
  const target = { KEEP: '1', B: 'new', A: 'new', NEW: 'y', EMPTY: 'filled' };
  expect(configDifference(now, target, ['A', 'KEEP'])).toEqual({
    appears: ['NEW'],
    changes: ['A', 'B', 'EMPTY'],
    vanishes: ['GONE'],
    stays: ['KEEP'],
    flagsNow: ['KEEP'],
    flagsThen: ['KEEP'],
  });
});

it('is not confused by names that objects have anyway', () => {
  expect(configDifference({}, { constructor: '1', toString: '2' }, ['valueOf'])).toMatchObject({
    appears: ['constructor', 'toString'],
    flagsThen: [],
  });
});

it('turned round, what appears vanishes, and every name is in one list', () => {
  const vars = fc.dictionary(fc.stringMatching(/^[A-D]{1,2}$/), fc.constantFrom('', '1', '2'));
  fc.assert(
    fc.property(vars, vars, (now, target) => {
      const forth = configDifference(now, target, ['A', 'B']);
      const back = configDifference(target, now, ['A', 'B']);
      expect(back).toEqual({
        appears: forth.vanishes,
        changes: forth.changes,
        vanishes: forth.appears,
        stays: forth.stays,
        flagsNow: forth.flagsThen,
        flagsThen: forth.flagsNow,
      });
      const names = [...forth.appears, ...forth.changes, ...forth.vanishes, ...forth.stays];
      expect(names.toSorted()).toEqual(
        [...new Set([...Object.keys(now), ...Object.keys(target)])].toSorted(),
      );
    }),
  );
});

it('knows which declared flags are on, and looks at no other', () => {
  const vars = { A: '1', B: 'TRUE', C: 'on', D: ' yes ', E: '0', F: 'false', G: '', H: null, SECRET: '1' };
  const { flagsNow, flagsThen } = configDifference(vars, {}, [...'GFEDCBAH', 'constructor', 'ABSENT']);
  expect(flagsNow).toEqual(['D', 'C', 'B', 'A']);
  expect(flagsThen).toEqual([]);
});
