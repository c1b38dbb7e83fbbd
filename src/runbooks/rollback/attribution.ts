/** What one POST and the release list together prove (facts/threats.md section 2, steps 6 and 7). Pure. */
import type { SeenRelease } from '../../operation.ts';
import type { Release, Sent } from '../../ports.ts';
import { head } from './target.ts';

export type Verdict =
  | { readonly kind: 'confirmed'; readonly release: Release }
  /** Provably without effect: may be tried again by itself. */
  | { readonly kind: 'not-executed'; readonly cause: string }
  | { readonly kind: 'failed'; readonly status: number; readonly errorId: string }
  | { readonly kind: 'ambiguous'; readonly cause: string };

const DEFINITE_REFUSALS: readonly number[] = [400, 401, 403, 404, 422];

/** Anything not proven either way is ambiguous: never "done", never sent again by itself. */
export function classify(sent: Sent, baseVersion: number, description: string): Verdict {
  if (sent.kind === 'never-connected') return { kind: 'not-executed', cause: sent.why };
  if (sent.kind === 'lost') return { kind: 'ambiguous', cause: sent.why };
  const { status, release, errorId } = sent;
  if (status === 201 && release && release.version > baseVersion && release.description === description) {
    return { kind: 'confirmed', release };
  }
  if (status === 429) return { kind: 'not-executed', cause: 'rate limit' };
  if (DEFINITE_REFUSALS.includes(status) && errorId !== null) return { kind: 'failed', status, errorId };
  return { kind: 'ambiguous', cause: `HTTP ${status}` };
}

export interface Attribution {
  readonly botUserId: string;
  readonly baseVersion: number;
  /** How Heroku lists what was sent, exactly. */
  readonly description: string;
  /** From when on; null where the description names the operation and so says it alone. */
  readonly since: Date | null;
  /** Release ids that belong to other attempts. */
  readonly taken: ReadonlySet<string>;
}

/** Heroku's clock and ours may differ by this much, milliseconds. */
const CLOCK_SLACK_MS = 120_000;

/** Releases that can only be the effect of this attempt, lowest first. */
export function effects(releases: readonly Release[], attempt: Attribution): readonly Release[] {
  return releases
    .filter(
      (release) =>
        release.version > attempt.baseVersion &&
        release.description === attempt.description &&
        release.user.id === attempt.botUserId &&
        (attempt.since === null || release.createdAt.getTime() >= attempt.since.getTime() - CLOCK_SLACK_MS) &&
        !attempt.taken.has(release.id),
    )
    .toSorted((a, b) => a.version - b.version);
}

export type Judged =
  | { readonly kind: 'found'; readonly release: Release; readonly more: readonly Release[] }
  | { readonly kind: 'somebody-else'; readonly head: Release }
  | { readonly kind: 'absent' };

/** What one read of the release list says of an attempt; of several effects, the lowest is the one. */
export function judge(releases: readonly Release[], attempt: Attribution): Judged {
  const [release, ...more] = effects(releases, attempt);
  if (release) return { kind: 'found', release, more };
  const other = somebodyElse(releases, attempt);
  return other ? { kind: 'somebody-else', head: other } : { kind: 'absent' };
}

/** The newest release past the base that is not ours: somebody acted meanwhile. */
export function somebodyElse(releases: readonly Release[], attempt: Attribution): Release | null {
  const newest = head(releases);
  return newest && newest.version > attempt.baseVersion && effects([newest], attempt).length === 0
    ? newest
    : null;
}

export function seen(release: Release): SeenRelease {
  return {
    id: release.id,
    version: release.version,
    description: release.description,
    by: release.user.email,
    at: release.createdAt.toISOString(),
  };
}
