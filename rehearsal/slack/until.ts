import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 10;
/** Where asking is work for others too, a database or a server. */
const EVERY_MS_ELSEWHERE = 40;

type Found<T> = Exclude<T, null | undefined | false>;

/**
 * Asks until there is an answer (anything but null, undefined or false); throws after `timeoutMs`, naming `what`.
 * For waiting on a condition instead of sleeping.
 */
export async function until<T>(
  ask: () => T | Promise<T>,
  timeoutMs: number,
  what: string | (() => string) = 'what was waited for',
): Promise<Found<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const asked = ask();
    const answer = await asked;
    if (answer !== null && answer !== undefined && answer !== false) return answer as Found<T>;
    if (performance.now() > deadline) {
      throw new Error(`Not within ${timeoutMs} ms: ${typeof what === 'string' ? what : what()}`);
    }
    await pause(asked instanceof Promise ? EVERY_MS_ELSEWHERE : EVERY_MS);
  }
}
