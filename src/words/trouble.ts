/** What people hear while recovery is not proven, and when it does not last: what is seen, what was done, what to choose. */

import type { Operation, Progress } from '../operation.ts';
import type { Message, ReadFailure } from '../ports.ts';
import { choices, withButtons } from './choices.ts';
import { code, lines, list, type Mrkdwn, say } from './mrkdwn.ts';
import { parties } from './rollback.ts';
import { hourMinute, span } from './time.ts';

const CHOOSE = say`Nothing more was done. Choose: [Older release] [Stop] [Escalate]`;
const GO_ON = say`Not recovered; I go on checking. Choose: [Older release] [Stop] [Escalate]`;

export function notYet(operation: Operation, progress: Progress, now: Date, smokeUrl: string): Message {
  return {
    text: lines(
      say`${operation.app} is not verified yet at ${hourMinute(now)}: ${missing(progress)}. ${parties(operation)}`,
      progress.smokeProblem === 'origin-guard'
        ? say`Recovery is unproven. Check ${smokeUrl}`
        : say`I go on looking. By hand: ${code(`heroku ps -a ${operation.app}`)}`,
    ).source,
  };
}

/** The five minutes are over, and it is too early or of no use to ask for a decision. */
export function overdue(operation: Operation, progress: Progress, now: Date): Message {
  return {
    text: lines(
      say`The five minutes are spent at ${hourMinute(now)} and ${operation.app} is not recovered: ${missing(progress)}. ${parties(operation)}`,
      say`I go on looking, and ask you if it does not recover. By hand: ${code(`heroku ps -a ${operation.app}`)}`,
    ).source,
  };
}

export function relapsed(operation: Operation, progress: Progress, now: Date): Message {
  return withButtons(
    lines(
      say`${operation.app} was up and is not any more at ${hourMinute(now)}: ${missing(progress)}. ${parties(operation)}`,
      GO_ON,
    ),
    ...choices(operation),
  );
}

export function crashed(operation: Operation, dynos: readonly string[], at: Date): Message {
  return withButtons(
    lines(
      say`${operation.app} is not up: ${list(dynos.toSorted())} crashed on v${live(operation)} at ${hourMinute(at)}. ${parties(operation)}`,
      GO_ON,
    ),
    ...choices(operation),
  );
}

export function smokeFails(operation: Operation, progress: Progress, at: Date): Message {
  return withButtons(
    lines(
      say`${operation.app}'s dynos are up on v${live(operation)}, but at ${hourMinute(at)} ${missing(progress)}. ${parties(operation)}`,
      GO_ON,
    ),
    ...choices(operation),
  );
}

export function wrongDoor(operation: Operation, smokeUrl: string): Message {
  return {
    text: lines(
      say`The smoke check got 403 from the origin guard: wrong URL, not an outage. ${parties(operation)}`,
      say`Recovery is unproven. Check ${smokeUrl}`,
    ).source,
  };
}

/** Heroku does not let us see; what was sent stands. */
export function blind(operation: Operation, why: ReadFailure, at: Date): Message {
  const { app } = operation;
  return {
    text: lines(
      say`I cannot see ${app} at ${hourMinute(at)}: ${blindness(why)}. v${live(operation)} was made and stands. ${parties(operation)}`,
      say`Recovery is unproven; I go on looking. ${remedy(why)}By hand: ${code(`heroku ps -a ${app}`)}`,
    ).source,
  };
}

export function crashedAfter(operation: Operation, dynos: readonly string[], at: Date): Message {
  return withButtons(
    lines(
      say`${operation.app} is down again: ${list(dynos.toSorted())} crashed on v${live(operation)} at ${hourMinute(at)}, ${sinceRecovery(operation, at)} after recovery. ${parties(operation)}`,
      CHOOSE,
    ),
    ...choices(operation),
  );
}

export function smokeFailsAfter(operation: Operation, progress: Progress, at: Date): Message {
  return withButtons(
    lines(
      say`${operation.app} was recovered, but at ${hourMinute(at)} ${missing(progress)}, ${sinceRecovery(operation, at)} after recovery. ${parties(operation)}`,
      CHOOSE,
    ),
    ...choices(operation),
  );
}

/** The one thing verification still waits for. */
export function missing(progress: Progress): Mrkdwn {
  if (progress.unread) return blindness(progress.unread);
  if (progress.release === undefined) return say`its release cannot be read`;
  if (progress.release === 'pending') return say`the release command is still running`;
  const crashedOnes = progress.dynosCrashed ?? [];
  if (crashedOnes.length > 0) return say`${list(crashedOnes.toSorted())} crashed`;
  if (progress.release !== 'succeeded' && !progress.dynosUp) return say`its release ${progress.release}`;
  if (progress.dynosWanted === 0) return say`no web dyno is scaled up`;
  if (progress.dynosUp === undefined) return say`the dynos cannot be read`;
  if (progress.dynosWanted === undefined) return say`how many dynos there should be cannot be read`;
  if (progress.dynosUp < progress.dynosWanted)
    return say`${progress.dynosUp} of ${progress.dynosWanted} dynos up`;
  if (progress.smokeProblem === 'origin-guard')
    return say`the smoke check got 403 from the origin guard: wrong URL, not an outage`;
  if (progress.smokeProblem === 'cached')
    return say`the smoke check got a cached answer, which proves nothing`;
  if (progress.smokeProblem === 'unreachable') return say`the smoke check got no answer`;
  return say`the smoke check got ${progress.smoke ?? 'no answer'}`;
}

const BLINDNESS: { readonly [F in ReadFailure]: string } = {
  slow: 'Heroku does not answer in time',
  down: 'Heroku is down',
  'rate-limited': 'Heroku says we ask too often',
  'budget-spent': 'our own share of Heroku requests is used up',
  unauthorized: 'Heroku refuses my token',
  forbidden: 'Heroku does not let my token see this app',
  'not-found': 'Heroku does not find it',
  malformed: 'Heroku’s answer makes no sense',
};

function blindness(why: ReadFailure): Mrkdwn {
  return say`${BLINDNESS[why]}`;
}

function remedy(why: ReadFailure): Mrkdwn {
  if (why === 'unauthorized') return say`Renew HEROKU_API_KEY. `;
  if (why === 'forbidden') return say`Ask the app’s owner to let me in. `;
  if (why === 'down' || why === 'slow') return say`See status.heroku.com. `;
  return say``;
}

function sinceRecovery({ recoveredAt }: Operation, at: Date): string {
  return recoveredAt ? span(at.getTime() - recoveredAt.getTime()) : '?';
}

export const timelineTrouble = (operation: Operation): Mrkdwn =>
  say`${operation.app} is not recovered: ${missing(operation.progress)}.`;
export const timelineRelapsed = (operation: Operation): Mrkdwn =>
  say`${operation.app} is down again after it was up.`;

function live({ release }: Operation): number | string {
  return release?.version ?? '?';
}
