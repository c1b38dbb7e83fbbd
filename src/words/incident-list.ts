/** `/incident list`: what is open and what is over, practice apart from what is real. */
import type { Incident } from '../incident.ts';
import { shortId } from './incident.ts';
import { cap, type Mrkdwn, say } from './mrkdwn.ts';
import { day, hourMinute, lasted } from './time.ts';

export type Heading = 'open' | 'past' | 'open-drills' | 'past-drills';

export function heading(which: Heading, app: string | null): Mrkdwn {
  const of = app === null ? say`` : say` of ${app}`;
  return say`*${HEADINGS[which]}${of}*`;
}

const HEADINGS = {
  open: 'Open incidents',
  past: 'Past incidents',
  'open-drills': 'Drills going on',
  'past-drills': 'Past drills',
} as const;

/** `where`: a link to its headline; null while there is none. */
export function listed(incident: Incident, now: Date, where: Mrkdwn | null): Mrkdwn {
  const { id, app, alsoApps, severity, status, symptom, commander, startedAt, closed } = incident;
  const also = alsoApps.length === 0 ? say`` : say` and ${alsoApps.length} more`;
  const what = say`SEV-${severity} · ${app}${also}: ${cap(symptom, 80)}`;
  const place = where ?? say`${shortId(id)}`;
  if (!closed) {
    const led = commander ? say`led by ${cap(commander.name, 60)}` : say`nobody leads it`;
    return say`• ${what} · ${status} · ${lasted(now.getTime() - startedAt.getTime())} so far · ${led} · ${place}`;
  }
  const took = lasted(closed.at.getTime() - startedAt.getTime());
  const same = closed.sameAs === null ? say`` : say` · same as ${shortId(closed.sameAs)}`;
  return say`• ${day(startedAt)} ${hourMinute(startedAt)} · ${what} · lasted ${took}${same} · ${place}`;
}

export function noneListed(which: Heading, app: string | null): Mrkdwn {
  const of = app === null ? '' : ` of ${app}`;
  return say`${NONE[which]}${of}.`;
}

const NONE = {
  open: 'No incident is open',
  past: 'No past incidents',
  'open-drills': 'No drill is going on',
  'past-drills': 'No past drills',
} as const;

export function unknownFilter(typed: string): Mrkdwn {
  return say`I do not know “${cap(typed, 60)}” here. After the app comes open, past or drills.`;
}
