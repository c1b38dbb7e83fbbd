import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rollbackArguments, versionOf } from '../../src/chat/rollback-arguments.ts';

const ask = (app: string, version: number | null, symptom = '') => ({ kind: 'ask', app, version, symptom });

test.each<[string, unknown]>([
  ['', { kind: 'choose-app' }],
  ['  \t ', { kind: 'choose-app' }],
  ['help', { kind: 'help' }],
  ['HELP me', { kind: 'help' }],
  ['status', { kind: 'status', app: null }],
  ['status api', { kind: 'status', app: 'api' }],
  ['cancel', { kind: 'cancel', which: null }],
  ['cancel rb-7f3ak2mn please', { kind: 'cancel', which: 'rb-7f3ak2mn' }],
  ['api', ask('api', null)],
  ['api v84', ask('api', 84)],
  ['  api   v84  signup  500s ', ask('api', 84, 'signup 500s')],
  ['api signup 500s since 02:58', ask('api', null, 'signup 500s since 02:58')],
  ['api R14 and H12 since v85', ask('api', null, 'R14 and H12 since v85')],
  ['api 500s everywhere', ask('api', null, '500s everywhere')],
  ['api very slow', ask('api', null, 'very slow')],
  ['api v84 v83', ask('api', 84, 'v83')],
])('%j', (text, expected) => {
  expect(rollbackArguments(text)).toEqual(expected);
});

/** Meant as releases; each of these taken for a symptom would roll back to a release nobody named (T43, T48). */
const NOT_VERSIONS = [
  '84',
  '-84',
  '+84',
  '#84',
  'v0',
  'v084',
  'v00',
  'v-84',
  'v+84',
  'v8.4',
  'v84.0',
  'v1e2',
  'v0x54',
  'v0b1',
  'v8_4',
  'v84n',
  'v84;',
  'v84/../85',
  'v1234567890',
  'v99999999999999999999',
  'vv84',
  'V84',
  'v84v83',
  '０',
  '８４',
  'ｖ８４',
  'v８４',
  'v٨٤',
  '٨٤',
  'ν84',
  'ѵ84',
  'ⅴ84',
  '𝐯84',
  'ᴠ84',
  'v\u200b84',
  '\u200bv84',
  '\ufeff84',
  '\u202ev48',
  'v84\u200d',
  'v\u0338' + '84',
  'ν\u200b84',
  'v½',
  'v²',
];

describe.each([['api'], ['raxx-api-prod']])('%s and', (app) => {
  test.each(NOT_VERSIONS)('%j is neither a release nor a symptom', (typed) => {
    expect(versionOf(typed)).toBeNull();
    // An invisible space may be eaten by the split; then what is left must be refused all the same.
    expect(rollbackArguments(`${app} ${typed}`)).toMatchObject({ kind: 'bad-version', app });
  });
});

test('T48 no look-alike of an ASCII letter or digit is ever read as a version', () => {
  const spoof = fc.constantFrom(...'ｖνѵⅴᴠ∨𝐯ｖ');
  const digit = fc.constantFrom(...'０１２٣۴५৬７𝟖⓽'.split(/(?:)/u));
  fc.assert(
    fc.property(
      fc.oneof(fc.constant('v'), spoof),
      fc.array(fc.oneof(digit, fc.constantFrom('8', '4')), { minLength: 1, maxLength: 6 }),
      (letter, digits) => {
        const typed = letter + digits.join('');
        if (/^v[1-9]\d*$/.test(typed)) return;
        expect(versionOf(typed)).toBeNull();
        expect(rollbackArguments(`api ${typed}`).kind).toBe('bad-version');
      },
    ),
    { numRuns: 1_000 },
  );
});

test('whatever is typed gets an answer, and a version is always what was typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const found = rollbackArguments(text);
      if (found.kind === 'ask' && found.version !== null) {
        expect(text.split(/\s+/u)).toContain(`v${found.version}`);
      }
      if (found.kind === 'ask') expect(text).toContain(found.app);
    }),
    { numRuns: 3_000 },
  );
});

test('what was meant comes back: app, version and symptom', () => {
  const word = fc
    .stringMatching(/^[a-z][a-z-]{0,12}$/)
    .filter((each) => !/^(help|status|cancel)$/.test(each));
  fc.assert(
    fc.property(
      word,
      fc.option(fc.integer({ min: 1, max: 999_999_999 })),
      fc.array(word, { maxLength: 5 }),
      (app, version, symptom) => {
        const typed = [app, ...(version === null ? [] : [`v${version}`]), ...symptom].join(' ');
        expect(rollbackArguments(typed)).toEqual(ask(app, version, symptom.join(' ')));
      },
    ),
    { numRuns: 1_000 },
  );
});
