/** Channels and direct messages of whoever sits here, with what is unread in them. */
import './sidebar.css';
import type { ChannelShown } from '../../shape.ts';
import { go } from '../place.ts';
import { useAll, useSingle } from '../window.ts';
import { Avatar } from './avatar.tsx';
import { nameOf } from './channel-view.tsx';
import { ALL_READ, type Unread, useUnread } from './reading.ts';

export function Sidebar({ current }: { readonly current: ChannelShown }) {
  const channels = useAll('channel');
  const unread = useUnread();
  const list = (title: string, shown: readonly ChannelShown[]) => (
    <>
      <h2>{title}</h2>
      <ul>
        {shown.map((channel) => (
          <li key={channel.id}>
            <ChannelWay
              channel={channel}
              isCurrent={channel.id === current.id}
              unread={unread.get(channel.id) ?? ALL_READ}
            />
          </li>
        ))}
      </ul>
    </>
  );
  return (
    <div className="sidebar">
      <nav aria-label="Channels">
        {list(
          'Channels',
          channels.filter(({ kind }) => kind !== 'im'),
        )}
        {list(
          'Apps',
          channels.filter(({ kind }) => kind === 'im'),
        )}
      </nav>
      <Myself />
    </div>
  );
}

interface ChannelWayProps {
  readonly channel: ChannelShown;
  readonly isCurrent: boolean;
  readonly unread: Unread;
}

function ChannelWay({ channel, isCurrent, unread }: ChannelWayProps) {
  return (
    <button
      type="button"
      className={unread.messages > 0 || unread.calls > 0 ? 'way way-unread' : 'way'}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={() => go({ channel: channel.id, thread: null, pane: 'main', home: false })}
    >
      {channel.kind === 'im' ? <Avatar name={channel.name} app small /> : null}
      <span className="way-name">{nameOf(channel)}</span>
      <Count {...unread} />
    </button>
  );
}

/** A number for what calls this person, and in a quieter voice one for the rest. */
function Count({ messages, calls }: Unread) {
  if (calls > 0)
    return (
      <span className="way-calls">
        {calls}
        <span className="unseen"> for you</span>
      </span>
    );
  if (messages === 0) return null;
  return (
    <span className="way-count">
      {messages}
      <span className="unseen"> unread</span>
    </span>
  );
}

function Myself() {
  const me = useSingle('me');
  if (me === undefined) return null;
  return (
    <section className="myself" aria-label="You">
      <Avatar name={me.name} app={false} />
      <div>
        <strong>{me.name}</strong>
        <div className="myself-part">
          <span className="myself-dot" aria-hidden="true" /> active · {me.part}
        </div>
      </div>
    </section>
  );
}
