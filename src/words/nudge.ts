/** What is said when a bad incident goes on and nobody has decided anything. */
import type { Advice, Preflight } from '../findings.ts';
import { TAPS } from '../ids.ts';
import type { Incident } from '../incident.ts';
import type { Refusal } from '../outcome.ts';
import type { Message } from '../ports.ts';
import { adviceLine } from './adviser.ts';
import type { ButtonSpec } from './blocks.ts';
import { withButtons } from './choices.ts';
import { findingLines } from './findings.ts';
import { lines, type Mrkdwn, say } from './mrkdwn.ts';
import { verdictLine } from './preflight.ts';
import { refusalText } from './refusals.ts';
import { mentions } from './rollback.ts';

type Subject = Pick<Incident, 'id' | 'app' | 'severity'>;
type Called = Parameters<typeof mentions>[0];

export function nudges(
  incident: Subject,
  preflight: Preflight,
  advice: readonly Advice[],
  called: Called,
): Message {
  const { app } = incident;
  const { base, target } = preflight;
  const about = { app, bad: base.bad, target: target.version };
  return withButtons(
    lines(
      say`${undecided(incident)} The likely rollback is v${base.bad} → v${target.version}. ${mentions(called)}`,
      verdictLine(preflight),
      findingLines(preflight),
      ...advice.map((each) => adviceLine(each, about)),
      say`Nothing was asked or sent: [Roll back] opens the form, filled in.`,
    ),
    rollBack(incident),
  );
}

/** What the likely rollback would be cannot be said. */
export function nudgesBlindly(incident: Subject, refusal: Refusal, called: Called): Message {
  return withButtons(
    lines(
      say`${undecided(incident)} What a rollback would do I cannot say: ${mentions(called)}`,
      refusalText(refusal),
    ),
    rollBack(incident),
  );
}

export const TIMELINE_NUDGED: Mrkdwn = say`Ten minutes without a decision: people were asked for one.`;

function undecided({ app, severity }: Subject): Mrkdwn {
  return say`Ten minutes of SEV-${severity} on ${app}, and no rollback was asked for.`;
}

function rollBack({ id }: Subject): ButtonSpec {
  return { id: TAPS.nudgeRollBack, label: 'Roll back', value: id, style: 'primary' };
}
