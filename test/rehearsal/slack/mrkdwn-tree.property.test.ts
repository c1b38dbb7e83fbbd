import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMrkdwn } from '../../../rehearsal/slack/render/mrkdwn.ts';
import type { Inline, Part } from '../../../rehearsal/slack/render/mrkdwn-parts.ts';
import { parseMrkdwn } from '../../../rehearsal/slack/render/mrkdwn-tree.ts';

const NOBODY = { users: new Map(), channels: new Map(), groups: new Map() };

/** Where markup begins and ends, and what stands in its way. */
const pieces = fc.constantFrom(
  ...[
    '*',
    '_',
    '~',
    '`',
    '```',
    '>',
    '>>>',
    '&gt;',
    '<',
    '&lt;',
    '|',
    '&amp;',
    '\n',
    ' ',
    ':',
    '^',
    '!',
    '@',
    '#',
  ],
  ...[
    'a',
    'ß',
    '1',
    '.',
    '😀',
    '\uFFFC',
    '\u202E',
    '\uD800',
    'https://x.y/_a_',
    '<@U1>',
    '<!here>',
    '<http://a|b>',
  ],
  ...['<!date^1^{time}|then>', '<javascript:alert(1)|go>', ':tada:', '&amp;lt;'],
);
const hostile = fc.array(pieces, { maxLength: 40 }).map((all) => all.join(''));
const anything = fc.oneof(hostile, fc.string({ unit: 'binary' }), fc.string());

function pieceOf(part: Part): readonly Part[] {
  if (part.kind === 'quote')
    return [part, ...part.lines.flatMap(({ children }) => children.flatMap(pieceOf))];
  return 'children' in part ? [part, ...part.children.flatMap(pieceOf)] : [part];
}

/** Every piece, however deep. */
function everyPiece(text: string): readonly Part[] {
  return parseMrkdwn(text).flatMap(pieceOf);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

test('words that were escaped come out as they were typed, and never call anybody', () => {
  fc.assert(
    fc.property(anything, (typed) => {
      const text = escaped(typed);
      expect(readMrkdwn(text, NOBODY)).toBe(typed);
      const live: readonly Inline['kind'][] = ['user', 'channel', 'group', 'special', 'date'];
      expect(everyPiece(text).filter(({ kind }) => (live as readonly string[]).includes(kind))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

test('every visible character is kept, brackets apart', () => {
  fc.assert(
    fc.property(anything, (text) => {
      const visible = (all: string) => [...all.replace(/[<>&|^!@#\s]|amp;|[lg]t;/g, '')].sort().join('');
      const unresolved = text.replace(/<!date\^1\^\{time\}\|then>/g, '00:00 UTC');
      // A label and its target change places, and the target is put in round brackets.
      expect(visible(readMrkdwn(unresolved, NOBODY).replace(/[()]/g, ''))).toBe(
        visible(unresolved.replace(/[()]/g, '')),
      );
    }),
    { numRuns: 2_000 },
  );
});

test('nothing leads anywhere but to the web or to a mailbox', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        anything,
        fc.tuple(fc.webUrl(), anything).map(([url, label]) => `<${url}|${label}>`),
      ),
      (text) => {
        for (const piece of everyPiece(text))
          if ((piece.kind === 'link' || piece.kind === 'date') && piece.href !== null)
            expect(piece.href).toMatch(/^(?:https?|mailto):/i);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('styles hold no line end, and at most the two other styles', () => {
  const STYLES = ['bold', 'italic', 'strike'];
  const depth = (part: Part): number =>
    'children' in part ? Math.max(0, ...part.children.map(depth)) + (STYLES.includes(part.kind) ? 1 : 0) : 0;
  fc.assert(
    fc.property(hostile, (text) => {
      for (const piece of everyPiece(text)) {
        expect(depth(piece)).toBeLessThanOrEqual(3);
        if (STYLES.includes(piece.kind))
          expect(pieceOf(piece).some(({ kind }) => kind === 'break')).toBe(false);
      }
    }),
    { numRuns: 2_000 },
  );
});

test.each(['*', '_~', '`', '```', '<', '>', '\n>', 'http://', ':a', '*_~`<>&', '<!date^'])(
  'the longest message of nothing but %j is read',
  (unit) => {
    const text = unit.repeat(40_000 / unit.length);
    expect(readMrkdwn(text, NOBODY).length).toBeGreaterThan(0);
  },
);
