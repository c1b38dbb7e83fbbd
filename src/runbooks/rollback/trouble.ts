/** What is wrong while recovery is not proven, and when it has lasted long enough to tell people. Pure. */
import type { ReadFailure } from '../../ports.ts';
import { type Recovery, unseen } from './recovery.ts';

export type Trouble =
  | { readonly kind: 'crashed'; readonly dynos: readonly string[] }
  | { readonly kind: 'smoke' }
  | { readonly kind: 'wrong-door' }
  | { readonly kind: 'blind'; readonly why: ReadFailure }
  | { readonly kind: 'command-failed' };

/** All there is to tell from one look. */
export function troublesOf(seen: Recovery): readonly Trouble[] {
  const { progress } = seen;
  const troubles: Trouble[] = [];
  if (progress.unread && unseen(seen)) troubles.push({ kind: 'blind', why: progress.unread });
  const failed = progress.release === 'failed' || progress.release === 'expired';
  if (failed && (seen.kind !== 'release-failed' || seen.current)) troubles.push({ kind: 'command-failed' });
  if (progress.dynosCrashed && progress.dynosCrashed.length > 0)
    troubles.push({ kind: 'crashed', dynos: progress.dynosCrashed });
  if (seen.kind === 'waiting' && seen.on === 'smoke' && progress.smoke !== undefined) {
    // A cached answer says nothing about the app: no reason to choose anything.
    if (progress.smokeProblem === 'origin-guard') troubles.push({ kind: 'wrong-door' });
    else if (progress.smokeProblem !== 'cached') troubles.push({ kind: 'smoke' });
  }
  return troubles;
}

/** Told once under this name. */
export function nameOf(trouble: Trouble): `told-${string}` {
  return trouble.kind === 'blind' ? `told-blind-${trouble.why}` : `told-${trouble.kind}`;
}

/** What passes by itself within so long is not worth waking anybody again. */
function lastsMs(trouble: Trouble): number {
  if (trouble.kind === 'smoke') return 20_000;
  if (trouble.kind !== 'blind') return 0;
  return trouble.why === 'unauthorized' || trouble.why === 'forbidden' ? 0 : 30_000;
}

/** Since when each has been seen without a gap, by name. */
export type Since = Readonly<Record<string, number>>;

export function lasting(troubles: readonly Trouble[], since: Since, nowMs: number): Since {
  return Object.fromEntries(troubles.map(nameOf).map((name) => [name, since[name] ?? nowMs]));
}

export function dueToTell(troubles: readonly Trouble[], since: Since, nowMs: number): readonly Trouble[] {
  return troubles.filter((each) => nowMs - (since[nameOf(each)] ?? nowMs) >= lastsMs(each));
}
