/** Writes what a stage remembers to its file: when asked, and every second what has changed by itself. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { serialize } from 'node:v8';

export interface Keeper {
  /** Resolves once everything up to now is written; never rejects. Many who ask at once share a writing. */
  written(): Promise<void>;
  /** Writes for the last time. */
  close(): Promise<void>;
}

export interface KeeperOptions {
  /** Of this moment; copied before anything else happens. */
  readonly remember: () => unknown;
  /** Skipped for what is the same as the last time. */
  readonly write: (data: Uint8Array) => Promise<void>;
  /** Every time, also when nothing else has changed; `ended`: the last time. */
  readonly beat: (ended: boolean) => Promise<void>;
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
  let present: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;

  async function writeNow(ended: boolean): Promise<void> {
    const began = performance.now();
    try {
      const data = serialize(remember());
      const digest = createHash('sha256').update(data).digest('hex');
      if (digest !== last) await write(data);
      await beat(ended);
      last = digest;
    } catch (error) {
      if (!troubled) onTrouble(error);
      troubled = true;
    }
    tookMs = performance.now() - began;
  }

  function written(): Promise<void> {
    next ??= present
      .then(() => pause(Math.max(GATHER_MS, tookMs * REST_FACTOR)))
      .then(() => {
        // Whoever asks from here on is not in it.
        next = null;
        present = writeNow(false);
        return present;
      });
    return next;
  }

  const beating = setInterval(() => void written(), BEAT_MS);

  return {
    written,
    async close() {
      clearInterval(beating);
      await next;
      await present;
      await writeNow(true);
    },
  };
}
