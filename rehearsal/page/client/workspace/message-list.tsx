/** Messages, oldest first: days apart, what is new marked, and kept at the newest unless the reader looks further up. */
import './message-list.css';
import { Fragment, type ReactNode, useEffect, useState } from 'react';
import { dayOf, dayWords } from '../../../slack/render/date-words.ts';
import { plainWords } from '../../../slack/render/mrkdwn.ts';
import { parseMrkdwn } from '../../../slack/render/mrkdwn-tree.ts';
import type { MessageShown } from '../../shape.ts';
import { useReader } from '../reader.ts';
import { usePage, useSingle } from '../window.ts';
import { timeOf } from './message-time.tsx';
import { useNames } from './names.ts';
import { type ConversationId, useOnScreen, useReadMarks } from './reading.ts';
import { useNewestInSight } from './use-newest-in-sight.ts';

interface MessageListProps {
  readonly messages: readonly MessageShown[];
  readonly conversation: ConversationId;
  readonly label: string;
  /** Before the first message: what this place is. */
  readonly opening?: ReactNode;
  draw(message: MessageShown): ReactNode;
}

export function MessageList({ messages, conversation, label, opening, draw }: MessageListProps) {
  const reader = useReader();
  const me = useSingle('me')?.id ?? '';
  const newest = messages.at(-1)?.ts ?? '';
  const { scroller, inside, atNewest, toNewest, onScroll } = useNewestInSight(newest);
  const lastRead = useReading(conversation, newest, atNewest);
  const isNews = ({ ts, user, ephemeral }: MessageShown) =>
    lastRead !== null && ts > lastRead && user !== me && !ephemeral;
  const firstNew = messages.find(isNews)?.ts;
  const days = messages.map(({ ts }) => dayOf(timeOf(ts), reader.zone));
  return (
    <div className="message-list">
      <div
        className="messages"
        ref={scroller}
        onScroll={onScroll}
        role="log"
        aria-live="off"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by key, too.
        tabIndex={0}
      >
        <div ref={inside}>
          {opening}
          {messages.map((message, at) => (
            <Fragment key={message.ts}>
              {days[at] === days[at - 1] ? null : (
                <div className="day">
                  <span>{dayWords(timeOf(message.ts), reader)}</span>
                </div>
              )}
              {message.ts === firstNew ? (
                <div className="news">
                  <span>New</span>
                </div>
              ) : null}
              {draw(message)}
            </Fragment>
          ))}
        </div>
      </div>
      {atNewest ? null : (
        <button type="button" className="to-newest" onClick={toNewest}>
          {messages.some(({ ts, user }) => ts > (lastRead ?? '') && user !== me)
            ? 'New messages'
            : 'To the newest'}{' '}
          <span aria-hidden="true">↓</span>
        </button>
      )}
      <Announcer messages={messages} me={me} />
    </div>
  );
}

/** Marks as read what is in sight. The answer stays as it was on opening, so that the line for what is new stays, too. */
function useReading(conversation: ConversationId, newest: string, inSight: boolean): string | null {
  const page = usePage();
  const onScreen = useOnScreen();
  const mark = useReadMarks().get(conversation) ?? null;
  const [before, setBefore] = useState(mark);
  const reads = onScreen && inSight && newest > (mark ?? '');
  useEffect(() => {
    if (!reads) return;
    const [channel = '', threadTs = null] = conversation.split('/');
    void page.ask({ what: 'read', channel, threadTs, ts: newest });
  }, [page, conversation, newest, reads]);
  // Back after a while away: what came meanwhile is new.
  useEffect(() => {
    if (!onScreen) setBefore(mark);
  }, [onScreen, mark]);
  return before;
}

/** What others write is read out once, when it comes; a card that is drawn anew every few seconds is not. */
function Announcer({ messages, me }: { readonly messages: readonly MessageShown[]; readonly me: string }) {
  const names = useNames();
  const [since] = useState(messages.at(-1)?.ts ?? '');
  const newest = messages.findLast(({ ts, user }) => ts > since && user !== me);
  return (
    <div role="status" className="unseen">
      {newest === undefined
        ? ''
        : `${names.user(newest.user) ?? ''}: ${plainWords(parseMrkdwn(newest.text), names)}`}
    </div>
  );
}
