/** What an answer, or none, means for a delivery. Pure. */
import type { Settlement } from '../webhooks.ts';
import type { Answered, Unreachable } from './reach.ts';

/** No longer than this after it was written, milliseconds of durable time. */
export const GIVE_UP_AFTER_MS = 24 * 60 * 60_000;
const FIRST_PAUSE_S = 5;
const LONGEST_PAUSE_S = 300;
const LONGEST_ASKED_FOR_S = 3_600;

/** Not now, says the receiver; everything else below 500 is a no. */
const LATER: readonly number[] = [408, 425, 429];

/** `tries`: before this one. `ageMs`: since it was written. */
export function verdictOn(
  answer: Answered | Unreachable,
  { tries, ageMs }: { readonly tries: number; readonly ageMs: number },
): Settlement {
  if (answer.kind === 'answered' && answer.status >= 200 && answer.status < 300)
    return { state: 'delivered' };
  const problem = answer.kind === 'answered' ? String(answer.status) : answer.why;
  if (isFinal(answer) || ageMs >= GIVE_UP_AFTER_MS) return { state: 'given-up', problem };
  const backoff = Math.min(FIRST_PAUSE_S * 2 ** Math.min(tries, 10), LONGEST_PAUSE_S);
  return { state: 'waiting', problem, seconds: Math.max(backoff, askedFor(answer)) };
}

/** A redirect is not followed: the signed body was meant for the address in the configuration. */
function isFinal(answer: Answered | Unreachable): boolean {
  if (answer.kind === 'unreachable') return answer.why === 'forbidden-address';
  return answer.status < 500 && !LATER.includes(answer.status);
}

/** `Retry-After` in seconds; as a date it is not worth reading, the backoff does. */
function askedFor(answer: Answered | Unreachable): number {
  if (answer.kind === 'unreachable') return 0;
  const value = answer.headers['retry-after'] ?? '';
  return /^\d{1,6}$/.test(value) ? Math.min(Number(value), LONGEST_ASKED_FOR_S) : 0;
}
