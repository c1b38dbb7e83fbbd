/** What is said when somebody opens an incident, reports a known one, or changes it. */
import type { Incident, Severity } from '../incident.ts';
import type { Actor } from '../operation.ts';
import { cap, type Mrkdwn, mention, say } from './mrkdwn.ts';

export function leads(commander: Actor, by: Actor): Mrkdwn {
  return say`${mention(commander.slackId)} leads this incident, says ${cap(by.name, 80)}.`;
}

interface Report {
  readonly app: string;
  readonly severity: Severity;
  readonly symptom: string;
  readonly impact: string;
  readonly by: Actor;
}

/** In the thread of the one that is open. */
export function reports(report: Report, incident: Pick<Incident, 'severity'>): Mrkdwn {
  return say`${cap(report.by.name, 80)} reports the same: ${seen(report, incident)}`;
}

export function timelineReports(report: Report, incident: Pick<Incident, 'severity'>): Mrkdwn {
  return say`Reported too: ${seen(report, incident)}`;
}

function seen({ app, severity, symptom, impact }: Report, incident: Pick<Incident, 'severity'>): Mrkdwn {
  const bad = severity === incident.severity ? say`` : say` They call it SEV-${severity}.`;
  const customers = impact === '' ? say`` : say` Customers: ${impact}`;
  return say`${app} ${symptom}.${bad}${customers}`;
}
