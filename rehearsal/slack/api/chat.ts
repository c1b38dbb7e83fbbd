/** chat.*: posting, editing, whispering. */

import { isRecord } from '../block-kit/rules.ts';
import { TEAM } from '../cast.ts';
import type { Json, JsonObject } from '../json.ts';
import { edit, messageAt, post } from '../messages.ts';
import {
  type Answer,
  argument,
  blocksArgument,
  fail,
  ok,
  type Request,
  structure,
  truthy,
} from './answer.ts';
import { parentOf, readableChannel, visible, writableChannel } from './channels.ts';
import { describeMessage } from './describe.ts';

const LONGEST_TEXT = 40_000;
const LONGEST_EDIT = 4_000;

export function postMessage({ state, args }: Request): Answer {
  const channel = writableChannel(state, argument(args, 'channel'));
  if (!channel.ok) return channel.failure;
  const content = contentOf(args, LONGEST_TEXT);
  if (!content.ok) return content.failure;
  const metadata = metadataOf(args);
  if (metadata === undefined) return fail('invalid_metadata_format');
  const parent = parentOf(state, channel.value, argument(args, 'thread_ts'));
  if (!parent.ok) return parent.failure;
  const message = post(state, {
    channel: channel.value.id,
    ...content.value,
    threadTs: parent.value?.ts ?? null,
    broadcast: parent.value !== null && truthy(args, 'reply_broadcast'),
    metadata,
  });
  return ok({ channel: channel.value.id, ts: message.ts, message: describeMessage(message, true) });
}

export function update({ state, args }: Request): Answer {
  const channel = visible(state, argument(args, 'channel'));
  if (channel === null) return fail('channel_not_found');
  const message = messageAt(state, channel.id, argument(args, 'ts'));
  if (message === null || message.ephemeralFor !== null) return fail('message_not_found');
  if (channel.archived) return fail('is_archived');
  const writable = writableChannel(state, channel.id);
  if (!writable.ok) return writable.failure;
  const content = contentOf(args, LONGEST_EDIT);
  if (!content.ok) return content.failure;
  const metadata = args['metadata'] === undefined ? message.metadata : metadataOf(args);
  if (metadata === undefined) return fail('invalid_metadata_format');
  const edited = edit(state, message, {
    text: args['text'] === undefined ? message.text : content.value.text,
    // Text without blocks takes the blocks away (docs.slack.dev, chat.update).
    blocks:
      args['blocks'] === undefined && args['text'] === undefined ? message.blocks : content.value.blocks,
    metadata,
    broadcast: message.broadcast || (message.threadTs !== null && truthy(args, 'reply_broadcast')),
  });
  return ok({
    channel: channel.id,
    ts: edited.ts,
    text: edited.text,
    message: describeMessage(edited, true),
  });
}

export function postEphemeral({ state, args }: Request): Answer {
  const channel = writableChannel(state, argument(args, 'channel'));
  if (!channel.ok) return channel.failure;
  const content = contentOf(args, LONGEST_TEXT);
  if (!content.ok) return content.failure;
  const user = argument(args, 'user');
  if (!channel.value.members.has(user)) return fail('user_not_in_channel');
  const parent = parentOf(state, channel.value, argument(args, 'thread_ts'));
  if (!parent.ok) return parent.failure;
  const message = post(state, {
    channel: channel.value.id,
    ...content.value,
    threadTs: parent.value?.ts ?? null,
    ephemeralFor: user,
  });
  return ok({ message_ts: message.ts });
}

export function getPermalink({ state, args }: Request): Answer {
  const channel = readableChannel(state, argument(args, 'channel'));
  if (!channel.ok) return channel.failure;
  const message = messageAt(state, channel.value.id, argument(args, 'message_ts'));
  if (message === null || message.ephemeralFor !== null) return fail('message_not_found');
  const place = `https://${TEAM.domain}.slack.com/archives/${channel.value.id}/p${message.ts.replace('.', '')}`;
  const thread = message.threadTs === null ? '' : `?thread_ts=${message.threadTs}&cid=${channel.value.id}`;
  return ok({ channel: channel.value.id, permalink: `${place}${thread}` });
}

function contentOf(args: JsonObject, longest: number) {
  const blocks = blocksArgument(args);
  if (!blocks.ok) return blocks;
  const text = argument(args, 'text');
  if (text.trim() === '' && blocks.value.length === 0)
    return { ok: false, failure: fail('no_text') } as const;
  if ([...text].length > longest) return { ok: false, failure: fail('msg_too_long') } as const;
  return { ok: true, value: { text, blocks: blocks.value } } as const;
}

/** null: none given; undefined: not what Slack takes. */
function metadataOf(args: JsonObject): Json | null | undefined {
  if (args['metadata'] === undefined) return null;
  const metadata = structure(args, 'metadata');
  if (!isRecord(metadata) || typeof metadata['event_type'] !== 'string') return undefined;
  return isRecord(metadata['event_payload']) ? metadata : undefined;
}
