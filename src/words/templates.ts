/** The approved texts, word for word (rollback.md, comms). Brackets are filled from facts; nothing else may change. */
import { type Mrkdwn, say } from './mrkdwn.ts';
import { hourMinute, wallClock } from './time.ts';

/** A fact; or, where a text is only shown, the runbook's own bracket. */
type Slot<Fact> = Fact | `[${string}]`;

export function incidentOpen(app: string, symptom: string, started: Date): Mrkdwn {
  return say`Incident open: ${app} ${symptom}. Investigating. Started: ${hourMinute(started)}`;
}

/** `target` stands where the runbook prints v[N-1]: the target is not always the one before (ruling 10). */
export function rollingBack(app: string, bad: Slot<number>, target: Slot<number>, at: Slot<Date>): Mrkdwn {
  return say`Rolling back ${app} from v${bad} to v${target}. Initiated at ${clock(at)}.`;
}

export function rollbackConfirmed(
  live: Slot<number>,
  target: Slot<number>,
  at: Slot<Date>,
  elapsedMs: Slot<number>,
): Mrkdwn {
  // The amp in "<1" is escaped like any other text: Slack shows it as typed.
  const minutes = typeof elapsedMs === 'string' ? elapsedMs : wallClock(elapsedMs);
  return say`Rollback confirmed: v${live} (Rollback to v${target}) is live, dynos up, smoke check passing. ${clock(at)}. Wall-clock: ${minutes} min.`;
}

function clock(at: Slot<Date>): string {
  return typeof at === 'string' ? at : hourMinute(at);
}

export function incidentClosed(review: string): Mrkdwn {
  return say`Incident closed. Post-incident review: ${review}.`;
}

/** Public 1. The last sentence is a claim: only whoever ticks it makes it (ruling 11). */
export function publicInvestigating(surface: string, claimsNoDataAffected: boolean): Mrkdwn {
  const text = say`We are investigating an issue affecting ${surface}. Our team is on it and we will post an update within 15 minutes.`;
  return claimsNoDataAffected ? say`${text} ${NO_ACCOUNT_DATA}` : text;
}

export const NO_ACCOUNT_DATA = 'No account data has been affected.';

/** Public 2. */
export const PUBLIC_ROLLED_BACK: Mrkdwn = say`We have rolled back to the previous release. The platform is recovering. We will confirm full recovery shortly.`;

/** Public 3. */
export const PUBLIC_RECOVERED: Mrkdwn = say`The platform has recovered. Thank you for your patience. We are conducting a post-incident review.`;
