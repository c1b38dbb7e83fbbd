/** What a form shows of an incident: what was changed in it, and what somebody else changed meanwhile. Pure. */
import type { Incident, IncidentStatus, Severity } from '../../incident.ts';
import type { IncidentSet } from '../../incidents.ts';

/** Plain enough to travel with the form. */
export interface Fields {
  readonly severity: Severity;
  readonly status: IncidentStatus;
  readonly symptom: string;
  readonly impact: string;
  readonly liveFlow: boolean;
  /** Slack id; empty for nobody. */
  readonly commander: string;
  readonly alsoApps: readonly string[];
  /** In UTC, to the minute: `2026-06-21 03:04`. */
  readonly began: string;
}

/** Where each of them is kept. */
export const COLUMN = {
  severity: 'severity',
  status: 'status',
  symptom: 'symptom',
  impact: 'impact',
  liveFlow: 'liveFlow',
  commander: 'commander',
  alsoApps: 'alsoApps',
  began: 'startedAt',
} as const satisfies Record<keyof Fields, keyof IncidentSet>;

const NAMES = Object.keys(COLUMN) as readonly (keyof Fields)[];

export function fieldsOf(incident: Incident): Fields {
  const { severity, status, symptom, impact, liveFlow, commander, alsoApps, startedAt } = incident;
  const began = startedAt.toISOString().slice(0, 16).replace('T', ' ');
  return {
    severity,
    status,
    symptom,
    impact,
    liveFlow,
    commander: commander?.slackId ?? '',
    alsoApps,
    began,
  };
}

export function differences(one: Fields, other: Fields): readonly (keyof Fields)[] {
  return NAMES.filter((name) => differ(name, one, other));
}

export function differ(name: keyof Fields, one: Fields, other: Fields): boolean {
  return textOf(one[name]) !== textOf(other[name]);
}

function textOf(value: Fields[keyof Fields]): string {
  return typeof value === 'object' ? value.toSorted().join(' ') : String(value);
}

/** What was changed in the form stays as it was written there; the rest is as it is now. */
export function rebased(shown: Fields, wanted: Fields, now: Fields): Fields {
  return { ...now, ...pick(wanted, differences(shown, wanted)) };
}

/** What the form showed of the incident, so far as it is otherwise now; who led it then, the form does not know by name. */
export function asShown(incident: Incident, shown: Fields): Incident {
  const { began, commander, ...rest } = shown;
  return {
    ...incident,
    ...rest,
    startedAt: new Date(`${began.replace(' ', 'T')}:00.000Z`),
    commander: commander === incident.commander?.slackId ? incident.commander : null,
  };
}

/** What others changed since, as it is now. */
export function theirs(incident: Incident, shown: Fields): IncidentSet {
  const names = differences(shown, fieldsOf(incident)).map((name) => COLUMN[name]);
  return Object.fromEntries(names.map((name) => [name, incident[name]]));
}

function pick(fields: Fields, names: readonly (keyof Fields)[]): Partial<Fields> {
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}
