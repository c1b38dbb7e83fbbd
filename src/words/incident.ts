/** What an incident says of itself. */
import type { Incident } from '../incident.ts';
import { type Mrkdwn, say } from './mrkdwn.ts';
import { incidentOpen } from './templates.ts';

type Subject = Pick<Incident, 'app' | 'symptom' | 'startedAt' | 'drill'>;

/** The root of its thread: template 1, and that it is practice when it is. */
export function headline({ app, symptom, startedAt, drill }: Subject): Mrkdwn {
  const text = incidentOpen(app, symptom, startedAt);
  return drill ? say`DRILL · ${text}` : text;
}

export const timelineOpened = ({ symptom }: Subject): Mrkdwn => say`Incident opened: ${symptom}`;

/** What people type for it: the last part of its id, such as `in-7f3ak2mn`. */
export function shortId(id: string): string {
  return id.split('-').slice(-2).join('-');
}
