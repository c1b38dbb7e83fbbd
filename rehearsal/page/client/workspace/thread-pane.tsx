/** A thread beside its channel. */
import type { ChannelShown } from '../../shape.ts';
import { go } from '../place.ts';
import { useAll } from '../window.ts';
import { Composer } from './composer.tsx';
import { Message } from './message.tsx';

export function ThreadPane({ channel, root }: { readonly channel: ChannelShown; readonly root: string }) {
  const messages = useAll('message').filter(
    (each) => each.channel === channel.id && (each.ts === root || each.threadTs === root),
  );
  return (
    <aside className="thread" aria-label="Thread">
      <button type="button" onClick={() => go({ thread: null })}>
        Close thread
      </button>
      {messages.map((message) => (
        <Message key={message.ts} message={message} />
      ))}
      <Composer channel={channel} thread={root} />
    </aside>
  );
}
