import fc from 'fast-check';
import { expect, it } from 'vitest';
import { configDifference, configNames, flagsOn } from '../../src/heroku/config-vars.ts';

it('names what would appear, change and vanish, sorted', () => {
  const now = { KEEP: '1', B: 'old', A: 'old', GONE: 'x', EMPTY: '' };
  const target = { KEEP: '1', B: 'new', A: 'new', NEW: 'y', EMPTY: 'filled' };
  expect(configDifference(now, target)).toEqual({
    appears: ['NEW'],
    changes: ['A', 'B', 'EMPTY'],
    vanishes: ['GONE'],
  });
});

it('is not confused by names that objects have anyway', () => {
  expect(configDifference({}, { constructor: '1', toString: '2' })).toMatchObject({
    appears: ['constructor', 'toString'],
  });
});

it('turned round, what appears vanishes, and every name is in one list at most', () => {
  const vars = fc.dictionary(fc.stringMatching(/^[A-D]{1,2}$/), fc.constantFrom('', '1', '2'));
  fc.assert(
    fc.property(vars, vars, (now, target) => {
      const forth = configDifference(now, target);
      const back = configDifference(target, now);
      expect(back).toEqual({ appears: forth.vanishes, changes: forth.changes, vanishes: forth.appears });
      const names = [...forth.appears, ...forth.changes, ...forth.vanishes];
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});

it('knows which declared flags are on, and looks at no other', () => {
  const vars = { A: '1', B: 'TRUE', C: 'on', D: ' yes ', E: '0', F: 'false', G: '', H: null, SECRET: '1' };
  expect(flagsOn(vars, [...'GFEDCBAH', 'constructor', 'ABSENT'])).toEqual(['D', 'C', 'B', 'A']);
});

it('names all there are, sorted', () => {
  expect(configNames({ B: 'x', A: null })).toEqual(['A', 'B']);
});
