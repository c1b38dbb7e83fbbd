/** One channel: its messages without thread replies, and the line to type in. */
import './channel-view.css';
import { useMemo } from 'react';
import type { ChannelShown, MessageShown } from '../../shape.ts';
import { go } from '../place.ts';
import { useAll } from '../window.ts';
import { Composer } from './composer.tsx';
import { Message } from './message.tsx';
import { MessageList } from './message-list.tsx';

export function ChannelView({ channel }: { readonly channel: ChannelShown }) {
  return (
    <main className="channel" id="channel" tabIndex={-1} aria-label={nameOf(channel)}>
      <ChannelHead channel={channel} />
      <Conversation channel={channel} />
    </main>
  );
}

/** What is said there, and the line to type in. */
export function Conversation({ channel }: { readonly channel: ChannelShown }) {
  const all = useAll('message');
  const { messages, replies } = useMemo(() => sorted(all, channel.id), [all, channel.id]);
  const name = nameOf(channel);
  return (
    <>
      <MessageList
        messages={messages}
        conversation={channel.id}
        label={`Messages in ${name}`}
        opening={<p className="channel-opening">This is the very beginning of {name}.</p>}
        draw={(message) => (
          <Message message={message} replies={replies.get(message.ts) ?? []} inThread={false} />
        )}
      />
      <Composer channel={channel} thread={null} />
    </>
  );
}

export function nameOf({ kind, name }: ChannelShown): string {
  return kind === 'im' ? 'Switchback' : `#${name}`;
}

export function ChannelHead({ channel }: { readonly channel: ChannelShown }) {
  const { kind, topic, archived, members } = channel;
  return (
    <header className="channel-head">
      <button type="button" className="way-back only-phone" onClick={() => go({ pane: 'list' })}>
        <span aria-hidden="true">‹</span> Channels
      </button>
      <h1>{nameOf(channel)}</h1>
      {kind === 'im' ? <span className="message-app">APP</span> : null}
      {kind === 'private' ? <span className="channel-flag">private</span> : null}
      {archived ? <span className="channel-flag">archived</span> : null}
      <span className="channel-topic">{topic}</span>
      {kind === 'im' ? null : (
        <span className="channel-members">
          {members.length} {members.length === 1 ? 'member' : 'members'}
        </span>
      )}
    </header>
  );
}

/** What stands in the channel, and by root what stands under it. */
function sorted(all: readonly MessageShown[], channel: string) {
  const messages: MessageShown[] = [];
  const replies = new Map<string, MessageShown[]>();
  for (const message of all) {
    if (message.channel !== channel) continue;
    if (message.threadTs === null || message.broadcast) messages.push(message);
    if (message.threadTs !== null)
      replies.set(message.threadTs, [...(replies.get(message.threadTs) ?? []), message]);
  }
  return { messages, replies };
}
