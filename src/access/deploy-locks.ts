/** Which deploy locks stop a deploy. Pure; what is unknown is stopped (facts/threats.md section 6). */
import type { DeployLock } from '../ledger.ts';

const COMMIT = /^[0-9a-f]{7,40}$/;

/** A git commit as people and CI give it, abbreviated or whole, in lower case; null for anything else. */
export function commitOf(typed: string): string | null {
  const commit = typed.toLowerCase();
  return COMMIT.test(commit) ? commit : null;
}

/** The locks that stop this commit; without a commit, every lock there is. */
export function stopping(locks: readonly DeployLock[], commit: string | null): readonly DeployLock[] {
  if (commit === null) return locks;
  return locks.filter((lock) => isMeant(lock, commit) && !isLetThrough(lock, commit));
}

/** Of an abbreviation and the whole commit, either may be the one on file. */
function isMeant(lock: DeployLock, commit: string): boolean {
  return lock.commit === null || lock.commit.startsWith(commit) || commit.startsWith(lock.commit);
}

/** Only what is at least as exact as what was let through: an abbreviation might mean another commit. */
function isLetThrough(lock: DeployLock, commit: string): boolean {
  return lock.letThrough.some((each) => commit.startsWith(each));
}
