/** What changed about an incident, old and new, for its thread and its timeline. */
import type { Incident } from '../incident.ts';
import type { IncidentSet } from '../incidents.ts';
import type { Actor } from '../operation.ts';
import { cap, lines, list, type Mrkdwn, mention, say } from './mrkdwn.ts';
import { since } from './time.ts';

export interface Changed {
  readonly field: keyof IncidentSet;
  readonly text: Mrkdwn;
}

/** One for each field of `set`. `calls`: a new commander is mentioned, which notifies; else named. */
export function changes(before: Incident, set: IncidentSet, calls: boolean): readonly Changed[] {
  const { severity, status, symptom, impact, liveFlow, commander, alsoApps, startedAt } = set;
  const all: readonly (Changed | null)[] = [
    severity === undefined ? null : of('severity', say`SEV-${before.severity} → SEV-${severity}`),
    status === undefined ? null : of('status', say`${before.status} → ${status}`),
    symptom === undefined ? null : of('symptom', say`What is broken: “${before.symptom}” → “${symptom}”`),
    impact === undefined ? null : of('impact', impactChange(before.impact, impact)),
    liveFlow === undefined ? null : of('liveFlow', liveFlow ? TOUCHES : TOUCHES_NO_MORE),
    commander === undefined ? null : of('commander', commanderChange(before.commander, commander, calls)),
    alsoApps === undefined ? null : of('alsoApps', appsChange(before.alsoApps, alsoApps)),
    startedAt === undefined
      ? null
      : of(
          'startedAt',
          say`Began ${since(startedAt, before.openedAt)}, not ${since(before.startedAt, before.openedAt)}`,
        ),
  ];
  return all.filter((each) => each !== null);
}

/** In the thread: everything in one post. `message`: empty when nothing was written. */
export function updated(by: Actor, what: readonly Changed[], message: string): Mrkdwn {
  const [first, ...rest] = what.map(({ text }) => text);
  const said = message === '' ? null : say`“${message}”`;
  const name = cap(by.name, 80);
  if (!first) return say`*Update* by ${name}: ${said ?? ''}`;
  const parts = rest.reduce((all, each) => say`${all} · ${each}`, first);
  return lines(say`*Update* by ${name}: ${parts}`, said);
}

export function message(text: string): Mrkdwn {
  return say`${text}`;
}

function of(field: keyof IncidentSet, text: Mrkdwn): Changed {
  return { field, text };
}

const TOUCHES: Mrkdwn = say`It touches a live customer flow`;
const TOUCHES_NO_MORE: Mrkdwn = say`It touches no live customer flow`;

function impactChange(before: string, after: string): Mrkdwn {
  if (after === '') return say`Customers: “${before}” → not known`;
  return before === '' ? say`Customers: “${after}”` : say`Customers: “${before}” → “${after}”`;
}

function commanderChange(before: Actor | null, after: Actor | null, calls: boolean): Mrkdwn {
  if (!after) return say`Nobody leads it any more${before ? say` (it was ${cap(before.name, 80)})` : say``}`;
  const who = calls ? mention(after.slackId) : say`${cap(after.name, 80)}`;
  return before ? say`Led by ${who}, not ${cap(before.name, 80)} any more` : say`Led by ${who}`;
}

function appsChange(before: readonly string[], after: readonly string[]): Mrkdwn {
  const more = after.filter((app) => !before.includes(app));
  const fewer = before.filter((app) => !after.includes(app));
  if (fewer.length === 0) return say`It reaches ${list(more)} too`;
  const left = say`It does not reach ${list(fewer)}`;
  return more.length === 0 ? left : say`It reaches ${list(more)} too · ${left}`;
}
