/** Why an incident is not closed yet, an action item not added, or an RCA not written; `refusals.ts` has the rest. */
import type { Refusal } from '../outcome.ts';
import { cap, code, lines, type Mrkdwn, say } from './mrkdwn.ts';
import { hourMinute } from './time.ts';

type ReviewRefusal =
  | 'resolution-missing'
  | 'bad-link'
  | 'incident-still-open'
  | 'action-missing'
  | 'bad-day'
  | 'no-such-action'
  | 'action-done'
  | 'bad-slug';

export const REVIEW_SENTENCES: {
  readonly [R in ReviewRefusal]: (refusal: Extract<Refusal, { reason: R }>) => Mrkdwn;
} = {
  'resolution-missing': () =>
    say`Say in a few words what ended it; “it went away by itself” will do. Nothing was closed.`,
  'bad-link': ({ typed }) =>
    say`${code(cap(typed, 60))} is no address. One begins with https:// and has no password in it. Nothing was done.`,
  'incident-still-open': () =>
    lines(
      say`This incident is open, so its review comes with its closing. Nothing was done.`,
      say`Close it with ${code('/incident close')}; the form asks for the link.`,
    ),
  'action-missing': () => say`Say what is to be done. Nothing was added.`,
  'bad-day': ({ typed }) =>
    say`${code(cap(typed, 40))} is not a day: write it like 2026-06-23. Nothing was added.`,
  'no-such-action': ({ n }) =>
    lines(
      say`This incident has no action item ${n}. Nothing was done.`,
      say`See them with ${code('/incident actions')}.`,
    ),
  'action-done': ({ n, by, at }) =>
    say`Action item ${n} is done already: ${by} said so at ${hourMinute(at)}. Nothing was changed.`,
  'bad-slug': ({ typed }) =>
    say`${code(cap(typed, 60))} cannot be part of a file's name: use small letters, digits and dashes. Nothing was written.`,
};
