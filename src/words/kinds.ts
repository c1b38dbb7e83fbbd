/** What is said differently of a rollback that brings back code only: nothing may claim the config came back too. */
import type { Operation } from '../operation.ts';
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
export function landedAs({ kind, target }: Sent): Mrkdwn {
  return kind === 'code-only'
    ? say`code of v${target.version}, config kept`
    : say`Rollback to v${target.version}`;
}

/** The closing text. */
export function confirmed(operation: Sent, live: number, at: Date, elapsedMs: number): Mrkdwn {
  const { kind, target } = operation;
  return kind === 'code-only'
    ? say`Code-only rollback confirmed: v${live} (${landedAs(operation)}) is live, dynos up, smoke check passing. ${hourMinute(at)}. Wall-clock: ${wallClock(elapsedMs)} min.`
    : templates.rollbackConfirmed(live, target.version, at, elapsedMs);
}

/** What a person can type instead of us; no command of Heroku's keeps the config. */
export function insteadByHand({ app, kind, target }: Sent): Mrkdwn {
  const command = code(`heroku rollback v${target.version} -a ${app}`);
  return kind === 'code-only'
    ? say`By hand there is no code only: ${command} puts v${target.version}'s config vars back too`
    : say`By hand: ${command}`;
}
