/**
 * What is said differently of a rollback that brings back code only, and of an image pushed again by hand: nothing may
 * claim that the config came back, or that Heroku rolled back.
 */
import type { Kind, Operation } from '../operation.ts';
import { code, type Mrkdwn, say } from './mrkdwn.ts';
import * as templates from './templates.ts';
import { hourMinute, wallClock } from './time.ts';

type Sent = Pick<Operation, 'app' | 'kind' | 'target'>;

/** First word of a send. */
export function initiated({ app, kind, target }: Sent, bad: number, at: Date): Mrkdwn {
  return kind === 'code-only'
    ? say`Rolling back the code of ${app} from v${bad} to v${target.version}, config vars kept. Initiated at ${hourMinute(at)}.`
    : templates.rollingBack(app, bad, target.version, at);
}

/** What the new release is: in brackets after its number. */
export function landedAs({ kind, target, pushed }: Sent & Pick<Operation, 'pushed'>): Mrkdwn {
  if (kind === 're-pin') return say`${imageName(pushed)} pushed again by ${pushed?.by ?? '?'}`;
  return kind === 'code-only'
    ? say`code of v${target.version}, config kept`
    : say`Rollback to v${target.version}`;
}

function imageName(pushed: Operation['pushed']): string {
  return pushed?.tag ? `image ${pushed.tag}` : 'image';
}

/** What the app runs again. */
export function backOn({ kind, target, pushed }: Pick<Operation, 'kind' | 'target' | 'pushed'>): Mrkdwn {
  return kind === 're-pin' ? say`the ${imageName(pushed)}` : say`v${target.version}'s code`;
}

/** After the target in a route. */
export function how({ kind, undoes }: Pick<Operation, 'kind' | 'undoes'>): Mrkdwn {
  const ways = [...WAYS[kind], ...(undoes === null ? [] : [`undo of ${undoes}`])];
  return ways.length === 0 ? say`` : say` (${ways.join(', ')})`;
}

const WAYS: Readonly<Record<Kind, readonly string[]>> = {
  rollback: [],
  'code-only': ['code only'],
  're-pin': ['image pushed again by hand'],
};

/** The closing text. */
export function confirmed(
  operation: Sent & Pick<Operation, 'pushed'>,
  live: number,
  at: Date,
  elapsedMs: number,
): Mrkdwn {
  const { kind, target } = operation;
  if (kind === 'rollback') return templates.rollbackConfirmed(live, target.version, at, elapsedMs);
  const what = kind === 'code-only' ? 'Code-only rollback' : 'Recovery';
  return say`${what} confirmed: v${live} (${landedAs(operation)}) is live, dynos up, smoke check passing. ${hourMinute(at)}. Wall-clock: ${wallClock(elapsedMs)} min.`;
}

/** The drill record's "Rolled to". */
export function rolledToColumn({ kind, target, pushed }: Sent & Pick<Operation, 'pushed'>): string {
  return kind === 're-pin' ? `v${target.version} (${imageName(pushed)})` : `v${target.version}`;
}

/** In the drill record's "Outcome", after the release that appeared. */
export function outcomeNote({ kind, pushed }: Pick<Operation, 'kind' | 'pushed'>): string {
  if (kind === 're-pin') return ` (image pushed again by ${pushed?.by ?? '?'}: Heroku no longer had it)`;
  return kind === 'code-only' ? ' (code only, config kept)' : '';
}

/** What stands in the form of an undo until somebody writes more. */
export function undoSymptom(operationId: string): string {
  return `undo of ${operationId}`;
}

/** What a person can type instead of us; no command of Heroku's keeps the config. */
export function insteadByHand({ app, kind, target }: Sent): Mrkdwn {
  if (kind === 're-pin') return say`By hand: ${code(`heroku releases -a ${app} --num 10`)}`;
  const command = code(`heroku rollback v${target.version} -a ${app}`);
  return kind === 'code-only'
    ? say`By hand there is no code only: ${command} puts v${target.version}'s config vars back too`
    : say`By hand: ${command}`;
}
