import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cap,
  channelLink,
  code,
  groupMention,
  joined,
  lines,
  list,
  type Mrkdwn,
  mention,
  messageLink,
  plain,
  quoted,
  say,
  verbatimBlock,
} from '../../src/words/mrkdwn.ts';
import { hostile } from './hostile.ts';

/** What Slack acts on: `<!…>`, `<@…>`, `<#…>` and links all begin with an unescaped bracket. */
const LIVE = /[<>]|&(?!(?:amp|lt|gt);)/;
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** As Slack shows it. */
function shown(text: Mrkdwn): string {
  return text.source.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const SINKS: Readonly<Record<string, (text: string) => Mrkdwn>> = {
  say: (text) => say`Ana asks: ${text}!`,
  'say in say': (text) => say`${say`${text}`} · ${quoted(text, 40)}`,
  quoted: (text) => quoted(text),
  code: (text) => code(text),
  list: (text) => list([text, text]),
  'verbatim block': (text) => verbatimBlock(text),
};

describe.each(Object.entries(SINKS))('T60 T61 %s', (_, sink) => {
  test('4,000 hostile texts leave nothing live and nothing unseen', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { source } = sink(text);
        expect(source).not.toMatch(LIVE);
        expect(source.replaceAll('\n', ' ')).not.toMatch(UNSEEN);
        expect(source).toBe(source.normalize('NFC'));
        expect(source).not.toMatch(/\p{M}{3}/u);
      }),
      { numRuns: 4_000 },
    );
  });
});

test('a code span and a block cannot be ended from inside', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(code(text).source.slice(1, -1)).not.toContain('`');
      expect(verbatimBlock(text).source.slice(3, -3)).not.toContain('```');
    }),
    { numRuns: 2_000 },
  );
});

test('what is harmless is shown as it was written', () => {
  expect(shown(say`${'a < b && c > d, 5 % "x" – ärger 😀'}`)).toBe('a < b && c > d, 5 % "x" – ärger 😀');
  expect(say`${'<1'} min, ${3}`.source).toBe('&lt;1 min, 3');
});

test('one line, and verbatim blocks line by line', () => {
  expect(plain('a\r\n\tb\u2028c ')).toBe('a b c');
  expect(verbatimBlock('a\nb | c').source).toBe('```\na\nb | c\n```');
});

test('a text is cut by code point, visibly, and never to half a character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.integer({ min: 1, max: 40 }),
      (text, max) => {
        const cut = cap(text, max);
        const points = Array.from(text);
        expect(Array.from(cut).length).toBe(Math.min(points.length, max));
        expect(cut).not.toMatch(/\p{Cs}/u);
        if (points.length > max) expect(cut).toBe(`${points.slice(0, max - 1).join('')}…`);
      },
    ),
    { numRuns: 2_000 },
  );
  expect(cap('😀😀😀', 2)).toBe('😀…');
  expect(Array.from(plain('x'.repeat(9_999)))).toHaveLength(300);
});

test('our own mentions are live, and only for ids of Slack', () => {
  expect(mention('U0ANA').source).toBe('<@U0ANA>');
  expect(groupMention('S0OPS').source).toBe('<!subteam^S0OPS>');
  expect(channelLink('C0OPS').source).toBe('<#C0OPS>');
  expect(say`Ping ${mention('U0ANA')}`.source).toBe('Ping <@U0ANA>');
});

test.each(['', 'u0ana', 'U0ANA>', 'U0ANA|x', '!channel', 'U', 'S0OPS C0OPS', 'U0ANA\n', 'Ｕ0ANA'])(
  'not an id of Slack: %j',
  (id) => {
    for (const live of [mention, groupMention, channelLink]) expect(() => live(id)).toThrow(TypeError);
  },
);

const WORKSPACE = 'https://raxx.slack.com/';
const AT = { channel: 'C0OPS', ts: '1763607600.000100', threadTs: null };

test('a message is linked as Slack links it', () => {
  expect(messageLink(WORKSPACE, AT, 'open <it>')?.source).toBe(
    '<https://raxx.slack.com/archives/C0OPS/p1763607600000100|open &lt;it&gt;>',
  );
  expect(messageLink(WORKSPACE, { ...AT, threadTs: '1763607500.000200' }, 'open')?.source).toBe(
    '<https://raxx.slack.com/archives/C0OPS/p1763607600000100?thread_ts=1763607500.000200&amp;cid=C0OPS|open>',
  );
});

test.each([
  ['http://raxx.slack.com/', AT],
  ['https://raxx.slack.com/|x>', AT],
  [WORKSPACE, { ...AT, channel: 'U0ANA' }],
  [WORKSPACE, { ...AT, ts: '1763607600' }],
  [WORKSPACE, { ...AT, threadTs: '>' }],
])('no link at all rather than a wrong one: %j %j', (workspace, place) => {
  expect(messageLink(workspace, place, 'open')).toBeNull();
});

test('lines and joins leave out what is not there', () => {
  expect(lines(say`a`, null, say`b`).source).toBe('a\nb');
  expect(joined([say`a`, say`b`], ' · ').source).toBe('a · b');
  expect(list([]).source).toBe('');
});
