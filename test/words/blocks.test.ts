import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkBlocks } from '../../rehearsal/slack/block-kit/check.ts';
import { buttons, context, plainText, section } from '../../src/words/blocks.ts';
import { code, joined, mention, say, verbatimBlock } from '../../src/words/mrkdwn.ts';
import { giant } from './hostile.ts';

test('T62 whatever the texts, Slack takes the blocks', () => {
  fc.assert(
    fc.property(fc.array(giant, { minLength: 1, maxLength: 4 }), (texts) => {
      const [first = ''] = texts;
      const said = texts.map((text) => say`${mention('U0ANA')} ${text} ${code(text)}`);
      const blocks = [
        section(joined(said, '\n')),
        section(verbatimBlock(texts.join('\n'))),
        context(...said, ...said, ...said),
        buttons(
          ...texts.map((label, n) => ({
            id: `button ${n}`,
            label,
            value: 'rb-7f3ak2mn',
            confirm: { title: label, text: label, yes: label, no: first },
          })),
        ),
      ];
      expect(checkBlocks(blocks)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test('an empty text is still a block', () => {
  expect(checkBlocks([section(say``), context(say``), buttons({ id: 'a', label: '', value: '' })])).toEqual(
    [],
  );
});

test.each([
  ['within the limit, untouched', 'x'.repeat(3000), 'x'.repeat(3000)],
  ['cut with one sign of it', 'x'.repeat(3001), `${'x'.repeat(2999)}…`],
  ['emoji count once', '😀'.repeat(3000), '😀'.repeat(3000)],
  ['no half an entity', `${'x'.repeat(2996)}&amp;&amp;`, `${'x'.repeat(2996)}…`],
  ['a whole entity stays', `${'x'.repeat(2994)}&amp;&amp;`, `${'x'.repeat(2994)}&amp;…`],
  ['no half a mention', `${'x'.repeat(2996)}<@U0ANA>`, `${'x'.repeat(2996)}…`],
])('a section: %s', (_, source, expected) => {
  expect(section({ source }).text?.text).toBe(expected);
});

test('plain text for labels is never empty and never longer than it may be', () => {
  expect(plainText('\u200b')).toEqual({ type: 'plain_text', text: '–', emoji: false });
  expect(plainText('x'.repeat(99), 24).text).toBe(`${'x'.repeat(23)}…`);
});
