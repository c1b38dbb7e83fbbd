/** Under a message: what its thread holds, and the way into it. */
import { clockTime, dayWords } from '../../../slack/render/date-words.ts';
import type { MessageShown } from '../../shape.ts';
import { useReader } from '../reader.ts';
import { useSingle } from '../window.ts';
import { Avatar } from './avatar.tsx';
import { timeOf } from './message-time.tsx';
import { ALL_READ, useUnread } from './reading.ts';
import { openThread, threadButtonId } from './threads.ts';

interface ThreadSummaryProps {
  readonly root: MessageShown;
  /** Oldest first, at least one. */
  readonly replies: readonly MessageShown[];
}

const MOST_FACES = 4;

export function ThreadSummary({ root, replies }: ThreadSummaryProps) {
  const names = useSingle('directory')?.users ?? {};
  const reader = useReader();
  const unread = useUnread().get(`${root.channel}/${root.ts}`) ?? ALL_READ;
  const writers = [...new Map(replies.map((reply) => [reply.user, reply])).values()].slice(0, MOST_FACES);
  const last = timeOf(replies.at(-1)?.ts ?? root.ts);
  const day = dayWords(last, reader);
  return (
    <button
      type="button"
      id={threadButtonId(root.ts)}
      className="thread-summary"
      onClick={() => openThread(root.ts)}
    >
      {writers.map(({ user, app }) => (
        <Avatar key={user} name={names[user] ?? user} app={app} small />
      ))}
      <span className="thread-count">
        {replies.length === 1 ? '1 reply' : `${replies.length} replies`}
        {unread.messages === 0 ? '' : `, ${unread.messages} new`}
      </span>
      <span className="thread-last">
        last {day.toLowerCase() === 'today' ? '' : `${day} `}at {clockTime(last, reader.zone)}
      </span>
    </button>
  );
}
