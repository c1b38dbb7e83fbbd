/** Where this window is, kept in its address: who sits here, which channel, which thread. Survives a reload. */
import { useSyncExternalStore } from 'react';

/** What a narrow window shows of the page, which has room for one at a time. */
const PANES = ['list', 'main', 'beside'] as const;
export type Pane = (typeof PANES)[number];

export interface Place {
  /** Handle. */
  readonly as: string;
  /** Channel id; empty: the first one. */
  readonly channel: string;
  /** Timestamp of the root; null: no thread is open. */
  readonly thread: string | null;
  /** Which tab of the workshop; empty: the first one. */
  readonly panel: string;
  readonly pane: Pane;
  /** The app that the Heroku panel shows; empty: the first one. */
  readonly app: string;
  /** In the app's place: its Home tab instead of its messages. */
  readonly home: boolean;
}

const CHANGED = 'placechange';

export function placeNow(): Place {
  const query = new URLSearchParams(location.search);
  return {
    as: query.get('as') ?? 'ana',
    channel: query.get('channel') ?? '',
    thread: query.get('thread'),
    panel: query.get('panel') ?? '',
    pane: PANES.find((pane) => pane === query.get('pane')) ?? 'main',
    app: query.get('app') ?? '',
    home: query.has('home'),
  };
}

export function addressOf({ as, channel, thread, panel, pane, app, home }: Place): string {
  const query = new URLSearchParams({ as });
  if (channel !== '') query.set('channel', channel);
  if (thread !== null) query.set('thread', thread);
  if (panel !== '') query.set('panel', panel);
  if (pane !== 'main') query.set('pane', pane);
  if (app !== '') query.set('app', app);
  if (home) query.set('home', '');
  return `/?${query}`;
}

export function go(change: Partial<Place>): void {
  history.pushState(null, '', addressOf({ ...placeNow(), ...change }));
  dispatchEvent(new Event(CHANGED));
}

export function usePlace(): Place {
  useSyncExternalStore(subscribe, () => location.search);
  return placeNow();
}

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener);
  addEventListener(CHANGED, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener(CHANGED, listener);
  };
}
