/** What the last read before a send may find in its way (facts/threats.md T27, T84). Pure. */
import type { Ending, Operation } from '../../operation.ts';
import type { Release } from '../../ports.ts';
import { seen } from './attribution.ts';
import { descriptionOf } from './description.ts';
import type { EndedBadly } from './end.ts';
import { head, mayBeTarget } from './target.ts';

export type Obstacle = Extract<Ending, { why: 'not-the-base' | 'done-by-hand' | 'target-gone' }>;

/** Null when the newest release is the one the approver saw, and the target may still be gone back to. */
export function obstacleTo(operation: Operation, releases: readonly Release[]): Obstacle | null {
  const newest = head(releases);
  if (!newest) return { why: 'target-gone' };
  if (newest.id !== operation.base?.id)
    return { why: wentThere(operation, newest) ? 'done-by-hand' : 'not-the-base', head: seen(newest) };
  // A release command still running is waited for, unless somebody overrode just that.
  if (newest.status === 'pending' && operation.override === null)
    return { why: 'not-the-base', head: seen(newest) };
  const target = releases.find((release) => release.id === operation.target.id);
  return target && !mayBeTarget(target, operation.base.bad) ? { why: 'target-gone' } : null;
}

/** Somebody rolled back to the very same release: for code only too, since its code runs then. */
function wentThere({ id, target }: Operation, newest: Release): boolean {
  return newest.status !== 'failed' && newest.description === descriptionOf({ id, kind: 'rollback', target });
}

export function endedBy({ why }: Obstacle): EndedBadly {
  return ({ 'not-the-base': 'stale', 'done-by-hand': 'superseded', 'target-gone': 'refused' } as const)[why];
}
