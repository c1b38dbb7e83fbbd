/** What the bot says along a rollback's road. The lock-screen line comes first; two lines at most. */

import { TAPS } from '../ids.ts';
import type { Actor, Kind, Operation, ReleaseRef, SeenRelease } from '../operation.ts';
import type { Message } from '../ports.ts';
import { buttons, section } from './blocks.ts';
import { backOn, how, landedAs, outcomeNote } from './kinds.ts';
import { unlockButton } from './locks.ts';
import { channelLink, code, groupMention, joined, lines, type Mrkdwn, mention, say } from './mrkdwn.ts';
import { hourMinute, minutesSeconds } from './time.ts';

export function cardKey(operationId: string): string {
  return `${operationId}/card`;
}

interface Subject {
  readonly app: string;
  readonly kind: Kind;
  readonly target: ReleaseRef;
  readonly base: { readonly bad: number } | null;
  readonly undoes: string | null;
}

/** `raxx-api-prod v85 → v84`, with `(code only)` or `(undo of rb-7f3ak2mn)` after it. */
export function route({ app, kind, base, target, undoes }: Subject): Mrkdwn {
  const from = base ? say`${app} v${base.bad}` : say`${app}`;
  return say`${from} → v${target.version}${how({ kind, undoes })}`;
}

/** The card's first words; the approvers' mentions make it notify. */
export function asks(
  operation: Subject & { readonly requester: Actor; readonly symptom: string },
  approvers: { readonly people: readonly string[]; readonly groups: readonly string[] } | null,
): Message {
  const what = operation.symptom === '' ? say`no symptom given` : say`${operation.symptom}`;
  if (approvers === null)
    return { text: say`Rollback ${route(operation)}: ${what} · ${operation.requester.name} asks`.source };
  return {
    text: say`Approve? ${route(operation)} ${mentions(approvers)}: ${what} · ${operation.requester.name} asks`
      .source,
  };
}

export function mentions(approvers: {
  readonly people: readonly string[];
  readonly groups: readonly string[];
}): Mrkdwn {
  return joined([...approvers.groups.map(groupMention), ...approvers.people.map(mention)], ' ');
}

export function asksDirectly(operation: Operation): Message {
  return {
    text: lines(
      say`${operation.requester.name} asks you to approve a rollback: ${route(operation)}. ${operation.symptom}`,
      say`Review it in ${channelLink(operation.channel)}; it expires at ${hourMinute(operation.expiresAt)}.`,
    ).source,
  };
}

export function approved(operation: Operation, bad: number, approver: Actor, at: Date): Message {
  const same = approver.slackId === operation.requester.slackId;
  const who = same
    ? mention(approver.slackId)
    : say`${mention(operation.requester.slackId)} ${mention(approver.slackId)}`;
  const by = same ? 'policy' : approver.name;
  const what = route({ ...operation, base: { bad } });
  return {
    text: say`Approved by ${by} at ${hourMinute(at)}: ${what}. ${operation.kind === 're-pin' ? 'The checklist follows.' : 'Sending now.'} ${who}`
      .source,
  };
}

export function expired(operation: Operation): Message {
  return {
    text: lines(
      say`Expired: nobody approved ${route(operation)} by ${hourMinute(operation.expiresAt)}. Nothing was sent. ${mention(operation.requester.slackId)}`,
      say`If it is still needed: ${code(`/rollback ${operation.app} v${operation.target.version}`)}`,
    ).source,
  };
}

/** `until`: when the looking ends without an answer. */
/** To whoever would send once more what was approved too long ago. */
export function approvalExpired(at: Date): Mrkdwn {
  return lines(
    say`The approval expired at ${hourMinute(at)}, so I do not send it again. Nothing was done.`,
    say`[Close] this one, then ask anew with ${code('/rollback')}.`,
  );
}

export function ambiguous(operation: Operation, until: Date): Message {
  return {
    text: lines(
      say`Heroku did not confirm. The rollback may or may not have happened; I will not resend by myself. ${parties(operation)}`,
      say`Checking until ${hourMinute(roundUp(until))}. Please don't run it by hand.`,
    ).source,
  };
}

export function adopted(operation: Operation, release: ReleaseRef): Message {
  return {
    text: say`It did happen: Heroku lists v${release.version} (${landedAs(operation)}). Verifying it now.`
      .source,
  };
}

/** `over`: what it went over; null when that cannot be read. */
export function landedOver(operation: Operation, release: ReleaseRef, over: SeenRelease | null): Message {
  const what = over
    ? say`v${over.version} (${over.description}) by ${over.by}`
    : say`v${release.version - 1}`;
  const undo = {
    id: TAPS.undo,
    label: 'Undo',
    value: operation.id,
    style: 'danger',
    confirm: {
      title: `Take v${release.version} back?`,
      text: `It asks for v${release.version - 1}, with the same checks and approval. I go on checking v${release.version} until that is asked for.`,
      yes: 'Undo',
      no: 'Not yet',
    },
  } as const;
  const text = lines(
    say`v${release.version} landed over ${what}, which nobody had seen before it was sent. ${parties(operation)}`,
    say`If that one is needed: [Undo], or ${code(`/rollback undo ${operation.app}`)}, brings it back. I go on checking v${release.version}.`,
  );
  return { text: text.source, blocks: [section(text), buttons(undo)] };
}

export function duplicate(operation: Operation, other: SeenRelease): Message {
  return {
    text: lines(
      say`A second rollback landed: v${other.version} (${other.description}) at ${hourMinute(new Date(other.at))}. ${parties(operation)}`,
      say`${sends(operation)} Look at ${code(`heroku releases -a ${operation.app}`)} before doing anything else.`,
    ).source,
  };
}

function sends({ decision }: Operation): Mrkdwn {
  return decision?.what === 'send-once-more'
    ? say`I sent two, the second because ${decision.by.name} said so.`
    : say`I sent one.`;
}

export function recovered(operation: Operation, elapsedMs: number): Message {
  const text = lines(
    say`${operation.app} is back on ${backOn(operation)}, ${minutesSeconds(elapsedMs)} after the request. ${parties(operation)}`,
    say`I watch its dynos for 5 more minutes and its releases for 15. CI may not deploy v${operation.base?.bad ?? '?'} again until somebody unlocks.`,
  );
  const { id: value, incidentId } = operation;
  const close = incidentId ? [{ id: TAPS.closeIncident, label: 'Close incident', value }] : [];
  const undo = { id: TAPS.undo, label: 'Undo', value };
  return { text: text.source, blocks: [section(text), buttons(...close, unlockButton(operation), undo)] };
}

export function operatorColumn(operation: Operation): string {
  const name = (who: Actor) => (who.agent ? `${who.name} (agent)` : who.name);
  const { requester, approver } = operation;
  return approver && approver.id !== requester.id
    ? `${name(requester)} (approved by ${name(approver)})`
    : name(requester);
}

export function outcomeColumn(operation: Operation, live: number): string {
  const { progress, undoes } = operation;
  const dynosUp = progress.dynosUp ?? 0;
  const undone = undoes === null ? '' : `, undoing ${undoes}`;
  return `Success — v${live} appeared${outcomeNote(operation)}, ${dynosUp === 1 ? 'dyno' : `${dynosUp} dynos`} up, smoke check passing${undone}`;
}

/** Requester and approver, mentioned so that it notifies. */
export function parties(operation: Operation): Mrkdwn {
  const { requester, approver } = operation;
  if (!approver || approver.slackId === requester.slackId) return mention(requester.slackId);
  return say`${mention(requester.slackId)} ${mention(approver.slackId)}`;
}

function roundUp(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / 60_000) * 60_000);
}

export const timelineAsked = (operation: Subject & { readonly symptom: string }): Mrkdwn =>
  say`Asked for a rollback: ${route(operation)}. ${operation.symptom}`;
export const timelineSent = (operation: Operation): Mrkdwn =>
  say`Sending the rollback ${route(operation)} to Heroku.`;
export const timelineLanded = (operation: Operation, release: ReleaseRef): Mrkdwn =>
  say`Heroku made v${release.version} (${landedAs(operation)}).`;
export const timelineRecovered = (operation: Operation): Mrkdwn =>
  say`${operation.app} is up; holding before it is confirmed.`;
export const timelineEnded = (status: string): Mrkdwn =>
  say`The rollback is now: ${status.replace('_', ' ')}.`;
