/** The line to type in. */
import { useState } from 'react';
import type { ChannelShown } from '../../shape.ts';
import { usePage } from '../window.ts';

interface ComposerProps {
  readonly channel: ChannelShown;
  readonly thread: string | null;
}

export function Composer({ channel, thread }: ComposerProps) {
  const page = usePage();
  const [text, setText] = useState('');
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        setText('');
        void page.ask({ what: 'say', channel: channel.id, text, threadTs: thread });
      }}
    >
      <input
        aria-label={`Message ${channel.name}`}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
    </form>
  );
}
