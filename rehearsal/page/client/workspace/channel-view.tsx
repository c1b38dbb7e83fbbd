/** One channel: its messages without thread replies, and the line to type in. */
import './channel-view.css';
import type { ChannelShown } from '../../shape.ts';
import { useAll } from '../window.ts';
import { Composer } from './composer.tsx';
import { Message } from './message.tsx';

export function ChannelView({ channel }: { readonly channel: ChannelShown }) {
  const messages = useAll('message').filter(
    (each) => each.channel === channel.id && (each.threadTs === null || each.broadcast),
  );
  return (
    <main className="channel" aria-label={channel.name}>
      <h1>{channel.kind === 'im' ? 'Switchback' : `#${channel.name}`}</h1>
      <div className="messages" role="log">
        {messages.map((message) => (
          <Message key={message.ts} message={message} />
        ))}
      </div>
      <Composer channel={channel} thread={null} />
    </main>
  );
}
