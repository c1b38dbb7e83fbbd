/** What follows `/ops lock` and `/ops unlock`: APP [SHA] REASON. Pure. */
import { commitOf } from '../../access/deploy-locks.ts';
import { done, type Outcome, refused } from '../../outcome.ts';

export interface LockArguments {
  readonly app: string;
  readonly commit: string | null;
  readonly reason: string;
}

/**
 * A word that was meant as a commit and is none must not become the reason: without its commit, `unlock` would lift
 * every lock of the app. So a first word of the reason that could be one, such as a commit cut short, is refused.
 */
export function lockArguments(words: readonly string[]): Outcome<LockArguments> {
  const [app = '', first = '', ...rest] = words;
  const commit = commitOf(first);
  if (commit !== null) return done({ app, commit, reason: rest.join(' ') });
  if (MEANT_AS_COMMIT.some((pattern) => pattern.test(first))) {
    return refused({ reason: 'bad-commit', typed: first });
  }
  return done({ app, commit: null, reason: [first, ...rest].join(' ').trim() });
}

const MEANT_AS_COMMIT: readonly RegExp[] = [
  // Too short, or too long.
  /^(?=.*\d)(?=.*[a-f])[0-9a-f]{4,6}$/i,
  /^[0-9a-f]{41,}$/i,
  // One character off, or one that only looks right.
  /^(?=.*\p{N})[\p{L}\p{N}\p{Cf}]{7,}$/u,
];
