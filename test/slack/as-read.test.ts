import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asRead } from '../../src/slack/as-read.ts';

test.each([
  ['signup 500s', 'signup 500s'],
  ['a &lt; b &amp;&amp; c &gt; d', 'a < b && c > d'],
  ['see <https://status.example/a|the status page>', 'see the status page'],
  ['see <https://status.example/a>', 'see https://status.example/a'],
  ['<@U0ANA|ana> and <@U0BO>', '@ana and @U0BO'],
  ['in <#C0OPS|ops>', 'in #ops'],
  ['<!channel> <!subteam^S0OPS|@operators>', '@channel @operators'],
  ['<!date^1^{date}|20 November>', '20 November'],
  // Typed as `&lt;!channel&gt;`: what was typed comes out, not what it would mean.
  ['&amp;lt;!channel&amp;gt;', '&lt;!channel&gt;'],
])('%s', (mrkdwn, read) => {
  expect(asRead(mrkdwn)).toBe(read);
});

test('whatever was typed comes out as it was typed', () => {
  const typed = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => asRead(typed(text)) === text));
});
