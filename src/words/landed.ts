/** How a rollback ends after Heroku made its release: what runs, what is proven, what to do about the rest. */
import type { Ending, Operation } from '../operation.ts';
import type { Message } from '../ports.ts';
import type { ButtonSpec } from './blocks.ts';
import { choices, closeButton, withButtons } from './choices.ts';
import { unlockButton } from './locks.ts';
import { code, joined, lines, type Mrkdwn, say, verbatimBlock } from './mrkdwn.ts';
import { parties, route } from './rollback.ts';
import { hourMinute } from './time.ts';
import { missing } from './trouble.ts';

type Landed = Extract<
  Ending,
  {
    why:
      | 'release-failed'
      | 'not-recovered-in-time'
      | 'overtaken'
      | 'nothing-runs'
      | 'closed'
      | 'closed-by-itself';
  }
>;

export interface Said {
  readonly text: Mrkdwn;
  readonly actions: readonly ButtonSpec[];
}

export function afterLanding(operation: Operation, ending: Landed, at: Date): Said {
  const { app } = operation;
  const who = parties(operation);
  const live = operation.release?.version ?? '?';
  const dynos = code(`heroku ps -a ${app}`);
  const releases = code(`heroku releases -a ${app}`);
  switch (ending.why) {
    case 'release-failed':
      return releaseFailed(operation, ending.runs);
    case 'not-recovered-in-time':
      return {
        text: lines(
          say`${app} is not recovered, and the five minutes are spent at ${hourMinute(at)}: ${missing(operation.progress)}. ${who}`,
          say`v${live} is live but not proven; I go on checking. Choose: [Older release] [Stop] [Escalate] or [Close]`,
        ),
        actions: [...choices(operation), closeButton(operation)],
      };
    case 'overtaken':
      return over(
        operation,
        say`${ending.head.by} released v${ending.head.version} (${ending.head.description}) over v${live} at ${hourMinute(new Date(ending.head.at))}, before v${live} was proven. ${who}`,
        say`I stop here: what runs now is theirs, see ${dynos}. Back to the rollback: ${code(`/rollback ${app} v${live}`)}`,
      );
    case 'nothing-runs':
      return over(
        operation,
        say`v${live} with v${operation.target.version}'s code is live, but web is scaled to 0: nothing runs, so nothing is proven. ${who}`,
        say`Not counted as recovered. To start it: ${code(`heroku ps:scale web=1 -a ${app}`)}, then ${dynos}`,
      );
    case 'closed':
      return over(
        operation,
        say`Closed by ${ending.by} at ${hourMinute(at)}: ${route(operation)}. ${who}`,
        say`${whatStands(operation)} ${keptOut(operation)}See ${operation.release ? dynos : releases}`,
      );
    case 'closed-by-itself':
      return over(
        operation,
        isPending(operation)
          ? say`Closed by itself: v${live}'s release command has not ended in 65 minutes, and Heroku gives it 60. ${route(operation)} is NOT proven rolled back. ${who}`
          : say`Closed by itself after 60 minutes without a decision: ${route(operation)}. It is NOT proven rolled back. ${who}`,
        say`${operation.release ? say`` : say`${whatStands(operation)} `}${keptOut(operation)}Look at ${dynos} and ${releases} now.`,
      );
  }
}

function isPending({ release, progress }: Operation): boolean {
  return release !== null && progress.release === 'pending';
}

/** What is left when it is closed. */
function whatStands(operation: Operation): Mrkdwn {
  const { app, kind, release } = operation;
  if (release && isPending(operation))
    return say`v${release.version}'s release command has not ended: it may still go live.`;
  if (release) return say`v${release.version} is live but was not proven.`;
  return kind === 're-pin'
    ? say`No pushed image was seen running; ${app} runs what it ran.`
    : say`It was never confirmed and may still land: I watch for that for 24 h and say so.`;
}

/** Failed command or not, what the dynos run is what is live (design.md ruling 6). */
function releaseFailed(operation: Operation, runs: number | null): Said {
  const live = operation.release?.version ?? '?';
  const who = parties(operation);
  if (runs !== null && runs !== operation.release?.version) {
    const bad = runs === operation.base?.bad ? say`still run v${runs}, the bad release` : say`run v${runs}`;
    return over(
      operation,
      say`v${live}'s release command failed. Dynos ${bad}. ${who}`,
      say`You are not rolled back. Output and options are in the thread.`,
    );
  }
  const dynos =
    runs === null
      ? say`and I cannot see what the dynos run`
      : say`yet the dynos run v${runs}, which Heroku does not call current`;
  return {
    text: lines(
      say`v${live}'s release command failed, ${dynos}. ${who}`,
      say`Output and options are in the thread. I go on checking; [Close] ends that.`,
    ),
    actions: [closeButton(operation)],
  };
}

/** The RCA's world: the command failed and its release runs all the same (design.md ruling 6). */
export function commandFailed(operation: Operation): Message {
  return {
    text: lines(
      say`v${operation.release?.version ?? '?'}'s release command failed, yet Heroku calls it current. ${parties(operation)}`,
      say`I go on checking dynos and smoke: they decide. Its output is in the thread.`,
    ).source,
  };
}

/** What the failed command printed, as it is; null when that cannot be read. */
export function releaseOutput(operation: Operation, printed: readonly string[] | null): Message {
  const version = operation.release?.version ?? '?';
  const byHand = code(`heroku releases:output v${version} -a ${operation.app}`);
  if (printed === null)
    return { text: say`v${version}'s output cannot be read now. By hand: ${byHand}`.source };
  if (printed.length === 0) return { text: say`v${version}'s release command printed nothing.`.source };
  return {
    text: joined(
      [
        say`What v${version}'s release command printed last; all of it: ${byHand}`,
        verbatimBlock(printed.join('\n')),
      ],
      '\n',
    ).source,
  };
}

/** Beside the output: the cheapest way first (design.md rulings 9 and 12). */
export function afterFailedCommand(operation: Operation): Message {
  const bad = operation.base ? say`v${operation.base.bad}` : say`what runs`;
  return withButtons(
    lines(
      say`Options: turn off what broke (flag or config var), or roll ${bad} forward; an older release runs its own command and may fail the same way.`,
      say`Or choose: [Older release] [Stop] [Escalate]`,
    ),
    ...choices(operation),
  );
}

/** Over, and its deploy lock stands until somebody clears it. */
function over(operation: Operation, first: Mrkdwn, second: Mrkdwn): Said {
  return { text: lines(first, second), actions: isLocked(operation) ? [unlockButton(operation)] : [] };
}

function keptOut(operation: Operation): Mrkdwn {
  if (!isLocked(operation)) return say``;
  // Which commit is bad is looked up once there is a release of ours; before that all are kept out.
  const what = operation.release ? say` v${operation.base?.bad ?? '?'} again` : say``;
  return say`CI may not deploy${what} until somebody unlocks. `;
}

/** Landed, or it may still land; a re-pin locks with the image it takes. */
function isLocked({ release, kind }: Operation): boolean {
  return release !== null || kind !== 're-pin';
}
