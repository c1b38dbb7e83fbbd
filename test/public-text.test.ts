/** What a text for customers must be like, and when it promises the next word. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filled, variablesIn } from '../src/comms-templates.ts';
import { faultIn, LONGEST_PUBLIC_TEXT, promisesWord, saysClaim } from '../src/public-text.ts';
import { asWritten, tidied, unescaped } from '../src/words/mrkdwn.ts';

describe('faults', () => {
  test.each([
    ['', 'empty'],
    [' \n ', 'empty'],
    ['x'.repeat(LONGEST_PUBLIC_TEXT + 1), 'too-long'],
    ['&'.repeat(LONGEST_PUBLIC_TEXT / 4), 'too-long'],
    ['affecting [surface].', 'bracket'],
    ['affecting {surface}.', 'bracket'],
    ['affecting [surface', 'bracket'],
    ['a link](x)', 'bracket'],
    ['ask @here', 'mention'],
    ['ask <!channel>', 'mention'],
    ['ask <@U0ANA>', 'mention'],
    ['see <#C0OPS|ops>', 'mention'],
    ['(@bo)', 'mention'],
    ['No account data has been affected.', 'claim'],
    ['NO  ACCOUNT\ndata was affected', 'claim'],
    ['we know that no customer data was lost', 'claim'],
    ['Account data has not been affected.', 'claim'],
    ['Orders are slow. Your account data was not affected.', 'claim'],
    ['No account data has been impacted.', 'claim'],
    ['No account data has been or will be affected.', 'claim'],
    ['No account data, as far as we know, has been affected.', 'claim'],
    ['No accounts were affected.', 'claim'],
    ['None of your account data has been affected.', 'claim'],
    ['No personal data was exposed.', 'claim'],
    ['Neither orders nor account data were lost.', 'claim'],
    ["Your account data wasn't accessed", 'claim'],
    ['Nothing was leaked, e.g. account data.', 'claim'],
    ['Was account data lost? No.', 'claim'],
    ['Your data is safe.', 'claim'],
    ['We cannot say whether orders were lost, but no account data was lost.', 'claim'],
  ])('%j: %s', (text, why) => {
    expect(faultIn(text, 'by-hand', false)).toMatchObject({ why });
  });

  test.each([
    'x'.repeat(LONGEST_PUBLIC_TEXT),
    'Write to support@raxx.app.',
    'Orders < 10 & > 5 (see below) fail at 03:04 UTC.',
    'We do not know yet whether account data has been affected.',
    'We cannot yet say if data was lost. Orders do not go through.',
    'Some accounts are affected. We do not know why.',
    'You may not be able to sign in to your account.',
    'Orders are slow; nothing is lost.',
  ])('none in %j', (text) => {
    expect(faultIn(text, 'by-hand', false)).toBeNull();
  });

  test('the claim, once ticked', () => {
    expect(faultIn('No account data has been affected.', 'by-hand', true)).toBeNull();
    expect(faultIn('No account data has been affected [yet].', 'by-hand', true)).toMatchObject({
      why: 'bracket',
    });
  });

  test('a promise of another word: in all texts but the last', () => {
    const text = 'The platform has recovered. We will confirm within 15 minutes.';
    for (const which of ['investigating', 'rolled-back', 'by-hand', 'template:upstream'] as const)
      expect(faultIn(text, which, false)).toBeNull();
    expect(faultIn(text, 'recovered', false)).toEqual({ why: 'promise' });
    expect(faultIn('The platform has recovered.', 'recovered', false)).toBeNull();
  });

  test('whatever stands around a bracket or a mention, it is found', () => {
    const around = fc.string({ maxLength: 200 });
    const piece = fc.constantFrom('[surface]', '{surface}', '<!here>', ' @here ');
    fc.assert(
      fc.property(around, piece, around, (before, found, after) => {
        expect(faultIn(`${before}${found}${after}`, 'by-hand', true)).not.toBeNull();
      }),
    );
  });
});

test.each([
  ['We will post an update within 15 minutes.', true],
  ['An update follows within fifteen minutes', true],
  ['within the next 15 min', true],
  ['We will post an update in 15 minutes.', true],
  ['We will post another update in the next 15 minutes.', true],
  ['within about fifteen minutes', true],
  ['errors in the last 15 minutes', false],
  ['within 30 minutes', false],
  ['15 minutes ago', false],
])('%j promises a word: %j', (text, promises) => {
  expect(promisesWord(text)).toBe(promises);
});

test('a text is the same once tidied, shown and read back; nothing in it is markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (typed) => {
      const text = tidied(typed);
      expect(tidied(text)).toBe(text);
      expect(unescaped(asWritten(text))).toBe(text);
      expect(asWritten(text).source).not.toMatch(/<[@#!]/);
      expect(saysClaim(text)).toBe(saysClaim(tidied(text)));
    }),
  );
});

test('a template: what has a value is filled, what has none stays in braces', () => {
  const text = '{app} since {started}: {what} and {what}';
  expect(variablesIn(text)).toEqual(['app', 'started', 'what']);
  // A value is not a template.
  expect(filled(text, { app: '{started}', started: '03:04 UTC' })).toBe(
    '{started} since 03:04 UTC: {what} and {what}',
  );
});
