/** Choosing one of the app's shortcuts: from anywhere, or from the menu of a message. */
import type { Backstage } from '../backstage.ts';
import type { SlackUser } from '../cast.ts';
import { deliver, type Interaction } from '../deliver/deliver.ts';
import { messageShortcutPayload, shortcutPayload } from '../deliver/payloads.ts';
import type { GrantedShortcut } from '../manifest.ts';
import { messageAt } from '../messages.ts';
import { channelCalled, type StoredMessage } from '../state.ts';
import { errorCode, tell } from './notice.ts';
import type { Done } from './slash.ts';

export async function chooseShortcut(
  backstage: Backstage,
  user: SlackUser,
  callbackId: string,
): Promise<Done> {
  offered(backstage, 'global', callbackId);
  const payload = shortcutPayload(backstage.state, user, callbackId);
  return report(backstage, user, { kind: 'shortcut', user: user.id, payload });
}

/** Slack offers none on a message that only one person sees. */
export async function chooseMessageShortcut(
  backstage: Backstage,
  user: SlackUser,
  callbackId: string,
  seen: StoredMessage,
): Promise<Done> {
  const { state } = backstage;
  offered(backstage, 'message', callbackId);
  if (seen.ephemeralFor !== null) throw new Error('A message that only one person sees has no shortcuts');
  const channel = channelCalled(state, seen.channel);
  const message = messageAt(state, seen.channel, seen.ts) ?? seen;
  const payload = messageShortcutPayload(state, user, channel, message, callbackId);
  return report(backstage, user, { kind: 'message_action', user: user.id, payload });
}

function offered({ grants }: Backstage, type: GrantedShortcut['type'], callbackId: string): void {
  const all = grants.shortcuts.filter((each) => each.type === type);
  if (all.some((each) => each.callbackId === callbackId)) return;
  const names = all.map((each) => each.callbackId).join(', ') || 'nothing';
  throw new Error(`No ${type} shortcut ${callbackId}; on offer: ${names}`);
}

async function report(backstage: Backstage, user: SlackUser, interaction: Interaction): Promise<Done> {
  const delivery = await deliver(backstage, interaction);
  const error = errorCode(delivery);
  const notice = error === null ? null : `This app responded with an error: ${error}`;
  return { delivery, notice: notice === null ? null : tell(backstage.state, user.id, notice) };
}
