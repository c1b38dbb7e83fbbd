/** What the Slack edge itself has to say: when a request never reached a procedure, or came back broken. */
import type { HomeView, KnownBlock } from '@slack/types';
import { TAPS } from '../ids.ts';
import type { Message } from '../ports.ts';
import { section, sectionWithButton } from './blocks.ts';
import { channelLink, code, lines, Mrkdwn, say } from './mrkdwn.ts';

export const DATABASE_AWAY =
  'I could not reach my database, so I did not start this. Nothing was done. Please try again in a minute.';

export function unknownCommand(name: string, known: readonly string[]): string {
  return `I do not know ${name}. Nothing was done. ${knownCommands(known)}`;
}

function knownCommands(known: readonly string[]): string {
  if (known.length === 0) return 'I know no commands yet.';
  return `I know ${known.join(', ')}: add \`help\` to any of them.`;
}

export const UNKNOWN_BUTTON =
  'This button is from an older version of me and does nothing any more. Nothing was done. Type the command instead.';

export const UNKNOWN_SHORTCUT =
  'This shortcut is from an older version of me and does nothing any more. Nothing was done. Type the command instead.';

export const UNKNOWN_FORM =
  'This form is from an older version of me. Nothing was done. Close it and type the command again.';

export const OPEN_AGAIN =
  'Slack let the moment for opening the form pass. Nothing was done. Please type the command or press the button again.';

export const FORM_UNCERTAIN =
  'Slack did not confirm that the form opened. Nothing was done. If you do not see it, please try again.';

/** The handler failed; what it had already committed cannot be known here. */
export function fault(reference: string): string {
  return `Something went wrong, reference ${reference}. I cannot tell whether it took effect: look at \`/rollback status\` before you try again.`;
}

/** Nobody waits for an answer to a reaction. */
export function eventFault(reference: string): string {
  return `I could not do what your reaction asks for, reference ${reference}. I cannot tell whether it took effect: look at \`/incident timeline\`.`;
}

/** The form could not be shown and nothing else was attempted. */
export function formFault(reference: string): string {
  return `The form could not be opened, reference ${reference}. Nothing was done. Please try again.`;
}

/** The form is open, and what it was to show did not come. */
export function fillFault(reference: string): KnownBlock {
  return section(
    say`I could not look any further, reference ${reference}. Nothing was done. Close this and open it again.`,
  );
}

/** In place of a home that could not be drawn. */
export function homeFault(reference: string): HomeView {
  const text = say`I could not look how things stand, reference ${reference}. Nothing was done. In a channel, ${code('/rollback status')} says it too.`;
  const lookAgain = { id: TAPS.homeLookAgain, label: 'Look again', value: 'again' };
  return { type: 'home', blocks: [sectionWithButton(text, lookAgain)] };
}

export function stillWorking(reference: string): string {
  return `This is taking longer than Slack waits, reference ${reference}. It may still take effect: look at \`/rollback status\` or \`/incident list\` before you try again.`;
}

const UNHEARD: ReadonlyMap<string, Mrkdwn> = new Map([
  ['is_archived', say`it is archived`],
  ['not_in_channel', say`I am not in it any more: ${code('/invite')} me there`],
  ['channel_not_found', say`I cannot find it any more: ${code('/invite')} me there`],
]);

/** Slack takes fifty blocks; one says where the message was meant to go. */
const MOST_BLOCKS = 49;

/** A message that its own channel did not take, for another. Its text is markup already. */
export function saidElsewhere(
  message: {
    readonly channel: string;
    readonly text: string;
    readonly blocks?: readonly KnownBlock[] | null;
  },
  slackCode: string,
): Message {
  const why = meantFor(message.channel, slackCode);
  const text = lines(why, new Mrkdwn(message.text)).source;
  if (!message.blocks) return { text };
  return { text, blocks: [section(why), ...message.blocks.slice(0, MOST_BLOCKS)] };
}

function meantFor(channel: string, slackCode: string): Mrkdwn {
  return say`Meant for ${channelLink(channel)}, but ${UNHEARD.get(slackCode) ?? say`Slack says ${code(slackCode)}`}:`;
}

/** In the thread of the incident whose text for customers their channel did not take. */
export function customersNotTold(channel: string, slackCode: string): string {
  const why = UNHEARD.get(slackCode) ?? say`Slack says ${code(slackCode)}`;
  return lines(
    say`Customers were not told in ${channelLink(channel)}: ${why}. The text is in the draft above.`,
    say`Put it there by hand once the channel takes messages again; I do not try again.`,
  ).source;
}

/** In place of a file that Slack does not take. `text` is markup already. */
export function withoutFile(text: string, name: string, slackCode: string): string {
  const why =
    slackCode === 'missing_scope'
      ? say`I may not share files here yet: an admin adds the scope ${code('files:write')} and installs me again.`
      : say`Slack did not take the file (${code(slackCode)}).`;
  return lines(new Mrkdwn(text), say`${code(name)} is missing: ${why}`).source;
}

export const NOTICE_TITLE = 'Switchback';
export const NOTICE_CLOSE = 'Close';
