/** The promise to customers that the next word comes within fifteen minutes: running out, put off, broken. */
import { COMMANDS } from '../ids.ts';
import type { Incident } from '../incident.ts';
import type { Actor } from '../operation.ts';
import { type RunningPromise, SNOOZES } from '../publications.ts';
import { code, lines, type Mrkdwn, say } from './mrkdwn.ts';
import { hourMinute } from './time.ts';

/** Why everybody is called: a clause without a full stop. */
export function brokenBecause({ until, snoozed: moved }: RunningPromise): string {
  const after = moved === 0 ? '' : `; the call was put off ${times(moved)}`;
  return `customers were promised a word by ${hourMinute(until)} and nothing was published${after}`;
}

/** What whoever is called can do: a sentence without its full stop. */
export const publishOne = ({ app }: Pick<Incident, 'app'>): Mrkdwn =>
  say`Publish the draft in the thread, or write one: ${code(`${COMMANDS.incident} public ${app} …`)}`;

export function snoozed(promise: RunningPromise, callsAt: Date, by: Actor, reason: string): Mrkdwn {
  const left = SNOOZES - promise.snoozed - 1;
  return lines(
    say`${by.name} put the call off until ${hourMinute(callsAt)}: ${reason}`,
    say`Customers were promised a word by ${hourMinute(promise.until)}. It can be put off ${left === 0 ? 'no more' : `${times(left)} more`}.`,
  );
}

/** In the form, before it is sent. */
export function aboutToSnooze({ until, callsAt }: RunningPromise): Mrkdwn {
  return lines(
    say`Customers were promised a word by ${hourMinute(until)}; without one, everybody is called at ${hourMinute(callsAt)}.`,
    say`This moves the call by five minutes. Customers are not told.`,
  );
}

export const timelineRunsOut = (until: Date): Mrkdwn =>
  say`The word promised to customers is due by ${hourMinute(until)}: a draft is ready.`;
export const timelineBroken = (until: Date): Mrkdwn =>
  say`The word promised to customers by ${hourMinute(until)} was not published: called all operators.`;
export const timelineSnoozed = (callsAt: Date, reason: string): Mrkdwn =>
  say`Put the call for the promised word off until ${hourMinute(callsAt)}: ${reason}`;

function times(n: number): string {
  return n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`;
}
