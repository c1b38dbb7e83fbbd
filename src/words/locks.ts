/** Deploy locks, in words: set, lifted, passed by one commit, and what stands. */
import { COMMANDS, TAPS } from '../ids.ts';
import type { DeployLock } from '../ledger.ts';
import type { Actor, Operation } from '../operation.ts';
import type { Refusal } from '../outcome.ts';
import type { Message } from '../ports.ts';
import { type ButtonSpec, buttons, section } from './blocks.ts';
import { cap, code, joined, lines, type Mrkdwn, say } from './mrkdwn.ts';
import { dateTime, hourMinute } from './time.ts';

/** As much of a commit as people recognise. */
const SHOWN = 12;

function short(commit: string): Mrkdwn {
  return code(commit.slice(0, SHOWN));
}

/** `Deploys of raxx-api-prod`, or of one commit. */
function deploys(app: string, commit: string | null): Mrkdwn {
  return commit === null ? say`Deploys of ${app}` : say`Deploys of ${app} at ${short(commit)}`;
}

export function locked({ app, commit, owner, reason }: DeployLock): Message {
  return {
    text: lines(
      say`${deploys(app, commit)} are locked by ${owner}: ${reason}`,
      say`CI is told so until somebody unlocks: ${code(`${COMMANDS.ops} unlock ${app} REASON`)}. A rollback is never stopped by it.`,
    ).source,
  };
}

/** `underWay`: a rollback of the app that a deploy could now get into. */
export function unlocked(
  app: string,
  lifted: readonly DeployLock[],
  left: readonly DeployLock[],
  by: Actor,
  reason: string,
  underWay: Operation | null,
): Message {
  const rest = left.length > 0 ? say` Still locked: ${joined(left.map(what), ', ')}.` : say``;
  const care = underWay ? say` Mind: its rollback ${underWay.id} is still under way.` : say``;
  return {
    text: lines(
      say`Deploys of ${app} are unlocked by ${by.name}: ${reason}`,
      say`Lifted: ${joined(lifted.map(what), ', ')}.${rest}${care}`,
    ).source,
  };
}

export function passed(
  app: string,
  commit: string,
  locks: readonly DeployLock[],
  by: Actor,
  reason: string,
): Message {
  return {
    text: lines(
      say`${short(commit)} may be deployed to ${app}, says ${by.name}: ${reason}`,
      say`For everything else the lock stays: ${joined(locks.map(what), ', ')}.`,
    ).source,
  };
}

/** `the whole app (rolled back: signup 500s, Ana, 03:03 UTC)` */
function what({ commit, reason, owner, since }: DeployLock): Mrkdwn {
  return say`${commit === null ? 'the whole app' : short(commit)} (${cap(reason, 80)}, ${owner}, ${hourMinute(since)})`;
}

/** `raxx-api-prod · whole app · payments migration · Ana · since 2026-11-20 03:03:02 UTC` */
export function lockLine(lock: DeployLock): Mrkdwn {
  const what = lock.commit === null ? 'whole app' : short(lock.commit);
  return say`${lock.app} · ${what} · ${lock.reason} · ${lock.owner} · since ${dateTime(lock.since)}${through(lock)}`;
}

export function standing(locks: readonly DeployLock[]): Mrkdwn {
  return lines(
    ...locks.map(lockLine),
    say`Lift with ${code(`${COMMANDS.ops} unlock APP REASON`)}; let one commit through with ${code(`${COMMANDS.ops} unlock APP SHA REASON`)}`,
  );
}

function through({ letThrough }: DeployLock): Mrkdwn {
  return letThrough.length > 0 ? say` · let through: ${joined(letThrough.map(short), ', ')}` : say``;
}

export function nothingLocked(app: string | null): Mrkdwn {
  return app === null ? say`No deploy lock on any app.` : say`No deploy lock on ${app}.`;
}

/** The incident is over, and its rollback's lock is not. */
export function stillLocked(operation: Operation, locks: readonly DeployLock[]): Message {
  const text = say`Deploys of ${operation.app} are still locked: ${joined(locks.map(what), ', ')}. Unlock when the fix is ready to ship.`;
  return { text: text.source, blocks: [section(text), buttons(unlockButton(operation))] };
}

/** Above the question why. */
export function whyUnlock(app: string): Mrkdwn {
  return lines(
    say`CI may then deploy to ${app} again, the release that was rolled back included.`,
    say`To let a single commit through instead: ${code(`${COMMANDS.ops} unlock ${app} SHA REASON`)}`,
  );
}

export function unlockButton(operation: Pick<Operation, 'id'>): ButtonSpec {
  return { id: TAPS.unlock, label: 'Unlock deploys', value: operation.id };
}

export const timelineLocked = ({ app, commit, reason }: DeployLock): Mrkdwn =>
  say`${deploys(app, commit)} locked: ${reason}`;
export const timelineUnlocked = (app: string, reason: string): Mrkdwn =>
  say`Deploys of ${app} unlocked: ${reason}`;
export const timelinePassed = (app: string, commit: string, reason: string): Mrkdwn =>
  say`${short(commit)} let through the deploy lock of ${app}: ${reason}`;

type LockRefusal = 'bad-commit' | 'reason-missing' | 'already-locked' | 'not-locked';

/** Why a lock is not set or lifted; `refusals.ts` has the rest. */
export const LOCK_SENTENCES: {
  readonly [R in LockRefusal]: (refusal: Extract<Refusal, { reason: R }>) => Mrkdwn;
} = {
  'bad-commit': ({ typed }) =>
    lines(
      say`${code(cap(typed, 60))} is not a commit: that is 7 to 40 of the characters 0-9 and a-f. Nothing was done.`,
      say`If it belongs to the reason, begin the reason with another word.`,
    ),
  'reason-missing': ({ command }) =>
    lines(
      say`Say why: it is what the next person reads. Nothing was done.`,
      say`Like this: ${code(`${command} waiting for the fix`)}`,
    ),
  'already-locked': ({ app, commit, by, at, why }) =>
    lines(
      say`${deploys(app, commit)} are locked already, by ${by} at ${hourMinute(at)}: ${why}. Nothing was added.`,
      say`See the locks with ${code(`${COMMANDS.ops} locks ${app}`)}`,
    ),
  'not-locked': ({ app, commit, operationId }) =>
    lines(
      operationId !== null
        ? say`The deploy lock of ${operationId} is lifted already. Nothing was done.`
        : commit === null
          ? say`Deploys of ${app} are not locked. Nothing was done.`
          : say`No lock keeps ${short(commit)} from being deployed to ${app}. Nothing was done.`,
      say`See the locks with ${code(`${COMMANDS.ops} locks`)}`,
    ),
};
