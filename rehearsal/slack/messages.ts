/** Posting, editing and finding messages. */
import type { KnownBlock } from '@slack/types';
import { BOT } from './cast.ts';
import { withIds } from './generated-ids.ts';
import type { Json } from './json.ts';
import { notificationsOf } from './mentions.ts';
import { nextTs, type SlackState, type StoredMessage } from './state.ts';

export interface Draft {
  readonly channel: string;
  /** Default: the bot. */
  readonly user?: string;
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  readonly threadTs?: string | null;
  readonly broadcast?: boolean;
  readonly metadata?: Json | null;
  readonly ephemeralFor?: string | null;
  readonly files?: readonly string[];
}

export function post(state: SlackState, draft: Draft): StoredMessage {
  const message: StoredMessage = {
    channel: draft.channel,
    ts: nextTs(state),
    user: draft.user ?? BOT.userId,
    threadTs: draft.threadTs ?? null,
    broadcast: draft.broadcast ?? false,
    text: draft.text,
    blocks: withIds(state, draft.blocks),
    metadata: draft.metadata ?? null,
    ephemeralFor: draft.ephemeralFor ?? null,
    edits: 0,
    files: draft.files ?? [],
  };
  store(state, message);
  state.notifications.push(...notificationsOf(state, message));
  return message;
}

export function edit(
  state: SlackState,
  message: StoredMessage,
  change: {
    readonly text: string;
    readonly blocks: readonly KnownBlock[];
    readonly metadata: Json | null;
    readonly broadcast: boolean;
  },
): StoredMessage {
  const edited = { ...message, ...change, blocks: withIds(state, change.blocks), edits: message.edits + 1 };
  store(state, edited);
  return edited;
}

export function messageAt(state: SlackState, channel: string, ts: string): StoredMessage | null {
  return state.messages.get(`${channel}/${ts}`) ?? null;
}

/** Oldest first; ephemerals included. */
export function messagesIn(state: SlackState, channel: string): readonly StoredMessage[] {
  return [...state.messages.values()].filter((message) => message.channel === channel);
}

function store(state: SlackState, message: StoredMessage): void {
  state.messages.set(`${message.channel}/${message.ts}`, message);
}
