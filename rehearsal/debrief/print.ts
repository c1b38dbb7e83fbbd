/** A debrief for the terminal. */
import { markdownTable } from '../../src/runbooks/drill/record.ts';
import type { Debrief } from './debrief.ts';
import { type ToldOperation, tellDebrief } from './words.ts';

export function printDebrief(debrief: Debrief): string {
  const { operations, incidents, cost } = tellDebrief(debrief);
  const { record } = debrief;
  const rows =
    record.length === 0 ? [] : ['', 'New in the rollback drill record:', '', markdownTable(record)];
  return [...operations.flatMap(printOperation), cost, ...incidents, ...rows].join('\n');
}

function printOperation({ route, came, phases }: ToldOperation): readonly string[] {
  const steps = phases.map(({ label, at, took }) => `    ${label.padEnd(20)}${at.padStart(6)}  (+${took})`);
  return [`${route}: ${came}`, ...steps, ''];
}
