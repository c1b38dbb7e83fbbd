/** The emoji under a message: how many, whose, and one's own put there or taken away by a press. */
import './reactions.css';
import type { MessageShown, ReactionShown } from '../../shape.ts';
import { emojiCalled } from '../block-kit/emoji.tsx';
import { useAsk } from '../panels/use-ask.ts';
import { useSingle } from '../window.ts';

export function Reactions({ message }: { readonly message: MessageShown }) {
  const me = useSingle('me')?.id ?? '';
  const names = useSingle('directory')?.users ?? {};
  const [ask, trouble] = useAsk();
  const { channel, ts, reactions } = message;
  if (reactions.length === 0) return null;
  const mine = ({ users }: ReactionShown) => users.includes(me);
  return (
    <div className="reactions">
      {reactions.map((reaction) => {
        const who = reaction.users.map((id) => names[id] ?? id).join(', ');
        return (
          <button
            key={reaction.name}
            type="button"
            className="reaction"
            aria-pressed={mine(reaction)}
            title={`${who}: :${reaction.name}:`}
            onClick={() =>
              void ask({ what: 'react', channel, ts, name: reaction.name, there: !mine(reaction) })
            }
          >
            <span aria-hidden="true">
              {emojiCalled(reaction.name) ?? `:${reaction.name}:`} {reaction.users.length}
            </span>
            <span className="unseen">
              {reaction.name.replaceAll('_', ' ')}: {who}
            </span>
          </button>
        );
      })}
      <span role="alert" className="reaction-trouble">
        {trouble}
      </span>
    </div>
  );
}
