/** One rollback from request to record, as the database holds it (design.md section 4). */
import type { ReadFailure } from './ports.ts';

export const SLOT_STATUSES = ['requested', 'approved', 'executing', 'verifying', 'needs_human'] as const;
export const ENDED_STATUSES = [
  'recovered',
  'rejected',
  'cancelled',
  'expired',
  'stale',
  'refused',
  'failed',
  'superseded',
  'closed',
] as const;
export const STATUSES = [...SLOT_STATUSES, ...ENDED_STATUSES] as const;
export type OperationStatus = (typeof SLOT_STATUSES)[number] | (typeof ENDED_STATUSES)[number];

/** Who did something, as stored: enough to name and to mention them later. */
export interface Actor {
  readonly id: string;
  readonly slackId: string;
  /** Untrusted text. */
  readonly name: string;
  readonly agent: boolean;
}

export interface ReleaseRef {
  readonly id: string;
  readonly version: number;
}

/** What an approval is based on: the newest release when somebody looked, and the release that is bad because it runs. */
export interface Base extends ReleaseRef {
  /** What the dynos ran (ruling 6), else Heroku's `current`. */
  readonly bad: number;
}

/**
 * How the target comes back: `rollback`: the whole release, code and config vars. `code-only`: its slug, today's config
 * vars (ruling 7). `re-pin`: a container image pushed again by hand, step by step (rollback.md, container apps).
 */
export type Kind = 'rollback' | 'code-only' | 're-pin';

/** `solo`: the requester alone, with a second factor, reviewed afterwards (ruling 2). */
export type ApprovedHow = 'two-person' | 'policy' | 'solo';

/** What a person decided about a send that Heroku never confirmed. */
export type Decision = 'send-once-more' | 'close';

export interface Operation {
  readonly id: string;
  readonly kind: Kind;
  readonly app: string;
  readonly channel: string;
  readonly status: OperationStatus;
  readonly requester: Actor;
  /** Untrusted text; may be empty on staging. */
  readonly symptom: string;
  /** The release that ran when the approver (before approval: the requester) looked. Null until the first look. */
  readonly base: Base | null;
  readonly target: ReleaseRef;
  /** The last preflight people were shown, as `runbooks/rollback/preflight.ts` wrote it. */
  readonly preflight: unknown;
  readonly incidentId: string | null;
  readonly approver: Actor | null;
  /** Null until approved. */
  readonly approvedHow: ApprovedHow | null;
  /** Why a BLOCKED verdict was overridden, in the approver's words; null when it was not. Untrusted text. */
  readonly override: string | null;
  /** The decision, database clock; start of the wall-clock (ruling 13). */
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  readonly approvedAt: Date | null;
  readonly sentAt: Date | null;
  /** The release our POST made. */
  readonly release: ReleaseRef | null;
  readonly progress: Progress;
  readonly recoveredAt: Date | null;
  readonly confirmedAt: Date | null;
  readonly endedAt: Date | null;
  /** Why it ended or needs a person: a code from the procedure, for words and audit. */
  readonly ending: Ending | null;
  readonly decision: { readonly what: Decision; readonly by: Actor } | null;
  /** The stale operation this one renews. */
  readonly renews: string | null;
  /** The recovered operation this one takes back. */
  readonly undoes: string | null;
  /** A re-pin: the image that runs in `release`, and who pushed it. */
  readonly pushed: Pushed | null;
  readonly marks: Marks;
}

export interface Pushed {
  /** Null when nobody said which. */
  readonly tag: string | null;
  /** Untrusted text. */
  readonly by: string;
}

/** What is noted about an operation once, whoever asks for it and however often. */
export type Mark =
  | 'symptom-gone'
  | 'still-broken'
  | 'escalated'
  | 'stable'
  | 'overdue'
  /** A kind of trouble people have heard of. */
  | `told-${string}`
  /** A release of ours that appeared when nobody waited for it any more, by its version. */
  | `late-${number}`
  /** A release of ours that was live until one more of ours came on top, by its version. */
  | `was-live-${number}`
  /** A note, by the form it was written in. */
  | `note-${string}`;

/** Who it was noted by, a name and untrusted text, and when. */
export type Marks = { readonly [M in Mark]?: { readonly by: string; readonly at: string } };

/** What verification has seen so far; redrawn on the card, and what a status answer says. */
export interface Progress {
  readonly release?: 'pending' | 'succeeded' | 'failed' | 'expired';
  readonly releaseCommandSeconds?: number;
  readonly dynosUp?: number;
  readonly dynosWanted?: number;
  readonly dynosCrashed?: readonly string[];
  /** HTTP status of the smoke check; 0 when there was no answer. */
  readonly smoke?: number;
  readonly smokeProblem?: 'cached' | 'origin-guard' | 'unreachable';
  readonly smokeBefore?: number;
  /** Why the last look could not see all it wanted to. */
  readonly unread?: ReadFailure;
}

export type Ending =
  | { readonly why: 'not-the-base'; readonly head: SeenRelease }
  | { readonly why: 'target-gone' }
  | { readonly why: 'head-unreadable'; readonly failure: string }
  | { readonly why: 'refused-by-heroku'; readonly status: number; readonly errorId: string }
  | { readonly why: 'never-sent'; readonly cause: string }
  | { readonly why: 'not-seen' }
  /** Heroku did not confirm, and its list could not be read either. */
  | { readonly why: 'cannot-look' }
  | { readonly why: 'somebody-else'; readonly head: SeenRelease }
  | { readonly why: 'release-failed'; readonly runs: number | null }
  | { readonly why: 'not-recovered-in-time' }
  /** Somebody released on top of ours before it was proven. */
  | { readonly why: 'overtaken'; readonly head: SeenRelease }
  /** Our release is live and web is scaled to 0: there is nothing to prove. */
  | { readonly why: 'nothing-runs' }
  | { readonly why: 'role-changed'; readonly who: string }
  | { readonly why: 'expired' }
  | { readonly why: 'blocked' }
  | { readonly why: 'closed-by-itself' }
  | { readonly why: 'closed'; readonly by: string }
  | { readonly why: 'rejected'; readonly by: string; readonly reason: string }
  | { readonly why: 'cancelled'; readonly by: string }
  /** Another request took its place before anything was sent. */
  | { readonly why: 'replaced'; readonly by: string; readonly operationId: string }
  /** Somebody did the same by hand before we sent anything. */
  | { readonly why: 'done-by-hand'; readonly head: SeenRelease }
  /** Container apps: Heroku no longer has the image, so people push it again. */
  | { readonly why: 'image-gone' };

/** A release somebody else made, as people are told of it. Description and author are untrusted text. */
export interface SeenRelease {
  readonly id: string;
  readonly version: number;
  readonly description: string;
  readonly by: string;
  readonly at: string;
}
