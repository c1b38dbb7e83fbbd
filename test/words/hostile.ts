/** Texts that people, Heroku and GitHub could send to mislead whoever reads a message (facts/threats.md T60, T61). */
import fc from 'fast-check';

const PIECES = [
  '<!channel>',
  '<!here|x>',
  '<!everyone>',
  '<!subteam^S0OPS>',
  '<!date^1^{date}|x>',
  '<@U0ANA>',
  '<@W0BO|bo>',
  '<#C0OPS>',
  '<https://evil.example|https://status.heroku.com>',
  '<mailto:x@evil.example|ops>',
  '&lt;!channel&gt;',
  '&amp;lt;!channel&amp;gt;',
  '&#60;!channel&#62;',
  '<<!channel>>',
  '<',
  '>',
  '&',
  '`',
  '```',
  '*',
  '_',
  '~',
  '|',
  '\n> quoted',
  '\u202e', // right-to-left override
  '\u2066\u2069', // isolates
  '\u061c',
  '\u200b\u200d\u2060\ufeff', // zero width
  '\u00ad',
  '\u034f',
  '\u180e',
  '\u3164\uffa0\u115f', // Hangul fillers
  '\u2800',
  '\u{e0041}', // a tag
  '\ufe0f',
  '\0',
  '\u0007\u001b[31m',
  '\u0085',
  '\u2028\u2029',
  '\r\n\t',
  '\ud83d', // half a pair
  '\ude00',
  '😀',
  'e\u0301\u0301\u0301\u0301',
  '\ue000',
  'ａｐｉ',
  'raxx-api-prod',
  'v84',
  ' ',
];

export const hostile = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((all) => all.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
);

/** Every few dozen texts, one that is far too long. */
export const giant = fc.oneof(
  { weight: 9, arbitrary: hostile },
  {
    weight: 1,
    arbitrary: fc
      .tuple(hostile, fc.integer({ min: 2, max: 9_000 }))
      .map(([text, n]) => text.repeat(n).slice(0, 20_000)),
  },
);
