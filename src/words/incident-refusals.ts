/** Why an incident was not opened, changed or found. */
import { COMMANDS } from '../ids.ts';
import type { Incident } from '../incident.ts';
import type { Refusal } from '../outcome.ts';
import { shortId } from './incident.ts';
import { cap, code, lines, list, type Mrkdwn, say } from './mrkdwn.ts';
import type { Sentence } from './refusals.ts';
import { dateTime, hourMinute } from './time.ts';

type Reason =
  | 'incident-not-open'
  | 'no-incident'
  | 'which-incident'
  | 'incident-open'
  | 'kinds-apart'
  | 'began-unclear'
  | 'began-later'
  | 'cannot-lead'
  | 'changed-meanwhile'
  | 'nothing-changed';

export const INCIDENT_SENTENCES: { readonly [R in Reason & Refusal['reason']]: Sentence<R> } = {
  'incident-not-open': ({ closed }) =>
    closed
      ? lines(
          say`${closed.by} closed this incident at ${dateTime(closed.at)}. Nothing more was done.`,
          say`Broken again: ${code(`${COMMANDS.incident} open ${closed.app} what is broken`)}`,
        )
      : say`No such incident is open. Nothing was done.`,
  'no-incident': ({ typed }) =>
    lines(
      typed === ''
        ? say`No incident is open. Nothing was done.`
        : say`${cap(typed, 60)} has had no incident. Nothing was done.`,
      say`Open one with ${code('/incident open APP what is broken')}`,
    ),
  'which-incident': ({ open }) =>
    lines(
      say`${open.length} incidents are open, and I cannot tell which one is meant. Nothing was done.`,
      say`Name it after the first word: ${list(
        open.slice(0, 10).map((each) => `${shortId(each.id)} (${each.app}: ${cap(each.symptom, 40)})`),
        '; ',
      )}.`,
    ),
  'incident-open': ({ incident }) =>
    lines(
      say`An incident is open on ${incident.app} since ${hourMinute(incident.openedAt)}: ${cap(incident.symptom, 100)}. Nothing was done.`,
      say`If yours is the same, add it there: ${code(`/incident note ${shortId(incident.id)} …`)}; else say in the form that it is another.`,
    ),
  'kinds-apart': ({ incident }) =>
    lines(
      incident.drill
        ? say`That one is practice and yours is real. Nothing was added.`
        : say`That one is real and yours is practice. Nothing was added.`,
      say`Choose “Another one”.`,
    ),
  'began-unclear': () =>
    lines(
      say`The date and the time do not make an instant. Nothing was done.`,
      say`Choose both, or the time alone: the last one that passed.`,
    ),
  'began-later': ({ at, now }) =>
    lines(
      say`${dateTime(at)} is still to come: it is ${hourMinute(now)}. Nothing was done.`,
      say`Choose an earlier time, in UTC.`,
    ),
  'cannot-lead': ({ why }) =>
    lines(
      say`This account cannot lead an incident: it ${WHY_NOT_LEAD[why]}. Nothing was done.`,
      say`Choose an operator or a support person, or nobody for now.`,
    ),
  'changed-meanwhile': () =>
    lines(
      say`Somebody changed it while you wrote. Nothing was done.`,
      say`Look at what it says now, then send again.`,
    ),
  'nothing-changed': () =>
    lines(
      say`Nothing is different, and there is no message. Nothing was done.`,
      say`Change something, or write what is new.`,
    ),
};

/** The same where a command was typed: each line is that command again, to be pasted. `part`: its first word. */
export function whichOf(open: readonly Incident[], part: string, typed: string): Mrkdwn {
  return lines(
    say`${open.length} incidents are open, and I cannot tell which one is meant. Nothing was done. Send one of these:`,
    ...open.slice(0, MOST_TO_PASTE).map(({ id, app, symptom, drill }) => {
      const command = `${COMMANDS.incident} ${part} ${shortId(id)} ${typed}`.trim();
      return say`${code(command)} ${drill ? 'DRILL · ' : ''}${app}: ${cap(symptom, 40)}`;
    }),
    open.length > MOST_TO_PASTE ? say`… or another: ${code(`${COMMANDS.incident} list`)}` : null,
  );
}

const MOST_TO_PASTE = 5;

const WHY_NOT_LEAD = {
  guest: 'is a guest',
  outsider: 'is from another workspace',
  deactivated: 'is deactivated',
  bot: 'is a bot',
  unknown: 'is unknown to Slack',
  agent: 'is an agent',
  'no-role': 'has no role that may change incidents',
} as const;
