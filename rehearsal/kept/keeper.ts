/**
 * Writes what a stage remembers to its file: when asked, and every second what has changed by itself. In one piece, without
 * letting go in between: nobody can see what happens during a writing and is not in it.
 */
import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';

export interface Keeper {
  /** Everything up to here is written when this returns. */
  now(): void;
  /** The same, soon; many who ask meanwhile share a writing. */
  written(): Promise<void>;
  /** Writes for the last time. */
  close(): void;
}

export interface KeeperOptions {
  readonly remember: () => unknown;
  /** Not called with what is the same as the last time. */
  readonly write: (data: Uint8Array) => void;
  /** Every time, also when nothing has changed; `ended`: the last time. */
  readonly beat: (ended: boolean) => void;
  /** Once, when writing fails: the rehearsal goes on, and what is kept stays as it was. */
  readonly onTrouble: (error: unknown) => void;
}

export const BEAT_MS = 1_000;
/** Those who ask meanwhile share the writing. */
const GATHER_MS = 20;
/** A large world is written less often: this many times as long as writing takes. */
const REST_FACTOR = 4;

export function startKeeper({ remember, write, beat, onTrouble }: KeeperOptions): Keeper {
  let last = '';
  let tookMs = 0;
  let troubled = false;
  let next: Promise<void> | null = null;

  function writeAll(ended: boolean): void {
    const began = performance.now();
    try {
      const data = serialize(remember());
      const digest = createHash('sha256').update(data).digest('hex');
      if (digest !== last) write(data);
      last = digest;
      beat(ended);
    } catch (error) {
      if (!troubled) onTrouble(error);
      troubled = true;
    }
    tookMs = performance.now() - began;
  }

  function written(): Promise<void> {
    next ??= new Promise((resolve) => {
      setTimeout(
        () => {
          next = null;
          writeAll(false);
          resolve();
        },
        Math.max(GATHER_MS, tookMs * REST_FACTOR),
      );
    });
    return next;
  }

  writeAll(false);
  const beating = setInterval(() => writeAll(false), BEAT_MS);

  return {
    now: () => writeAll(false),
    written,
    close() {
      clearInterval(beating);
      writeAll(true);
    },
  };
}
