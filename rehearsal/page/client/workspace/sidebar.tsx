/** Channels and direct messages of whoever sits here. */
import './sidebar.css';
import type { ChannelShown } from '../../shape.ts';
import { go } from '../place.ts';
import { useAll } from '../window.ts';

export function Sidebar({ current }: { readonly current: ChannelShown }) {
  const channels = useAll('channel');
  return (
    <nav className="sidebar" aria-label="Channels">
      <ul>
        {channels.map((channel) => (
          <li key={channel.id}>
            <button
              type="button"
              aria-current={channel.id === current.id ? 'page' : undefined}
              onClick={() => go({ channel: channel.id, thread: null })}
            >
              {channel.kind === 'im' ? 'Switchback' : `#${channel.name}`}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
