/** What this person has read and what not: by channel, and by thread, for each is read by itself. */
import { useMemo, useSyncExternalStore } from 'react';
import type { MessageShown, ReadShown } from '../../shape.ts';
import { useAll, useSingle } from '../window.ts';

/** A channel's id; for a thread, `channel/root`. */
export type ConversationId = string;

export interface Unread {
  readonly messages: number;
  /** How many of them call this person: a mention, a direct message. */
  readonly calls: number;
}

export const ALL_READ: Unread = { messages: 0, calls: 0 };

/** Where a message is read: a reply in its thread, unless it was sent to the channel as well. */
function conversationOf({
  channel,
  threadTs,
  broadcast,
}: Pick<MessageShown, 'channel' | 'threadTs' | 'broadcast'>): ConversationId {
  return threadTs === null || broadcast ? channel : `${channel}/${threadTs}`;
}

export function useReadMarks(): ReadonlyMap<ConversationId, string> {
  const marks = useAll('read');
  return useMemo(() => new Map(marks.map((mark) => [idOf(mark), mark.ts])), [marks]);
}

function idOf({ channel, threadTs }: ReadShown): ConversationId {
  return threadTs === null ? channel : `${channel}/${threadTs}`;
}

/** By conversation; a call in a thread counts for its channel, too, or nobody would find it. */
export function useUnread(): ReadonlyMap<ConversationId, Unread> {
  const me = useSingle('me')?.id ?? '';
  const marks = useReadMarks();
  const messages = useAll('message');
  const notifications = useAll('notification');
  return useMemo(() => {
    const unread = new Map<ConversationId, Unread>();
    const count = (id: ConversationId, { messages: more, calls }: Unread) => {
      const before = unread.get(id) ?? ALL_READ;
      unread.set(id, { messages: before.messages + more, calls: before.calls + calls });
    };
    const calls = new Set(notifications.map(({ channel, ts }) => `${channel}/${ts}`));
    for (const message of messages) {
      if (!isNews(message, me, marks)) continue;
      const id = conversationOf(message);
      const called = calls.has(`${message.channel}/${message.ts}`) ? 1 : 0;
      count(id, { messages: 1, calls: called });
      if (id !== message.channel) count(message.channel, { messages: 0, calls: called });
    }
    return unread;
  }, [me, marks, messages, notifications]);
}

function isNews(message: MessageShown, me: string, marks: ReadonlyMap<ConversationId, string>): boolean {
  return message.user !== me && !message.ephemeral && message.ts > (marks.get(conversationOf(message)) ?? '');
}

/** Whether anybody can see this window now. */
export function useOnScreen(): boolean {
  return useSyncExternalStore(
    (listener) => {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
    () => document.visibilityState === 'visible',
  );
}
