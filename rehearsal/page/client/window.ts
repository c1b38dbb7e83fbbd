/** Who sits at this window, and what they know and may ask for; handed down to every part of the page. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Request } from '../requests.ts';
import type { Answered, CollectionName, Collections, SingleName, Singles } from '../shape.ts';
import type { Store } from './store.ts';

export interface PageWindow {
  readonly handle: string;
  readonly store: Store;
  /** Does it as this person, and answers once it is done (the bot has acknowledged). */
  ask(request: Request): Promise<Answered>;
}

export const PageContext = createContext<PageWindow | null>(null);

export function usePage(): PageWindow {
  const page = useContext(PageContext);
  if (page === null) throw new Error('outside of the page');
  return page;
}

export function useSingle<N extends SingleName>(name: N): Singles[N] | undefined {
  const { store } = usePage();
  return useSyncExternalStore(store.subscribe, () => store.single(name));
}

export function useAll<N extends CollectionName>(name: N): readonly Collections[N][] {
  const { store } = usePage();
  return useSyncExternalStore(store.subscribe, () => store.all(name));
}

export function useConnected(): boolean {
  const { store } = usePage();
  return useSyncExternalStore(store.subscribe, store.connected);
}

export function openWindow(handle: string, store: Store): PageWindow {
  return {
    handle,
    store,
    async ask(request) {
      try {
        const response = await fetch('/ask', {
          method: 'POST',
          body: JSON.stringify({ as: handle, request }),
        });
        return response.ok
          ? ((await response.json()) as Answered)
          : { ok: false, why: await response.text() };
      } catch {
        return { ok: false, why: 'The rehearsal does not answer. Is it still running in the terminal?' };
      }
    },
  };
}
