/** The approved texts, word for word (rollback.md, comms). Brackets are filled from facts; nothing else may change. */
import { type Mrkdwn, say } from './mrkdwn.ts';
import { hourMinute, wallClock } from './time.ts';

export function incidentOpen(app: string, symptom: string, started: Date): Mrkdwn {
  return say`Incident open: ${app} ${symptom}. Investigating. Started: ${hourMinute(started)}`;
}

/** `target` stands where the runbook prints v[N-1]: the target is not always the one before (ruling 10). */
export function rollingBack(app: string, bad: number, target: number, at: Date): Mrkdwn {
  return say`Rolling back ${app} from v${bad} to v${target}. Initiated at ${hourMinute(at)}.`;
}

export function rollbackConfirmed(live: number, target: number, at: Date, elapsedMs: number): Mrkdwn {
  // The amp in "<1" is escaped like any other text: Slack shows it as typed.
  return say`Rollback confirmed: v${live} (Rollback to v${target}) is live, dynos up, smoke check passing. ${hourMinute(at)}. Wall-clock: ${wallClock(elapsedMs)} min.`;
}

export function incidentClosed(review: string): Mrkdwn {
  return say`Incident closed. Post-incident review: ${review}.`;
}
