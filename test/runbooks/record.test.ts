import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DrillRow } from '../../src/ledger.ts';
import { cells, csv, markdownRow, markdownTable } from '../../src/runbooks/drill/record.ts';

type Row = Omit<DrillRow, 'id' | 'operationId'>;

const FIRST: Row = {
  corrects: null,
  happenedAt: new Date('2026-05-14T21:24:25Z'),
  app: 'raxx-api-staging',
  operator: 'raxx-dev-bot (agent, #98)',
  badRelease: 'v431',
  rolledTo: 'v430',
  wallClock: '<1',
  outcome: 'Success — v432 appeared, dyno up, rolled forward to v433',
};

test("the runbook's own first row, letter for letter", () => {
  expect(markdownTable([FIRST])).toBe(
    [
      '| Date (UTC) | App | Operator | Bad release | Rolled to | Wall-clock (min) | Outcome |',
      '|---|---|---|---|---|---|---|',
      '| 2026-05-14 21:24:25 UTC | raxx-api-staging | raxx-dev-bot (agent, #98) | v431 | v430 | <1 | Success — v432 appeared, dyno up, rolled forward to v433 |',
    ].join('\n'),
  );
});

test('a correction names the row it corrects', () => {
  expect(cells({ ...FIRST, corrects: 7, outcome: 'web.1 crashed' }).at(-1)).toBe(
    'Correction of row 7: web.1 crashed',
  );
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc
    .array(fc.constantFrom('|', '\\', '"', ',', '\r', '\n', '=', '+', '-', '@', '\t', '＝', "'", 'x', ' '), {
      maxLength: 12,
    })
    .map((parts) => parts.join('')),
);
const rows = fc.array(
  fc.record({
    corrects: fc.option(fc.nat()),
    happenedAt: fc.date({ min: new Date('2020-01-01Z'), max: new Date('2040-01-01Z'), noInvalidDate: true }),
    app: hostile,
    operator: hostile,
    badRelease: hostile,
    rolledTo: hostile,
    wallClock: hostile,
    outcome: hostile,
  }),
  { maxLength: 4 },
);

/** A CSV reader by RFC 4180, a character at a time. */
function readCsv(text: string): readonly (readonly string[])[] {
  const all: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const each = text[at] ?? '';
    if (quoted) {
      if (each !== '"') cell += each;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (each === '"' && cell === '') quoted = true;
    else if (each === ',') {
      row.push(cell);
      cell = '';
    } else if (each === '\r' && text[at + 1] === '\n') {
      all.push([...row, cell]);
      row = [];
      cell = '';
      at += 1;
    } else cell += each;
  }
  return all;
}

test('a reader of the CSV finds what was written, and a spreadsheet finds no formula', () => {
  fc.assert(
    fc.property(rows, (written) => {
      const read = readCsv(csv(written));
      expect(read).toHaveLength(written.length + 1);
      read.slice(1).forEach((row, n) => {
        const wanted = cells(written[n] ?? FIRST);
        expect(row.map((cell, at) => (cell === `'${wanted[at]}` ? wanted[at] : cell))).toEqual(wanted);
        for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      });
    }),
    { numRuns: 2_000 },
  );
});

/** The cells of a Markdown row as GitHub splits it: a backslash takes away the meaning of the character after it. */
function readMarkdown(line: string): readonly string[] {
  const found: string[] = [];
  let cell = '';
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '\\') {
      at += 1;
      cell += line[at] ?? '';
    } else if (line[at] === '|') {
      found.push(cell);
      cell = '';
    } else cell += line[at];
  }
  return found.slice(1).map((each) => each.slice(1, -1));
}

test('a Markdown row is one line of seven cells, whatever is in them', () => {
  fc.assert(
    fc.property(rows, (written) => {
      for (const row of written) {
        const line = markdownRow(row);
        expect(line).not.toMatch(/[\r\n]/);
        expect(readMarkdown(line)).toEqual(cells(row).map((cell) => cell.replace(/[\r\n]+/g, ' ')));
      }
    }),
    { numRuns: 2_000 },
  );
});
