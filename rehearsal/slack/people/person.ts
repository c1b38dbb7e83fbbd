/** One person at the keyboard. */
import type { Backstage } from '../backstage.ts';
import type { SlackUser } from '../cast.ts';
import { post } from '../messages.ts';
import { stackOf } from '../modals.ts';
import { type Channel, channelCalled, directChannel, type Notification, userByHandle } from '../state.ts';
import type { Choice } from './choose.ts';
import { type Home, homeOf, openHome } from './home.ts';
import { type Modal, modalOf } from './modal.ts';
import { react } from './react.ts';
import { markRead } from './reading.ts';
import { chooseMessageShortcut, chooseShortcut } from './shortcut.ts';
import { inChannelView, type SeenMessage, seenIn } from './sight.ts';
import { type Done, typeCommand } from './slash.ts';
import { tapMessage } from './tap.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  /** Types a command in a channel (`ops`, `#ops` or an id), or in `dm`, the direct message with the bot. */
  slash(channel: string, typed: string): Promise<Done>;
  /** Taps a button or menu of a message, as it was when it was looked at, or of a modal. */
  tap(where: SeenMessage | Modal, actionId: string, choice?: Choice): Promise<Done>;
  /** Writes a message to everybody in the channel, or in one of its threads. */
  say(channel: string, text: string, threadTs?: string | null): void;
  /** All open modals, the one on top last. */
  modals(): readonly Modal[];
  /** The modal on top, if any. */
  modal(): Modal | null;
  closeModal(): Promise<void>;
  /** Opens the app's Home tab: the app is told, and may publish. */
  openHome(): Promise<Done>;
  /** What the app has published for this person; null: nothing yet. */
  home(): Home | null;
  /** Chooses a global shortcut, by its callback id. */
  shortcut(callbackId: string): Promise<Done>;
  /** Chooses a shortcut in the menu of a message. */
  messageShortcut(callbackId: string, message: SeenMessage): Promise<Done>;
  /** Puts an emoji under a message, by its name without colons (`pushpin`). */
  react(message: SeenMessage, name: string): Promise<Done>;
  /** Takes their own away again. */
  unreact(message: SeenMessage, name: string): Promise<Done>;
  /** All of a channel, thread replies and one's own ephemerals included, oldest first. */
  messages(channel: string): readonly SeenMessage[];
  /** The channel without opening threads. */
  channel(channel: string): readonly SeenMessage[];
  thread(root: SeenMessage): readonly SeenMessage[];
  directMessages(): readonly SeenMessage[];
  /** The newest message of a channel (or `dm`) that reads like this. */
  find(channel: string, pattern: RegExp): SeenMessage | null;
  notifications(): readonly Notification[];
  /** Has read a channel, or one of its threads, up to the message with this timestamp. */
  reads(channel: string, threadTs: string | null, ts: string): void;
  /** Slack's own lines to this person, oldest first. */
  notices(): readonly string[];
}

export function personCalled(backstage: Backstage, handle: string): Person {
  const { state } = backstage;
  const { id, name } = userByHandle(state, handle);
  // Flags such as `deleted` change; the id does not.
  const now = (): SlackUser => userByHandle(state, handle);
  const called = (channel: string): Channel =>
    channel === 'dm' ? directChannel(state, id) : channelCalled(state, channel);
  const messages = (channel: string) => seenIn(backstage, id, called(channel));

  const modals = (): readonly Modal[] => stackOf(state, id).map((open) => modalOf(backstage, now(), open.id));

  return {
    id,
    name,
    modals,
    modal: () => modals().at(-1) ?? null,
    messages,
    say(channel, text, threadTs = null) {
      post(state, { channel: called(channel).id, user: id, text: typed(text), blocks: [], threadTs });
    },
    async slash(channel, typed) {
      const where = called(channel);
      if (!where.members.has(id)) throw new Error(`${name} is not in ${where.name}`);
      return typeCommand(backstage, now(), where, typed);
    },
    async tap(where, actionId, choice = {}) {
      return 'viewId' in where
        ? where.tap(actionId, choice)
        : tapMessage(backstage, now(), where, actionId, choice);
    },
    async closeModal() {
      await modals().at(-1)?.close();
    },
    openHome: () => openHome(backstage, now()),
    home: () => homeOf(backstage, now()),
    shortcut: (callbackId) => chooseShortcut(backstage, now(), callbackId),
    messageShortcut: (callbackId, message) => chooseMessageShortcut(backstage, now(), callbackId, message),
    react: (message, name) => react(backstage, now(), message, name, true),
    unreact: (message, name) => react(backstage, now(), message, name, false),
    channel: (channel) => inChannelView(messages(channel)),
    thread: (root) =>
      messages(root.channel).filter((each) => each.ts === root.ts || each.threadTs === root.ts),
    directMessages: () => messages('dm'),
    find: (channel, pattern) => messages(channel).findLast((each) => pattern.test(each.plain)) ?? null,
    notifications: () => state.notifications.filter((each) => each.user === id),
    reads: (channel, threadTs, ts) =>
      markRead(state, { user: id, channel: called(channel).id, threadTs, ts }),
    notices: () => state.notices.filter((each) => each.user === id).map((each) => each.text),
  };
}

/** As Slack keeps what people type: its three control characters as entities. */
function typed(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
