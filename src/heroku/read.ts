/** A read, tried again while its deadline allows: harmless to repeat, and the only thing here that is. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Read, ReadFailure } from '../ports.ts';
import { errorIdOf } from './answers.ts';
import { believable, type Grant } from './budget.ts';
import type { Answered, Exchange } from './exchange.ts';

const RETRIES = 3;
const FIRST_PAUSE_MS = 100;

interface Attempts {
  /** For everything: waiting, pauses and retries included, milliseconds. */
  readonly deadlineMs: number;
  /** How often it may be tried again; default 3. */
  readonly retries?: number;
  take(): Promise<Grant>;
  send(deadlineMs: number): Promise<Exchange>;
}

/** `againMs`: the least pause before another try, null for none. */
interface Verdict {
  readonly read: Read<Answered>;
  readonly againMs: number | null;
}

/** The first complete 2xx, or why there is none. */
export async function readWithRetries({
  deadlineMs,
  retries = RETRIES,
  take,
  send,
}: Attempts): Promise<Read<Answered>> {
  const until = performance.now() + deadlineMs;
  let failure: Read<Answered> = { ok: false, why: 'slow' };
  for (let n = 0; n <= retries; n++) {
    const leave = await permission(take, until);
    if (leave !== 'go') return n === 0 ? { ok: false, why: leave } : failure;
    const left = until - performance.now();
    if (left <= 0) return failure;
    const { read, againMs } = judge(await send(left));
    if (againMs === null) return read;
    failure = read;
    const rest = againMs + FIRST_PAUSE_MS * 2 ** n * (1 + Math.random());
    if (n === retries || performance.now() + rest >= until) break;
    await pause(rest);
  }
  return failure;
}

/** Waits out a pause that ends within the deadline; a longer one is the caller's answer. */
async function permission(
  take: () => Promise<Grant>,
  until: number,
): Promise<'go' | 'budget-spent' | 'rate-limited'> {
  for (;;) {
    const grant = await take();
    if (grant.kind === 'go') return 'go';
    if (grant.kind === 'spent') return 'budget-spent';
    if (performance.now() + grant.ms >= until) return 'rate-limited';
    await pause(grant.ms);
  }
}

function judge(exchange: Exchange): Verdict {
  if (exchange.kind !== 'answered') return unanswered(exchange.why);
  const { status } = exchange;
  if (status >= 200 && status < 300) return { read: { ok: true, value: exchange }, againMs: null };
  if (status === 429) return { read: failed('rate-limited'), againMs: restAskedFor(exchange) };
  if (status >= 500) return { read: failed('down'), againMs: 0 };
  // A refusal without Heroku's error id comes from somebody in between and says nothing about the app.
  const why = errorIdOf(exchange) === null ? 'malformed' : (REFUSALS.get(status) ?? 'malformed');
  return { read: failed(why), againMs: null };
}

const REFUSALS: ReadonlyMap<number, ReadFailure> = new Map([
  [401, 'unauthorized'],
  [402, 'forbidden'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [410, 'not-found'],
]);

/** Without a believable Retry-After, only the shared budget knows when to ask again. */
function restAskedFor({ retryAfter }: Answered): number | null {
  return believable(retryAfter) ? retryAfter * 1000 : null;
}

function unanswered(why: string): Verdict {
  if (why === 'too-large') return { read: failed('malformed'), againMs: null };
  if (why === 'deadline') return { read: failed('slow'), againMs: null };
  return { read: failed(why === 'connect-timeout' ? 'slow' : 'down'), againMs: 0 };
}

function failed(why: ReadFailure): Read<Answered> {
  return { ok: false, why };
}
