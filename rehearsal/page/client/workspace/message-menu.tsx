/** What can be done with a message: shown while it is pointed at, or by key. */
import type { MessageShown } from '../../shape.ts';
import { ReactMenu } from './react-menu.tsx';
import { ShortcutsMenu } from './shortcuts-menu.tsx';
import { openThread } from './threads.ts';

interface MessageMenuProps {
  readonly message: MessageShown;
  readonly inThread: boolean;
}

export function MessageMenu({ message, inThread }: MessageMenuProps) {
  const root = message.threadTs ?? message.ts;
  return (
    <div className="message-menu">
      {inThread ? null : (
        <button
          type="button"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() => openThread(root)}
        >
          <span aria-hidden="true">↪</span>
        </button>
      )}
      <ReactMenu message={message} />
      <ShortcutsMenu message={message} />
    </div>
  );
}
