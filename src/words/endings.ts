/** Every way a rollback leaves the straight road: what happened, what was or was not done, what to do next. */

import { TAPS } from '../ids.ts';
import type { Actor, Ending, Operation } from '../operation.ts';
import type { Message } from '../ports.ts';
import { closeButton, withButtons } from './choices.ts';
import { insteadByHand } from './kinds.ts';
import { afterLanding, type Said } from './landed.ts';
import { code, lines, type Mrkdwn, say } from './mrkdwn.ts';
import { failureText } from './refusals.ts';
import { parties, route } from './rollback.ts';
import { hourMinute } from './time.ts';

export function ended(operation: Operation, ending: Ending, at: Date): Message {
  const { text, actions } = sentence(operation, ending, at);
  return withButtons(text, ...actions);
}

function sentence(operation: Operation, ending: Ending, at: Date): Said {
  const who = parties(operation);
  const { app } = operation;
  const target = operation.target.version;
  const releases = code(`heroku releases -a ${app}`);
  switch (ending.why) {
    case 'not-the-base':
      return {
        text: lines(
          say`Not run: ${ending.head.by} released v${ending.head.version} (${ending.head.description}) at ${hourMinute(new Date(ending.head.at))}, after you looked. ${who}`,
          say`Nothing was sent. Review v${ending.head.version} → v${target}?`,
        ),
        actions: [
          {
            id: TAPS.renew,
            label: `Review v${ending.head.version} → v${target}`,
            value: operation.id,
            style: 'primary',
          },
        ],
      };
    case 'target-gone':
      return plainly(
        say`Not run: Heroku no longer lets ${app} go back to v${target}. Nothing was sent. ${who}`,
        say`Choose another release: ${code(`/rollback ${app}`)}`,
      );
    case 'head-unreadable':
      return plainly(
        say`Not run: I could not read ${app}'s releases just before sending (${failureText(ending.failure)}). Nothing was sent. ${who}`,
        say`Ask again with ${code(`/rollback ${app} v${target}`)}. ${insteadByHand(operation)}`,
      );
    case 'refused-by-heroku':
      return plainly(
        say`Heroku refused the rollback ${route(operation)} (${ending.status} ${ending.errorId}). Nothing changed. ${who}`,
        afterRefusal(operation, ending.status),
      );
    case 'never-sent':
      return plainly(
        say`Not sent: five tries did not get the rollback ${route(operation)} to Heroku (${CAUSES.get(ending.cause) ?? 'no connection'}). Nothing changed. ${who}`,
        say`Is Heroku up? status.heroku.com. Then ask again: ${code(`/rollback ${app} v${target}`)}`,
      );
    case 'not-seen': {
      const unseen = say`Heroku never confirmed, and v${(operation.base?.version ?? 0) + 1} has not appeared by ${hourMinute(at)}. It may still land. ${who}`;
      if (operation.decision?.what === 'send-once-more') {
        return {
          text: lines(
            unseen,
            say`I was told to send once more and send no third time. [Close] leaves ${app} as it is. Look first: ${releases}`,
          ),
          actions: [closeButton(operation)],
        };
      }
      return {
        text: lines(
          unseen,
          say`[Send once more] could roll back twice if the first one lands late. [Close] leaves ${app} as it is. Look first: ${releases}`,
        ),
        actions: [
          {
            id: TAPS.sendOnceMore,
            label: 'Send once more',
            value: operation.id,
            style: 'danger',
            confirm: {
              title: 'Send the rollback once more?',
              text: `If the first request lands late, ${app} is rolled back twice: one more restart, and harmful if somebody released in between.`,
              yes: 'Send once more',
              no: 'Not yet',
            },
          },
          closeButton(operation),
        ],
      };
    }
    case 'cannot-look':
      return {
        text: lines(
          say`Heroku never confirmed, and I cannot read ${app}'s releases either at ${hourMinute(at)}. The rollback may or may not have happened. ${who}`,
          say`I go on looking, and send nothing more. See for yourself: ${releases}. [Close] ends it here.`,
        ),
        actions: [closeButton(operation)],
      };
    case 'somebody-else':
      return {
        text: lines(
          say`Heroku did not confirm, and ${ending.head.by} released v${ending.head.version} (${ending.head.description}) meanwhile. I sent nothing more. ${who}`,
          say`Look at what runs before doing anything: ${code(`heroku ps -a ${app}`)}. Then [Close], and ask anew if it is still needed.`,
        ),
        actions: [closeButton(operation)],
      };
    case 'release-failed':
    case 'not-recovered-in-time':
    case 'overtaken':
    case 'nothing-runs':
    case 'closed':
    case 'closed-by-itself':
      return afterLanding(operation, ending, at);
    case 'role-changed':
      return plainly(
        say`Not run: ${ending.who} no longer has the role this needs. Nothing was sent. ${who}`,
        say`Somebody who has it can ask or approve again.`,
      );
    case 'expired':
      return plainly(
        say`Expired before it was sent: ${route(operation)}. Nothing was sent. ${who}`,
        say`If it is still needed: ${code(`/rollback ${app} v${target}`)}`,
      );
    case 'blocked':
      return plainly(
        say`Not run: ${route(operation)} is blocked. Nothing was sent. ${who}`,
        say`The card says why. Roll forward, or choose another release: ${code(`/rollback ${app}`)}`,
      );
    case 'rejected':
      return plainly(
        say`Rejected by ${ending.by} at ${hourMinute(at)}: ${route(operation)}. Nothing was sent. ${who}`,
        ending.reason === '' ? say`No reason was given.` : say`Reason: ${ending.reason}`,
      );
    case 'replaced':
      return plainly(
        say`Replaced by ${ending.by} at ${hourMinute(at)}: ${route(operation)}. Nothing was sent. ${who}`,
        say`The new request is ${ending.operationId}.`,
      );
    case 'done-by-hand':
      return plainly(
        say`Done by hand: ${ending.head.by} made v${ending.head.version} (${ending.head.description}) at ${hourMinute(new Date(ending.head.at))}, after you looked. I sent nothing. ${who}`,
        operation.kind === 'code-only'
          ? say`Their rollback put v${target}'s config vars back too. I do not verify it; see ${code(`heroku ps -a ${app}`)}`
          : say`I do not verify it: see whether it holds with ${code(`heroku ps -a ${app}`)}, and look at the app.`,
      );
    case 'image-gone':
      return imageGone(operation);
    case 'cancelled':
      return plainly(
        say`Cancelled by ${ending.by} at ${hourMinute(at)}: ${route(operation)}. Nothing was sent. ${who}`,
        say`Ask again with ${code(`/rollback ${app}`)} when it is needed.`,
      );
  }
}

function imageGone(operation: Operation): Said {
  const { app, kind, target } = operation;
  const who = parties(operation);
  return {
    text: lines(
      kind === 're-pin'
        ? say`Heroku no longer has v${target.version}'s image, so ${app} goes back by pushing it again. Nothing has changed yet. ${who}`
        : say`Heroku refused to bring v${target.version} back to ${app}: its image is gone. Nothing changed. ${who}`,
      say`Push it again by hand: the checklist is in the thread, every command filled in. [Close] ends it.`,
    ),
    actions: [closeButton(operation)],
  };
}

export function sendingOnceMore(operation: Operation, by: Actor): Message {
  return { text: say`${by.name} sends it once more: ${route(operation)}. ${parties(operation)}`.source };
}

export function notSentYet(operation: Operation, cause: string): Message {
  return {
    text: lines(
      say`Not sent yet: Heroku does not take the rollback ${route(operation)} (${CAUSES.get(cause) ?? 'no connection'}). ${parties(operation)}`,
      say`Nothing changed. I try again for about a minute and tell you how it ended.`,
    ).source,
  };
}

/** Why a request had no effect, for people. */
const CAUSES: ReadonlyMap<string, string> = new Map([
  ['rate limit', 'it says we ask too often'],
  ['budget', 'our own request budget is used up'],
  ['refused', 'connection refused'],
  ['connect-timeout', 'no connection in time'],
  ['dns', 'its name does not resolve'],
  ['tls', 'no secure connection'],
]);

function plainly(first: Mrkdwn, second: Mrkdwn): Said {
  return { text: lines(first, second), actions: [] };
}

/** The bot's token is at fault, or the release itself: only in the first case can somebody else's hands help. */
function afterRefusal(operation: Operation, httpStatus: number): Mrkdwn {
  const { app, kind, target } = operation;
  const byHand = insteadByHand(operation);
  if (httpStatus === 401) return say`Heroku does not take my token: renew HEROKU_API_KEY. ${byHand}`;
  if (httpStatus === 403) return say`My token may not release this app: ask its owner. ${byHand}`;
  const releases = code(`heroku releases -a ${app}`);
  if (kind === 'code-only') {
    return say`Heroku may have deleted v${target.version}'s code: ${releases}. Another release: ${code(`/rollback ${app}`)}`;
  }
  return httpStatus === 404
    ? say`The app or the release is gone: ${releases}`
    : say`The target may be too old to go back to: ${releases}. Another: ${code(`/rollback ${app}`)}`;
}
