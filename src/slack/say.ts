import type { ModalView } from '@slack/types';
import type { Log } from '../log.ts';
import type { Message } from '../ports.ts';
import { NOTICE_CLOSE, NOTICE_TITLE } from '../words/transport.ts';
import type { CommandBody, Incoming, ShortcutBody, SubmissionBody, TapBody } from './payload.ts';
import type { SlackWeb } from './web.ts';

/** What Slack reads in the answer to a slash command: only the asker sees it. */
export interface CommandAnswer {
  response_type: 'ephemeral';
  text: string;
  blocks?: NonNullable<Message['blocks']>[number][];
}

/** What Slack reads in the answer to a submitted modal. */
export type SubmissionAnswer =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: ModalView };

export type AnswerBody = CommandAnswer | SubmissionAnswer;

export function commandAnswer(message: Message): CommandAnswer {
  return {
    response_type: 'ephemeral',
    text: message.text,
    ...(message.blocks === undefined ? {} : { blocks: [...message.blocks] }),
  };
}

/** A modal that only tells something. */
export function notice(message: Message): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: NOTICE_TITLE },
    close: { type: 'plain_text', text: NOTICE_CLOSE },
    blocks: message.blocks?.slice(0, 100) ?? [
      { type: 'section', text: { type: 'mrkdwn', text: message.text.slice(0, 3_000) } },
    ],
  };
}

/** Block id of the form's first field, if it has fields. */
export function firstField(submission: SubmissionBody): string | undefined {
  return submission.view.blocks.find((block) => block.type === 'input')?.block_id;
}

/** Under the first field, so that what was typed stays; a form without fields is replaced. */
function complain(submission: SubmissionBody, sentence: string): SubmissionAnswer {
  const field = firstField(submission);
  return field === undefined
    ? { response_action: 'update', view: notice({ text: sentence }) }
    : { response_action: 'errors', errors: { [field]: sentence } };
}

/** The sentence as part of the answer itself; undefined where the answer shows nothing (taps, events). */
export function answerSaying(incoming: Incoming, sentence: string): AnswerBody | undefined {
  if (incoming.kind === 'command') return commandAnswer({ text: sentence });
  if (incoming.kind === 'submission') return complain(incoming.body, sentence);
  return undefined;
}

export function askerOf(body: CommandBody | TapBody | SubmissionBody | ShortcutBody): {
  readonly user: string;
  readonly channel: string | null;
} {
  if ('command' in body) return { user: body.user_id, channel: body.channel_id };
  return { user: body.user.id, channel: 'channel' in body ? (body.channel?.id ?? null) : null };
}

/** Tell one person outside of an answer: in the channel if there is one and they can see it, else directly. */
export async function sayAside(
  web: SlackWeb,
  log: Log,
  to: { readonly user: string; readonly channel: string | null },
  message: Message,
): Promise<void> {
  if (to.channel !== null) {
    const whispered = await web.whisper(to.user, { channel: to.channel, ...message });
    if (whispered.ok) return;
  }
  const sent = await web.post({ channel: to.user, ...message });
  if (!sent.ok) log.warn({ failure: sent, user: to.user }, 'could not tell somebody aside');
}
