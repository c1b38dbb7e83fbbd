/** Every way a rollback leaves the straight road: what happened, what was or was not done, what to do next. */

import { TAPS } from '../ids.ts';
import type { Actor, Ending, Operation, OperationStatus } from '../operation.ts';
import type { Message } from '../ports.ts';
import { type ButtonSpec, buttons, section } from './blocks.ts';
import { code, lines, type Mrkdwn, say } from './mrkdwn.ts';
import { failureText } from './refusals.ts';
import { parties, route } from './rollback.ts';
import { hourMinute } from './time.ts';

export function ended(operation: Operation, status: OperationStatus, ending: Ending, at: Date): Message {
  const { text, actions } = sentence(operation, status, ending, at);
  return actions.length > 0
    ? { text: text.source, blocks: [section(text), buttons(...actions)] }
    : { text: text.source };
}

interface Said {
  readonly text: Mrkdwn;
  readonly actions: readonly ButtonSpec[];
}

function sentence(operation: Operation, status: OperationStatus, ending: Ending, at: Date): Said {
  const who = parties(operation);
  const { app } = operation;
  const target = operation.target.version;
  const live = operation.release?.version ?? '?';
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
        say`Ask again with ${code(`/rollback ${app} v${target}`)}, or by hand: ${code(`heroku rollback v${target} -a ${app}`)}`,
      );
    case 'refused-by-heroku':
      return plainly(
        say`Heroku refused the rollback ${route(operation)} (${ending.status} ${ending.errorId}). Nothing changed. ${who}`,
        say`${whatToDo(ending.status)} ${releases}`,
      );
    case 'never-sent':
      return plainly(
        say`Not sent: I could not get the rollback ${route(operation)} to Heroku (${ending.cause}). Nothing changed. ${who}`,
        say`Is Heroku up? status.heroku.com. Then ask again: ${code(`/rollback ${app} v${target}`)}`,
      );
    case 'not-seen':
      return {
        text: lines(
          say`Heroku never confirmed, and v${(operation.base?.version ?? 0) + 1} has not appeared by ${hourMinute(at)}. It may still land. ${who}`,
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
    case 'somebody-else':
      return {
        text: lines(
          say`Heroku did not confirm, and ${ending.head.by} released v${ending.head.version} (${ending.head.description}) meanwhile. I sent nothing more. ${who}`,
          say`Look at what runs before doing anything: ${code(`heroku ps -a ${app}`)}. Then [Close], and ask anew if it is still needed.`,
        ),
        actions: [closeButton(operation)],
      };
    case 'release-failed':
      return releaseFailed(operation, ending.runs);
    case 'not-recovered-in-time':
      return {
        text: lines(
          say`${app} is not recovered, and the five minutes are spent at ${hourMinute(at)}. v${live} is live but not proven. ${who}`,
          say`An older release: ${code(`/rollback ${app}`)} after [Close]. I go on checking meanwhile.`,
        ),
        actions: [closeButton(operation)],
      };
    case 'landed-over':
      return plainly(
        say`v${live} landed over v${ending.over.version} by ${ending.over.by}. ${who}`,
        say`Undo with ${code(`/rollback ${app} v${ending.over.version}`)}`,
      );
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
    case 'closed-by-itself':
      return plainly(
        say`Closed by itself after 60 minutes without a decision: ${route(operation)}. It is NOT proven rolled back. ${who}`,
        say`Look at ${code(`heroku ps -a ${app}`)} and ${releases} now.`,
      );
    case 'closed':
      return plainly(
        say`Closed by ${ending.by} at ${hourMinute(at)}: ${route(operation)}. ${who}`,
        say`${status === 'closed' && operation.release ? `v${live} is live but was not proven.` : 'I do nothing more here.'} See ${releases}`,
      );
    case 'rejected':
      return plainly(
        say`Rejected by ${ending.by} at ${hourMinute(at)}: ${route(operation)}. Nothing was sent. ${who}`,
        ending.reason === '' ? say`No reason was given.` : say`Reason: ${ending.reason}`,
      );
    case 'cancelled':
      return plainly(
        say`Cancelled by ${ending.by} at ${hourMinute(at)}: ${route(operation)}. Nothing was sent. ${who}`,
        say`Ask again with ${code(`/rollback ${app}`)} when it is needed.`,
      );
  }
}

export function sendingOnceMore(operation: Operation, by: Actor): Message {
  return { text: say`${by.name} sends it once more: ${route(operation)}. ${parties(operation)}`.source };
}

/** Failed command or not, what the dynos run is what is live (design.md ruling 6). */
function releaseFailed(operation: Operation, runs: number | null): Said {
  const { app, base } = operation;
  const live = operation.release?.version;
  const who = parties(operation);
  const output = code(`heroku releases:output v${live ?? '?'} -a ${app}`);
  if (runs !== null && runs !== live) {
    const bad = runs === base?.bad ? say`still run v${runs}, the bad release` : say`run v${runs}`;
    return plainly(
      say`v${live ?? '?'}'s release command failed. Dynos ${bad}. ${who}`,
      say`You are not rolled back. See why: ${output}`,
    );
  }
  const dynos = runs === null ? say`and I cannot see what the dynos run` : say`yet the dynos run v${runs}`;
  return {
    text: lines(
      say`v${live ?? '?'}'s release command failed, ${dynos}. ${who}`,
      say`Read its output before deciding: ${output}. I go on checking; [Close] ends that.`,
    ),
    actions: [closeButton(operation)],
  };
}

function plainly(first: Mrkdwn, second: Mrkdwn): Said {
  return { text: lines(first, second), actions: [] };
}

function closeButton(operation: Operation): ButtonSpec {
  return { id: TAPS.close, label: 'Close', value: operation.id };
}

function whatToDo(httpStatus: number): string {
  if (httpStatus === 401) return 'Our token is refused: renew HEROKU_API_KEY. Meanwhile by hand.';
  if (httpStatus === 403) return 'Our token may not release this app: ask its owner. Meanwhile by hand.';
  if (httpStatus === 404) return 'The app or the release is gone. Look at';
  return 'The target may be too old to roll back to. Look at';
}
