/** Typing a slash command. */

import type { Backstage } from '../backstage.ts';
import { knownBlocks } from '../block-kit/check.ts';
import { isRecord } from '../block-kit/rules.ts';
import type { SlackUser } from '../cast.ts';
import { deliver } from '../deliver/deliver.ts';
import { slashPayload } from '../deliver/payloads.ts';
import type { Delivery } from '../journal.ts';
import { post } from '../messages.ts';
import type { Channel } from '../state.ts';
import { errorCode, tell } from './notice.ts';

export interface Done {
  /** Null when nothing was sent to the app. */
  readonly delivery: Delivery | null;
  /** Slack's own line to this person, when something went wrong. */
  readonly notice: string | null;
}

export async function typeCommand(
  backstage: Backstage,
  user: SlackUser,
  channel: Channel,
  typed: string,
): Promise<Done> {
  const [, command = '', text = ''] = /^(\S+)\s*([\s\S]*)$/.exec(typed) ?? [];
  if (!backstage.grants.slashCommands.some((each) => each.command === command)) {
    return { delivery: null, notice: tell(backstage.state, user.id, `${command} is not a valid command.`) };
  }
  const payload = slashPayload(backstage.state, user, channel, command, text.trimEnd());
  const delivery = await deliver(backstage, { kind: 'slash_command', user: user.id, payload });
  const error = errorCode(delivery) ?? showReply(backstage, user, channel, delivery.body);
  const notice = error === null ? null : `${command} failed with the error "${error}"`;
  return { delivery, notice: notice === null ? null : tell(backstage.state, user.id, notice) };
}

/** A text or message in the acknowledgement is shown to the person alone, unless it says `in_channel`. */
function showReply({ state }: Backstage, user: SlackUser, channel: Channel, body: unknown): string | null {
  if (body === null) return null;
  const reply = typeof body === 'string' ? { text: body } : body;
  if (!isRecord(reply)) return 'dispatch_unknown_error';
  const blocks = knownBlocks(reply['blocks'] ?? []);
  const text = typeof reply['text'] === 'string' ? reply['text'] : '';
  if (!blocks.ok || (text === '' && blocks.value.length === 0)) return 'dispatch_unknown_error';
  const ephemeralFor = reply['response_type'] === 'in_channel' ? null : user.id;
  post(state, { channel: channel.id, text, blocks: blocks.value, ephemeralFor });
  return null;
}
