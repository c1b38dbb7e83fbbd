/** A debrief as people read it, on the page and in the terminal alike. */
import { COLUMNS, cells } from '../../src/runbooks/drill/record.ts';
import { BUDGET_MS } from '../../src/runbooks/rollback/patience.ts';
import { minutesSeconds } from '../../src/words/time.ts';
import type { Debrief, IncidentFacts, OperationDebrief, PhaseName } from './debrief.ts';

export interface ToldOperation {
  /** `raxx-api-prod v85 → v84` */
  readonly route: string;
  readonly came: string;
  readonly phases: readonly { readonly label: string; readonly at: string; readonly took: string }[];
}

export interface ToldDebrief {
  readonly operations: readonly ToldOperation[];
  /** A line each. */
  readonly incidents: readonly string[];
  /** The drill record's columns, then its new rows; empty when there are none. */
  readonly record: readonly (readonly string[])[];
  /** What cost most, in one line. */
  readonly cost: string;
}

const LABELS: Readonly<Record<PhaseName, string>> = {
  approved: 'approved',
  sent: 'sent to Heroku',
  release: 'release succeeded',
  dynos: 'dynos up',
  smoke: 'smoke check passed',
  recovered: 'recovered',
};

const COSTS: Readonly<Record<PhaseName, string>> = {
  approved: 'waiting for an approval',
  sent: 'between the approval and the send',
  release: 'in the release command',
  dynos: 'until the dynos were up',
  smoke: 'until the smoke check passed',
  recovered: 'between the smoke check and proof',
};

export function tellDebrief({ operations, incidents, record, cost }: Debrief): ToldDebrief {
  return {
    operations: operations.map(tellOperation),
    incidents: incidents.map(tellIncident),
    record: record.length === 0 ? [] : [COLUMNS, ...record.map(cells)],
    cost:
      operations.length === 0
        ? 'Nobody asked for a rollback.'
        : cost === null
          ? 'Nothing took any time.'
          : `What cost most: ${minutesSeconds(cost.tookMs)} ${COSTS[cost.name]}.`,
  };
}

function tellOperation({ operation, phases, recoveredMs }: OperationDebrief): ToldOperation {
  const { app, base, target, status } = operation;
  const from = base === null ? '' : ` v${base.bad}`;
  return {
    route: `${app}${from} → v${target.version}`,
    came: recoveredMs === null ? `${status.replace('_', ' ')}, not proved` : proved(status, recoveredMs),
    phases: phases.map(({ name, atMs, tookMs }) => ({
      label: LABELS[name],
      at: minutesSeconds(atMs),
      took: minutesSeconds(tookMs),
    })),
  };
}

function tellIncident({ app, lastedMs, closed, lines, publishedMs }: IncidentFacts): string {
  const lasted = `${closed ? 'closed after' : 'open for'} ${minutesSeconds(lastedMs)}`;
  const timeline = `${lines} ${lines === 1 ? 'line' : 'lines'} in its timeline`;
  const words = publishedMs.map(minutesSeconds).join(', ');
  return `Incident at ${app}: ${lasted}, ${timeline}, ${words === '' ? 'no word to customers' : `a word to customers at ${words}`}.`;
}

function proved(status: string, ms: number): string {
  const over = ms - BUDGET_MS;
  const against = over > 0 ? `, ${minutesSeconds(over)} too late` : '';
  return `${status.replace('_', ' ')}, proved ${minutesSeconds(ms)} after the request, of ${minutesSeconds(BUDGET_MS)}${against}`;
}
