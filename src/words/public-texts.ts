/** Drafts of what customers are told (rollback.md, comms): shown exactly as they would go out, published by a person. */
import type { ActionsBlock } from '@slack/types';
import { TAPS } from '../ids.ts';
import type { Actor } from '../operation.ts';
import type { Refusal } from '../outcome.ts';
import type { Message } from '../ports.ts';
import type { Draft, NewDraft, PublicName, PublicText } from '../publications.ts';
import { type ButtonSpec, buttons, context, plainText, section } from './blocks.ts';
import { asWritten, channelLink, joined, lines, type Mrkdwn, quotation, say } from './mrkdwn.ts';
import { NO_ACCOUNT_DATA, PUBLIC_RECOVERED, PUBLIC_ROLLED_BACK, publicInvestigating } from './templates.ts';
import { hourMinute } from './time.ts';

/** Where the tick of the account-data sentence stands. */
export const CLAIM = { block: 'claim', value: 'no-account-data' } as const;

/** Where a text goes once it is published. */
export interface Where {
  /** Nothing of it reaches customers. */
  readonly drill: boolean;
  /** Channel id. */
  readonly channel: string | null;
  /** Host of the status page. */
  readonly page: string | null;
}

/** The text itself; the claim stands only in the first. */
export function publicText(which: PublicText, surface: string, claimsNoDataAffected: boolean): Mrkdwn {
  switch (which) {
    case 'investigating':
      return publicInvestigating(surface, claimsNoDataAffected);
    case 'rolled-back':
      return PUBLIC_ROLLED_BACK;
    case 'recovered':
      return PUBLIC_RECOVERED;
  }
}

/** Ours, not the runbook's: for when nothing has changed and a word is due. */
export function stillWorking(surface: string): string {
  return `We are still working on the issue affecting ${surface}. We will post another update within 15 minutes.`;
}

/** The word that customers wait for. */
export interface Awaited {
  readonly until: Date;
  /** Operators are still to be called for it, which can be put off. */
  readonly callsLater: boolean;
}

/** What a text claims is not so. */
export type Untrue = Extract<Refusal, { reason: 'not-live' | 'not-recovered' | 'smoke-fails' }>;

/** How things stand with a draft. */
export interface Standing {
  /** What one for a promise is for. */
  readonly awaited?: Awaited | null;
  /** Who is mentioned because it runs out. */
  readonly called?: Mrkdwn | null;
  /** Why it would not go out. */
  readonly untrue?: Untrue | null;
}

export function draft(
  wanted: NewDraft,
  where: Where,
  { awaited = null, called = null, untrue = null }: Standing,
): Message {
  const head = lines(
    awaited && owed(awaited, called),
    say`${where.drill ? say`DRILL draft` : say`Draft`} for customers, ${because(wanted)}. ${untrue ? notYet(untrue, where) : goesTo(where)}`,
  );
  const text = quotation(asWritten(wanted.text));
  const shown = lines(head, text).source;
  if (isNowhere(where)) return { text: shown };
  const ticks = wanted.which === 'investigating' && wanted.claimedBy === null ? [claim()] : [];
  const claimed = wanted.claimedBy ? [context(say`${wanted.claimedBy.name} ticked: ${NO_ACCOUNT_DATA}`)] : [];
  return {
    text: shown,
    blocks: [
      section(head),
      section(text),
      ...claimed,
      ...ticks,
      buttons(...actions(wanted.id, awaited, untrue !== null)),
    ],
  };
}

function owed({ until, callsLater }: Awaited, called: Mrkdwn | null): Mrkdwn {
  const who = called ? say` ${called}` : say``;
  const after = callsLater ? say`.` : say`, and everybody was called.`;
  return say`Customers were promised a word by ${hourMinute(until)}${after}${who}`;
}

function actions(id: string, awaited: Awaited | null, notYet: boolean): readonly ButtonSpec[] {
  return [
    { id: TAPS.publish, label: 'Publish', value: id, ...(notYet ? {} : { style: 'primary' }) },
    { id: TAPS.editPublic, label: 'Edit', value: id },
    ...(awaited?.callsLater ? [{ id: TAPS.snoozePromise, label: 'Snooze 5 min', value: id }] : []),
  ];
}

/** Once it has gone out, or can no longer. */
export function draftOver({ text }: Pick<Draft, 'text'>, why: Mrkdwn): Message {
  return { text: lines(why, quotation(asWritten(text))).source };
}

export function replacedBy({ by, at }: { readonly by: Actor; readonly at: Date }): Mrkdwn {
  return say`${by.name} edited this draft at ${hourMinute(at)}: the one to publish is further down.`;
}

export function wentOut({ by, at }: { readonly by: Actor; readonly at: Date }): Mrkdwn {
  return say`${by.name} published this at ${hourMinute(at)}.`;
}

export function tooLate(later: PublicName): Mrkdwn {
  return say`Not to be published any more: “${publicName(later)}” is out.`;
}

export const OVER_WITH_INCIDENT: Mrkdwn = say`Not published: the incident was closed first.`;

/** Above the text in the form. */
export function aboutToEdit(where: Where): Mrkdwn {
  if (where.drill)
    return say`DRILL: the draft goes into the incident's thread and nowhere else, once somebody taps [Publish].`;
  if (isNowhere(where))
    return say`The draft goes into the incident's thread, to be copied to where customers read.`;
  return say`The draft goes into the incident's thread; [Publish] there puts it ${places(where)}.`;
}

/** To whoever typed the command. */
export const DRAFTED: Mrkdwn = say`Drafted in the incident's thread. Nothing is published until somebody taps [Publish] there.`;

function because({ why, by }: NewDraft): Mrkdwn {
  switch (why) {
    case 'opened':
      return say`while you look`;
    case 'live':
      return say`now that the rollback is live`;
    case 'recovered':
      return say`once you have seen for yourself that it works`;
    case 'asked':
      return say`by ${by?.name ?? 'somebody'}`;
    case 'edited':
      return say`edited by ${by?.name ?? 'somebody'}`;
    case 'promise':
      return say`so that they hear in time`;
  }
}

function goesTo(where: Where): Mrkdwn {
  if (where.drill) return say`[Publish] puts it into this thread and nowhere else, as it stands:`;
  if (isNowhere(where))
    return say`Neither a status channel nor a status page is configured: copy it to where they read.`;
  return say`[Publish] puts it ${places(where)} as it stands:`;
}

/** Seen when it was written: [Publish] looks again. */
function notYet(untrue: Untrue, where: Where): Mrkdwn {
  const until = isNowhere(where)
    ? say`Copy it to where they read once that has changed:`
    : say`[Publish] refuses it until that has changed:`;
  return say`*Not yet*: ${WHY_NOT[untrue.reason](untrue.app)}. ${until}`;
}

const WHY_NOT: Readonly<Record<Untrue['reason'], (app: string) => Mrkdwn>> = {
  'not-live': (app) => say`no rollback of ${app} is seen to run`,
  'not-recovered': (app) => say`${app} is not confirmed as recovered`,
  'smoke-fails': (app) => say`the smoke check of ${app} does not pass`,
};

export function isNowhere({ drill, channel, page }: Where): boolean {
  return !drill && channel === null && page === null;
}

/** `into #status and on the status page at status.example.com` */
export function places({ channel, page }: Where): Mrkdwn {
  return joined(
    [
      ...(channel === null ? [] : [say`into ${channelLink(channel)}`]),
      ...(page === null ? [] : [say`onto the status page at ${page}`]),
    ],
    ' and ',
  );
}

function claim(): ActionsBlock {
  return {
    type: 'actions',
    block_id: CLAIM.block,
    elements: [
      {
        type: 'checkboxes',
        action_id: TAPS.claimNoAccountData,
        options: [claimOption()],
      },
    ],
  };
}

/** The tick of ruling 11, under a draft or in the form. */
export function claimOption() {
  return {
    text: plainText(`Add: ${NO_ACCOUNT_DATA}`),
    description: plainText('Only if you know it.'),
    value: CLAIM.value,
  };
}

export function published(which: PublicName, where: Where, by: Actor, at: Date): Message {
  const name = publicName(which);
  const text = where.drill
    ? say`DRILL · ${by.name} published at ${hourMinute(at)}, in this thread alone: ${name}.`
    : say`${by.name} published at ${hourMinute(at)} ${places(where)}: ${name}.`;
  return { text: text.source };
}

/** What stands in the thread of a drill instead of anywhere public. */
export const drilled = (text: Mrkdwn): Mrkdwn => say`DRILL · ${text}`;

const PUBLIC_NAMES: Readonly<Record<PublicText, string>> = {
  investigating: 'we are investigating',
  'rolled-back': 'we have rolled back',
  recovered: 'the platform has recovered',
};

/** In the middle of a sentence. */
export function publicName(which: PublicName): string {
  if (which === 'by-hand') return 'a text written by hand';
  if (which.startsWith('template:')) return which.slice('template:'.length).replaceAll('-', ' ');
  return PUBLIC_NAMES[which as PublicText];
}

export const timelinePublished = (text: Mrkdwn): Mrkdwn => say`Published to customers: ${text}`;
