/** What the incident forms say: severities and statuses in plain language, and what is open already. */
import type { Incident, IncidentStatus, Severity } from '../incident.ts';
import { cap, lines, type Mrkdwn, say } from './mrkdwn.ts';
import { since } from './time.ts';

/** The first says what it is, the second when to choose it: 75 characters at most each. */
export const SEVERITY_HELP: Readonly<Record<Severity, readonly [string, string]>> = {
  1: ['SEV-1 · production is down', 'Nobody can use it, or data is being damaged. Wake everybody.'],
  2: ['SEV-2 · a main flow is broken', 'Many cannot sign up, sign in or trade. Act now.'],
  3: ['SEV-3 · partly broken', 'Few notice, there is a way round, or only a release failed.'],
  4: ['SEV-4 · nobody notices', 'Worth a record; it can wait for the working day.'],
};

export const STATUS_HELP: Readonly<Record<IncidentStatus, readonly [string, string]>> = {
  investigating: ['Investigating', 'We do not know yet what it is.'],
  identified: ['Identified', 'We know what it is; nothing has been done about it yet.'],
  recovering: ['Recovering', 'What should help was done.'],
  monitoring: ['Monitoring', 'It looks well; we watch whether it stays so.'],
};

/** One that is open, as a choice: plain words, its symptom last because it may be cut. */
export function sameAs({ app, symptom, drill }: Incident): string {
  return `Same: ${drill ? 'DRILL ' : ''}${app} ${symptom}`;
}

export function openSince({ severity, openedAt, opener }: Incident, now: Date): string {
  return `SEV-${severity} since ${since(openedAt, now)}, by ${opener.name}: add mine to it`;
}

export const ANOTHER = ['Another one', 'It gets a headline and a thread of its own.'] as const;

/** Above the form that comes back: somebody has opened one on the same app. */
export function isItTheSame({ app, symptom, openedAt, opener, drill }: Incident, now: Date): Mrkdwn {
  return lines(
    say`*${app} has ${drill ? 'a drill' : 'an incident'} open* since ${since(openedAt, now)}, by ${cap(opener.name, 80)}: ${cap(symptom, 200)}`,
    say`Nothing was opened yet. Is yours the same? Say so below; what you wrote is kept.`,
  );
}

export function opensHere(channel: Mrkdwn): Mrkdwn {
  return say`Everybody in ${channel} sees it; what happens then is in its thread.`;
}

/** Which incident the form is about. */
export function updates({ app, symptom, drill }: Incident): Mrkdwn {
  return say`*${drill ? say`DRILL · ` : say``}${app}* ${cap(symptom, 200)}`;
}

/** Above the update form that comes back. `what`: what they changed, old and new. */
export function changedMeanwhile(what: readonly Mrkdwn[]): Mrkdwn {
  return lines(
    say`*Somebody changed it while you wrote.* Nothing of yours was sent; it is kept below.`,
    ...what.map((each) => say`• ${each}`),
  );
}
