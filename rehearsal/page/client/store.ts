/** What this window knows, kept by the server over one connection. */
import type { CollectionName, Collections, Patch, SingleName, Singles } from '../shape.ts';

export interface Store {
  single<N extends SingleName>(name: N): Singles[N] | undefined;
  /** In the server's order; the same array until one of them changes. */
  all<N extends CollectionName>(name: N): readonly Collections[N][];
  /** By id within the collection. */
  one<N extends CollectionName>(name: N, id: string): Collections[N] | undefined;
  /** Whether the server is there. */
  connected(): boolean;
  /** Calls back after each change; returns the way out. */
  subscribe(listener: () => void): () => void;
}

const RETRY_MS = 500;

export function openStore(as: string): Store {
  let tables = new Map<string, Map<string, unknown>>();
  let lists = new Map<string, readonly unknown[]>();
  let up = false;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };

  function take({ all, set, drop }: Patch): void {
    if (all) {
      tables = new Map();
      lists = new Map();
    }
    for (const [name, id, value] of set) {
      const table = tables.get(name) ?? new Map<string, unknown>();
      tables.set(name, table.set(id, value));
      lists.delete(name);
    }
    for (const [name, id] of drop) {
      tables.get(name)?.delete(id);
      lists.delete(name);
    }
    tell();
  }

  function connect(): void {
    const socket = new WebSocket(`ws://${location.host}/live?as=${encodeURIComponent(as)}`);
    socket.onmessage = ({ data }) => {
      up = true;
      take(JSON.parse(String(data)) as Patch);
    };
    socket.onclose = () => {
      up = false;
      tell();
      setTimeout(connect, RETRY_MS);
    };
  }
  connect();

  return {
    single: <N extends SingleName>(name: N) => tables.get(name)?.get('') as Singles[N] | undefined,
    one: <N extends CollectionName>(name: N, id: string) =>
      tables.get(name)?.get(id) as Collections[N] | undefined,
    all<N extends CollectionName>(name: N) {
      const list = lists.get(name) ?? [...(tables.get(name)?.values() ?? [])];
      lists.set(name, list);
      return list as readonly Collections[N][];
    },
    connected: () => up,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
