/** Where an operation stands, in a line. */
import type { Operation } from '../operation.ts';
import { cap, type Mrkdwn, say } from './mrkdwn.ts';
import { STATUS_NAMES } from './refusals.ts';
import { route } from './rollback.ts';
import { dateTime, minutesSeconds } from './time.ts';

export function statusLine(operation: Operation, now: Date): Mrkdwn {
  const who = operation.approver ? say`, approved by ${operation.approver.name}` : say``;
  const elapsed = (operation.endedAt ?? now).getTime() - operation.requestedAt.getTime();
  const took = operation.endedAt ? 'in all' : 'so far';
  return say`${route(operation)} · ${STATUS_NAMES[operation.status]} · asked by ${operation.requester.name} ${dateTime(operation.requestedAt)}${who} · ${minutesSeconds(elapsed)} ${took} (${operation.id})`;
}

/** `app`: null for all of them. */
export function noRollback(app: string | null): Mrkdwn {
  return say`No rollback of ${app ?? 'any app'} so far.`;
}

export function nothingUnderWay(typed: string): Mrkdwn {
  return say`${cap(typed, 60)} has no rollback under way. Nothing was done.`;
}

export const CANCELLED: Mrkdwn = say`Cancelled. Nothing was sent.`;
