/** What is said after the last word: whether the symptom is gone, that it is stable, what came late, and who was called. */

import { TAPS } from '../ids.ts';
import type { Operation, SeenRelease } from '../operation.ts';
import type { Message } from '../ports.ts';
import type { ButtonSpec } from './blocks.ts';
import { choices, withButtons } from './choices.ts';
import { channelLink, code, lines, type Mrkdwn, mention, say } from './mrkdwn.ts';
import { mentions, parties } from './rollback.ts';
import { hourMinute } from './time.ts';
import { missing } from './trouble.ts';

export function asksForSymptom(operation: Operation): Message {
  return withButtons(
    lines(
      say`Is the symptom gone? ${symptom(operation)}${parties(operation)}`,
      say`The smoke check was 200 before the rollback too, so it cannot tell.`,
    ),
    ...answers(operation),
  );
}

export function remindsOfSymptom(operation: Operation): Message {
  return withButtons(
    lines(
      say`Nobody has said yet whether the symptom is gone. ${symptom(operation)}${parties(operation)}`,
      say`The smoke check cannot tell; please look and choose.`,
    ),
    ...answers(operation),
  );
}

function answers({ id }: Operation): readonly ButtonSpec[] {
  return [
    { id: TAPS.symptomGone, label: 'Yes', value: id, style: 'primary' },
    { id: TAPS.stillBroken, label: 'Still broken', value: id, style: 'danger' },
  ];
}

function symptom({ symptom: typed }: Operation): Mrkdwn {
  return typed === '' ? say`` : say`“${typed}” `;
}

export function symptomGone(by: string, at: Date): Message {
  return { text: say`${by} says at ${hourMinute(at)} that the symptom is gone.`.source };
}

export function stillBroken(operation: Operation, by: string, at: Date): Message {
  const proven =
    operation.status === 'recovered'
      ? say`dynos and smoke look fine on v${operation.release?.version ?? '?'}`
      : say`v${operation.release?.version ?? '?'} is not proven yet`;
  return withButtons(
    lines(
      say`${operation.app} is still broken, says ${by} at ${hourMinute(at)}; ${proven}. ${symptom(operation)}${parties(operation)}`,
      say`Nothing more was done. Choose: [Older release] [Stop] [Escalate]`,
    ),
    ...choices(operation),
  );
}

/** Release, dynos and smoke hold; the command of its release failed all the same (design.md ruling 6). */
export function healthyAnyway(operation: Operation): Mrkdwn {
  const { dynosUp = 0, dynosWanted = dynosUp } = operation.progress;
  return lines(
    say`v${operation.release?.version ?? '?'}'s release command failed, and ${operation.app} is healthy on it: ${dynosUp} of ${dynosWanted} dynos up, smoke check passing. ${parties(operation)}`,
    say`No further rollback is advised. Mend the command before the next deploy; its output is in the thread.`,
  );
}

export function stable(operation: Operation, dynos: number): Mrkdwn {
  return say`${operation.app} is stable for 5 min: ${dynos} of ${dynos} dynos up on v${operation.release?.version ?? '?'}, smoke check passing.`;
}

/** `over`: what stood before it; null when that cannot be read. */
export function landedLate(operation: Operation, late: SeenRelease, over: SeenRelease | null): Message {
  const { app } = operation;
  const before = over
    ? say`It went over v${over.version} (${over.description}) by ${over.by}.`
    : say`See what it went over: ${code(`heroku releases -a ${app}`)}.`;
  return {
    text: lines(
      say`Landed late: the rollback of ${app} that Heroku never confirmed took effect at ${hourMinute(new Date(late.at))}, as v${late.version} (${late.description}). ${parties(operation)}`,
      say`I sent nothing new. ${before} Undo with ${code(`/rollback ${app} v${late.version - 1}`)}`,
    ).source,
  };
}

export const timelineLate = (late: SeenRelease, wasLate: boolean): Mrkdwn =>
  wasLate
    ? say`Landed late: v${late.version} (${late.description}).`
    : say`A second rollback landed: v${late.version} (${late.description}).`;

/** The runbook's emergency stop and its undo, for a person to type (heroku.md). */
export function stopByHand(operation: Operation): Mrkdwn {
  const { app } = operation;
  const dynos = Math.max(1, operation.progress.dynosWanted ?? 1);
  return lines(
    say`To take ${app} offline, app and data kept: ${code(`heroku ps:scale web=0 -a ${app}`)}. I did nothing.`,
    say`To undo it: ${code(`heroku ps:scale web=${dynos} -a ${app}`)}. See: ${code(`heroku ps -a ${app}`)}`,
  );
}

export function escalated(
  operation: Operation,
  by: string,
  operators: { readonly people: readonly string[]; readonly groups: readonly string[] },
): Message {
  return {
    text: lines(
      say`${by} calls all operators for ${operation.app}: ${reason(operation)}. ${mentions(operators)}`,
      say`Nothing more is done by itself. What happened is in this thread.`,
    ).source,
  };
}

export function escalatedDirectly(operation: Operation, by: string): Message {
  return {
    text: lines(
      say`${by} needs you for ${operation.app}: ${reason(operation)}.`,
      say`Go to ${channelLink(operation.channel)}; asked for by ${mention(operation.requester.slackId)}.`,
    ).source,
  };
}

/** Why somebody is called, by what is known of the operation. */
function reason(operation: Operation): Mrkdwn {
  const { marks, status, release, ending } = operation;
  const live = release?.version ?? '?';
  const broken = marks['still-broken'];
  if (broken) return say`still broken after the rollback to v${operation.target.version}, says ${broken.by}`;
  if (marks['told-crashed-after']) return say`dynos crashed on v${live} after recovery`;
  if (marks['told-smoke-failed-after']) return say`the smoke check fails on v${live} after recovery`;
  if (status === 'recovered') return say`recovered on v${live}, and help is wanted`;
  if (ending?.why === 'release-failed') return say`v${live}'s release command failed`;
  if (!release) return say`the rollback to v${operation.target.version} is not confirmed`;
  return say`v${live} is not proven: ${missing(operation.progress)}`;
}

export function noted(by: string, at: Date, text: string): Mrkdwn {
  return say`Note by ${by} at ${hourMinute(at)}: ${text}`;
}

export const timelineStillBroken = (operation: Operation): Mrkdwn =>
  say`Still broken on v${operation.release?.version ?? '?'}.`;
export const timelineGone = (): Mrkdwn => say`The symptom is gone.`;
export const timelineEscalated = (operation: Operation): Mrkdwn =>
  say`Called all operators: ${reason(operation)}.`;
