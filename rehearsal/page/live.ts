/** One window's connection: the whole table first, then what changed, looked for a few times a second. */
import type { WebSocket } from 'ws';
import type { Entry, Patch } from './shape.ts';

const EVERY_MS = 60;

export interface Live {
  /** Sends what changed, now. */
  push(): void;
}

/** `entries` is asked anew each time, so the table may belong to another stage from one look to the next. */
export function showLive(socket: WebSocket, entries: () => Iterable<Entry>): Live {
  let sent = new Map<string, string>();
  let fresh = true;

  function push(): void {
    if (socket.readyState !== socket.OPEN) return;
    const present = new Map<string, string>();
    const set: Entry[] = [];
    for (const entry of entries()) {
      const key = `${entry[0]}/${entry[1]}`;
      const text = JSON.stringify(entry[2]);
      present.set(key, text);
      if (sent.get(key) !== text) set.push(entry);
    }
    const drop = [...sent.keys()].filter((key) => !present.has(key)).map(nameAndId);
    sent = present;
    if (!fresh && set.length === 0 && drop.length === 0) return;
    socket.send(JSON.stringify({ all: fresh, set, drop } satisfies Patch));
    fresh = false;
  }

  const looking = setInterval(push, EVERY_MS);
  socket.on('close', () => clearInterval(looking));
  socket.on('error', () => socket.terminate());
  push();
  return { push };
}

function nameAndId(key: string): Patch['drop'][number] {
  const at = key.indexOf('/');
  return [key.slice(0, at) as Patch['drop'][number][0], key.slice(at + 1)];
}
