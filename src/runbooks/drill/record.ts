/** The rollback drill record, rendered as the runbook keeps it (rollback.md, drill record). Pure. */
import type { DrillRow } from '../../ledger.ts';
import { dateTime } from '../../words/time.ts';

export const COLUMNS = [
  'Date (UTC)',
  'App',
  'Operator',
  'Bad release',
  'Rolled to',
  'Wall-clock (min)',
  'Outcome',
] as const;

type Row = Omit<DrillRow, 'id' | 'operationId'>;

export function cells(row: Row): readonly string[] {
  const outcome = row.corrects === null ? row.outcome : `Correction of row ${row.corrects}: ${row.outcome}`;
  return [
    dateTime(row.happenedAt),
    row.app,
    row.operator,
    row.badRelease,
    row.rolledTo,
    row.wallClock,
    outcome,
  ];
}

export function markdownRow(row: Row): string {
  return `| ${cells(row).map(markdownCell).join(' | ')} |`;
}

export function markdownTable(rows: readonly Row[]): string {
  return [
    `| ${COLUMNS.join(' | ')} |`,
    `|${COLUMNS.map(() => '---').join('|')}|`,
    ...rows.map(markdownRow),
  ].join('\n');
}

/** RFC 4180, with a leading apostrophe before what a spreadsheet would run as a formula. */
export function csv(rows: readonly Row[]): string {
  return [COLUMNS, ...rows.map(cells)]
    .map((row) => row.map(csvCell).join(','))
    .join('\r\n')
    .concat('\r\n');
}

function markdownCell(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\|]/g, '\\$&');
}

function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
