/** What wakes people: what a phone shows at night. Plain text, for a pager knows no markup. */
import type { Incident } from '../incident.ts';
import type { Operation } from '../operation.ts';
import { type Mrkdwn, plain, say } from './mrkdwn.ts';
import { hourMinute } from './time.ts';

/** The most that Events v2 takes. */
const SUMMARY = 1_024;

export function pageSummary(
  { app, severity, symptom }: Pick<Incident, 'app' | 'severity' | 'symptom'>,
  why: string,
): string {
  return plain(`SEV-${severity} ${app}: ${why} (${symptom})`, SUMMARY);
}

export const nobodyAnswered = ({ target, requestedAt }: Operation): string =>
  `nobody has answered the request of ${hourMinute(requestedAt)} to roll back to v${target.version}`;

export const unconfirmed = ({ target }: Operation): string =>
  `Heroku did not confirm the rollback to v${target.version}, and somebody has to decide`;

export const downAgain = ({ release }: Operation): string =>
  `down again on v${release?.version ?? '?'} after recovery`;

export const helpWanted = ({ target }: Operation, by: string): string =>
  `${by} calls all operators about the rollback to v${target.version}`;

export function timelinePaged({ why }: { readonly why: string }): Mrkdwn {
  return say`People are called: ${why}.`;
}
