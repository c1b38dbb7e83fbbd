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

/** Who is answered, and where they look. */
export interface Asker {
  readonly user: string;
  readonly channel: string | null;
  /** Root of the thread somebody tapped in, and would see nothing outside of. */
  readonly thread?: string;
}

export function askerOf(body: CommandBody | TapBody | SubmissionBody | ShortcutBody): Asker {
  if ('command' in body) return { user: body.user_id, channel: body.channel_id };
  const channel = 'channel' in body ? (body.channel?.id ?? null) : null;
  const thread = body.type === 'block_actions' ? threadOf(body) : undefined;
  return { user: body.user.id, channel, ...(thread === undefined ? {} : { thread }) };
}

/** A reply shown in the channel too, and a thread's first message, are tapped in the channel for all Slack says. */
function threadOf({ container, message }: TapBody): string | undefined {
  const root = container?.thread_ts;
  return message?.subtype === 'thread_broadcast' || message?.ts === root ? undefined : root;
}

/** Tell one person outside of an answer: where they look if they can see it there, else directly. */
export async function sayAside(
  web: SlackWeb,
  log: Log,
  { user, channel, thread }: Asker,
  message: Message,
): Promise<void> {
  if (channel !== null) {
    const where = { channel, ...(thread === undefined ? {} : { threadTs: thread }) };
    const whispered = await web.whisper(user, { ...where, ...message });
    if (whispered.ok) return;
  }
  const sent = await web.post({ channel: user, ...message });
  if (!sent.ok) log.warn({ failure: sent, user }, 'could not tell somebody aside');
}
