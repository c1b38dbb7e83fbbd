/** People, channels and groups by their names, where a text has their ids. */
import { addressOf, go, placeNow } from '../place.ts';
import { useAll, useSingle } from '../window.ts';

interface MentionProps {
  readonly id: string;
  /** For whoever is not in the directory. */
  readonly label: string | null;
}

export function UserMention({ id, label }: MentionProps) {
  const me = useSingle('me');
  const name = useSingle('directory')?.users[id] ?? label ?? id;
  return <span className={me?.id === id ? 'mention mention-me' : 'mention'}>@{name}</span>;
}

export function GroupMention({ id, label }: MentionProps) {
  const directory = useSingle('directory');
  const name = directory?.groups[id] ?? label ?? 'group';
  return (
    <span className={directory?.mine.includes(id) === true ? 'mention mention-me' : 'mention'}>@{name}</span>
  );
}

/** `@here`, `@channel`, `@everyone`: whoever reads it is meant. */
export function SpecialMention({ name }: { readonly name: string }) {
  return <span className="mention mention-me">@{name}</span>;
}

/** Leads there, for whoever is in it. */
export function ChannelMention({ id, label }: MentionProps) {
  const channels = useAll('channel');
  const name = useSingle('directory')?.channels[id] ?? label ?? id;
  if (!channels.some((channel) => channel.id === id)) return <span className="mention">#{name}</span>;
  const there = { channel: id, thread: null, pane: 'main' } as const;
  return (
    <a
      className="mention"
      href={addressOf({ ...placeNow(), ...there })}
      onClick={(event) => {
        event.preventDefault();
        go(there);
      }}
    >
      #{name}
    </a>
  );
}
