import { expect, test } from 'vitest';
import type { Part } from '../../../rehearsal/slack/render/mrkdwn-parts.ts';
import { parseMrkdwn } from '../../../rehearsal/slack/render/mrkdwn-tree.ts';

/** The tree in short: `bold(v85)`. */
function sketch(parts: readonly Part[]): string {
  return parts
    .map((part) => {
      switch (part.kind) {
        case 'text':
          return part.text;
        case 'break':
          return '⏎';
        case 'quote':
          return `quote(${part.lines.map(({ children }) => sketch(children)).join(' / ')})`;
        case 'link':
          return `link(${part.label ?? ''} → ${part.href})`;
        case 'user':
        case 'channel':
        case 'group':
          return `${part.kind}(${part.id})`;
        case 'special':
        case 'emoji':
          return `${part.kind}(${part.name})`;
        case 'date':
          return `date(${part.at} ${part.format} | ${part.fallback})`;
        default:
          return `${part.kind}(${sketch(part.children)})`;
      }
    })
    .join('');
}

test.each([
  // Marks work around words, on one line, not inside a word.
  ['*v85* → _v84_ ~v83~', 'bold(v85) → italic(v84) strike(v83)'],
  ['(*now*), "*then*".', '(bold(now)), "bold(then)".'],
  ['*a _b ~c~_*', 'bold(a italic(b strike(c)))'],
  ['FLAG_SESSION_AUTH and 2 * 3 * 4', 'FLAG_SESSION_AUTH and 2 * 3 * 4'],
  ['* item* and *item *', '* item* and *item *'],
  ['*two\nlines*', '*two⏎lines*'],
  ['***', '***'],
  ['*<@U1>*', 'bold(user(U1))'],
  // Code keeps its marks, not its references.
  ['`a *b* :ok: https://x.y`', 'code(a *b* :ok: https://x.y)'],
  ['*bold `a* b`*', 'bold(bold code(a* b))'],
  ['```\n*a*\n<@U1> &amp;\n``` after', 'pre(*a*⏎user(U1) &) after'],
  ['it`s and that`s', 'it`s and that`s'],
  ['```open', '```open'],
  // Quotes begin a line, escaped or not.
  ['> a *b*\n&gt; c\nd', 'quote(a bold(b) / c)⏎d'],
  ['a > b', 'a > b'],
  ['>>> all\nof *it*', 'quote(all⏎of bold(it))'],
  ['```x```> no\n> yes', 'pre(x)> no⏎quote(yes)'],
  // References.
  ['<https://raxx.app/a_b_c|*status*>', 'link(*status* → https://raxx.app/a_b_c)'],
  ['<mailto:bo@raxx.app|Bo>', 'link(Bo → mailto:bo@raxx.app)'],
  ['<javascript:alert(1)|click>', 'link(click → null)'],
  ['<data:text/html,x>', 'link( → null)'],
  ['see https://raxx.app/a_b_, now', 'see link( → https://raxx.app/a_b)_, now'],
  ['<#C1|ops> <!subteam^S1> <!here>', 'channel(C1) group(S1) special(here)'],
  ['<!date^1795143600^{date} at {time}^https://x.y|then>', 'date(1795143600000 {date} at {time} | then)'],
  ['<!date^soon^{date}|then>', 'date(NaN {date} | then)'],
  ['&lt;@U1&gt; &lt;!channel&gt; &amp;lt;', '<@U1> <!channel> &lt;'],
  ['<> <a', '<> <a'],
  // Names between colons are emoji, times are not.
  [':tada: at 03:02:10', 'emoji(tada) at 03:02:10'],
  ['• one\n• two', '• one⏎• two'],
])('%j', (text, expected) => {
  expect(sketch(parseMrkdwn(text))).toBe(expected);
});
