/** What is said of an approval that is more than one person's yes to another: alone, against a block, or late in coming. */
import type { Finding } from '../findings.ts';
import { TAPS } from '../ids.ts';
import type { LookVerdict } from '../ledger.ts';
import type { Actor, ApprovedHow, Base, Operation } from '../operation.ts';
import type { Message } from '../ports.ts';
import { type ButtonSpec, buttons, section } from './blocks.ts';
import { tickLabel } from './findings.ts';
import { channelLink, code, lines, list, type Mrkdwn, mention, say } from './mrkdwn.ts';
import { mentions, route } from './rollback.ts';
import { hourMinute } from './time.ts';

interface Called {
  readonly people: readonly string[];
  readonly groups: readonly string[];
}

type Shown = Operation & { readonly base: Base };

/** Loud on purpose: one person decided, and everybody on call hears of it now. */
export function approvedAlone(operation: Shown, approver: Actor, at: Date, others: Called): Message {
  return withButtons(
    lines(
      say`${approver.name} approved alone, with a code, at ${hourMinute(at)}: ${route(operation)}. Sending now. ${mentions(others)}`,
      say`Within 24 hours somebody else looks at whether that was right.`,
    ),
    ...lookButtons(operation),
  );
}

export function overridden(
  operation: Shown,
  blocks: readonly Finding[],
  reason: string,
  by: Actor,
  at: Date,
  others: Called,
): Message {
  return {
    text: lines(
      say`${by.name} overrides BLOCKED at ${hourMinute(at)}: ${route(operation)}. ${mentions(others)}`,
      say`It was blocked for: ${list(blocks.map(tickLabel))}. ${by.name}'s reason: ${reason}`,
    ).source,
  };
}

export function timelineApproved(operation: Operation, how: ApprovedHow, override: string | null): Mrkdwn {
  const alone = how === 'solo' ? say`, alone` : say``;
  const against = override === null ? say`` : say`, overriding a block: ${override}`;
  return say`Approved ${route(operation)}${alone}${against}.`;
}

export function timelineLooked(operation: Operation, verdict: LookVerdict, note: string): Mrkdwn {
  return verdict === 'right'
    ? say`Looked at ${route(operation)}: it was right.`
    : say`Looked at ${route(operation)}: something is wrong. ${note}`;
}

/** Nobody has answered for a minute. */
export function asksAgain(operation: Operation, others: Called): Message {
  return {
    text: say`Still waiting for an approval: ${route(operation)}, asked ${hourMinute(operation.requestedAt)}. ${mentions(others)}`
      .source,
  };
}

export function asksAgainDirectly(operation: Operation): Message {
  return {
    text: lines(
      say`${operation.requester.name} is still waiting for you: ${route(operation)}. ${operation.symptom}`,
      say`Review it in ${channelLink(operation.channel)}; it expires at ${hourMinute(operation.expiresAt)}.`,
    ).source,
  };
}

/** `canProve`: the requester has a second factor. */
export function offersAlone(operation: Operation, canProve: boolean): Message {
  return withButtons(
    lines(
      say`Nobody has answered: ${route(operation)}. You may approve it alone now, with a code. ${mention(operation.requester.slackId)}`,
      canProve
        ? say`Everybody on call hears of it, and somebody looks at it within 24 hours.`
        : say`You have no second factor yet: type ${code('/ops totp')} first, it takes a minute.`,
    ),
    { id: TAPS.approveAlone, label: 'Approve alone', value: operation.id, style: 'primary' },
  );
}

/** `who`: names of those who can approve. */
export function nobodyAnswered(operation: Operation, who: readonly string[]): Message {
  return {
    text: lines(
      say`Nobody has answered: ${route(operation)}. ${mention(operation.requester.slackId)}`,
      who.length > 0
        ? say`These can approve: ${list(who)}. Call one of them; it expires at ${hourMinute(operation.expiresAt)}.`
        : say`Nobody else can approve here. It expires at ${hourMinute(operation.expiresAt)}.`,
    ).source,
  };
}

/** Half of the time is gone. */
export function lookReminder(operation: Operation, dueAt: Date, others: Called): Message {
  return withButtons(
    lines(
      say`Nobody has looked yet at what ${approverOf(operation)} approved alone: ${route(operation)}. ${mentions(others)}`,
      say`Was it right? Somebody should say so by ${hourMinute(dueAt)}.`,
    ),
    ...lookButtons(operation),
  );
}

export function lookOverdue(operation: Operation, others: Called): Message {
  return withButtons(
    lines(
      say`24 hours on, nobody has looked at what ${approverOf(operation)} approved alone: ${route(operation)}. ${mentions(others)}`,
      say`It stays open in the audit log until a second person answers.`,
    ),
    ...lookButtons(operation),
  );
}

export function looksRight(operation: Operation, by: Actor, at: Date): Message {
  return {
    text: say`${by.name} looked at ${route(operation)} at ${hourMinute(at)}: it was right. ${mention(approverId(operation))}`
      .source,
  };
}

export function somethingWrong(operation: Operation, by: Actor, note: string, at: Date): Message {
  return {
    text: lines(
      say`${by.name} looked at ${route(operation)} at ${hourMinute(at)}: something is wrong. ${mention(approverId(operation))}`,
      say`${note}`,
    ).source,
  };
}

function approverOf({ approver, requester }: Operation): string {
  return (approver ?? requester).name;
}

function approverId({ approver, requester }: Operation): string {
  return (approver ?? requester).slackId;
}

function lookButtons({ id: value }: Operation): readonly ButtonSpec[] {
  return [
    { id: TAPS.looksRight, label: 'Looks right', value },
    { id: TAPS.somethingWrong, label: 'Something is wrong', value },
  ];
}

function withButtons(text: Mrkdwn, ...specs: readonly ButtonSpec[]): Message {
  return { text: text.source, blocks: [section(text), buttons(...specs)] };
}
