/** A thread beside its channel. */
import { useEffect, useMemo, useRef } from 'react';
import type { ChannelShown } from '../../shape.ts';
import { useAll } from '../window.ts';
import { nameOf } from './channel-view.tsx';
import { Composer } from './composer.tsx';
import { Message } from './message.tsx';
import { MessageList } from './message-list.tsx';
import { closeThread } from './threads.ts';

interface ThreadPaneProps {
  readonly channel: ChannelShown;
  /** Timestamp. */
  readonly root: string;
}

export function ThreadPane({ channel, root }: ThreadPaneProps) {
  const all = useAll('message');
  const messages = useMemo(
    () => all.filter((each) => each.channel === channel.id && (each.ts === root || each.threadTs === root)),
    [all, channel.id, root],
  );
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever opened it by key goes on in it; at the opening of the page nobody has.
  useEffect(() => {
    if (document.activeElement !== document.body) heading.current?.focus();
  }, []);
  return (
    <aside
      className="thread"
      aria-label="Thread"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) closeThread(root);
      }}
    >
      <header className="thread-head">
        <h2 ref={heading} tabIndex={-1}>
          Thread
        </h2>
        <span className="thread-where">{nameOf(channel)}</span>
        <button type="button" className="way-back" onClick={() => closeThread(root)}>
          Close thread
        </button>
      </header>
      <MessageList
        messages={messages}
        conversation={`${channel.id}/${root}`}
        label="Messages in the thread"
        draw={(message) => <Message message={message} replies={[]} inThread />}
      />
      <Composer channel={channel} thread={root} />
    </aside>
  );
}
