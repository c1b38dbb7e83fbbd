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

/** Cheapest and most easily taken back first (ruling 12): what a rollback would be leads only where it is advised first. */
export function nudges(
  incident: Subject,
  preflight: Preflight,
  advice: readonly Advice[],
  called: Called,
): Message {
  const { app } = incident;
  const { base, target } = preflight;
  const about = { app, bad: base.bad, target: target.version };
  const advised = advice.map((each) => adviceLine(each, about));
  const facts = [verdictLine(preflight), findingLines(preflight)];
  const route = say`v${base.bad} → v${target.version}`;
  const leads = advice[0]?.what === 'roll-back';
  const said = leads
    ? [say`${undecided(incident)} The likely rollback is ${route}. ${mentions(called)}`, ...facts, ...advised]
    : [
        say`${undecided(incident)} ${mentions(called)}`,
        ...advised,
        say`A rollback would be ${route}:`,
        ...facts,
      ];
  return withButtons(
    lines(...said, say`Nothing was asked or sent: [Roll back] opens the form, filled in.`),
    rollBack(incident, leads),
  );
}

/** What the likely rollback would be cannot be said. */
export function nudgesBlindly(incident: Subject, refusal: Refusal, called: Called): Message {
  return withButtons(
    lines(
      say`${undecided(incident)} What a rollback would do I cannot say: ${mentions(called)}`,
      refusalText(refusal),
    ),
    rollBack(incident, false),
  );
}

export const TIMELINE_NUDGED: Mrkdwn = say`Ten minutes without a decision: people were asked for one.`;

function undecided({ app, severity }: Subject): Mrkdwn {
  return say`Ten minutes of SEV-${severity} on ${app}, and no rollback was asked for.`;
}

function rollBack({ id }: Subject, advised: boolean): ButtonSpec {
  return { id: TAPS.nudgeRollBack, label: 'Roll back', value: id, ...(advised ? { style: 'primary' } : {}) };
}
