/** What `/drill` says around the record itself. */
import { COMMANDS } from '../ids.ts';
import { cap, code, type Mrkdwn, say } from './mrkdwn.ts';

export function unknownVerb(verb: string): Mrkdwn {
  return say`I do not know ${code(cap(`${COMMANDS.drill} ${verb}`, 60))}. Nothing was done.`;
}

/** `app`: null for all of them. */
export function noRow(app: string | null): Mrkdwn {
  return say`No row for ${app ?? 'any app'} so far.`;
}

export function lastRows(shown: number, all: number): Mrkdwn {
  return say`The last ${shown} of ${all} rows; all of them with ${code('/drill export')}`;
}

/** The lock-screen line of an export. */
export const EXPORTED = 'The rollback drill record, as Markdown and CSV';
