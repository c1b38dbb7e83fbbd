/** The Ledger: every state change, one transaction each. What happened is what it says. */
import type { AgendaWhat, Incident, IncidentStatus, NewEntry, OperatorText, Planned } from './incident.ts';
import type { NewIncident } from './incidents.ts';
import type {
  Actor,
  ApprovedHow,
  Base,
  Decision,
  Ending,
  Kind,
  Mark,
  Operation,
  OperationStatus,
  Progress,
  Pushed,
  ReleaseRef,
} from './operation.ts';
import type { Outcome } from './outcome.ts';
import type { Json, Lease, Post } from './ports.ts';
import type { NewDraft } from './publications.ts';
import type { RePinEntry } from './re-pin.ts';
import type { Proof } from './second-factor.ts';
import type { NewWebhook } from './webhooks.ts';

export interface AuditEntry {
  readonly action: string;
  readonly actor: string;
  readonly targetType: 'operation' | 'app' | 'incident' | 'person';
  readonly targetId: string;
  readonly payload: Json;
}

/** The newest row of the audit chain. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
  readonly at: Date;
}

/** How the head is said outside the database, so that nobody can cut or rewrite the chain unseen. */
export type Anchor = (head: AuditHead) => Post;

/** What goes into the same transaction as a change of state. */
export interface Consequences {
  readonly audit: readonly AuditEntry[];
  readonly posts?: readonly Post[];
  readonly webhooks?: readonly NewWebhook[];
  /** For customers; their posts name them (`Post.draft`). */
  readonly drafts?: readonly NewDraft[];
  /** For the timeline of the incident, if there is one; of a key that is there already: nothing. */
  readonly timeline?: NewEntry | readonly NewEntry[];
  /** For the timelines of other incidents. */
  readonly alsoIn?: readonly { readonly incidentId: string; readonly entry: NewEntry }[];
  /** What the incident has coming from now on. */
  readonly agenda?: readonly Planned[];
  /** What it has coming no more; without a subject, all of that kind. */
  readonly callOff?: readonly { readonly what: AgendaWhat; readonly subject?: string }[];
  /** The incident has come to this by itself: only forward, and not against what people said since this operation was sent. */
  readonly reaches?: IncidentStatus;
  /** For the operators, by the digest rule; nothing of a drill, and nothing without an incident. */
  readonly operators?: readonly OperatorText[];
  /** The row of the drill record that this change earns. */
  readonly drill?: Omit<DrillRow, 'id' | 'operationId'>;
}

export interface NewOperation {
  readonly id: string;
  readonly kind: Kind;
  readonly app: string;
  readonly channel: string;
  readonly requester: Actor;
  readonly symptom: string;
  readonly base: Base | null;
  readonly target: ReleaseRef;
  readonly preflight: unknown;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  /** The incident it belongs to: one that is open, or one to open with it, unless somebody was faster. */
  readonly incident:
    | { readonly id: string; readonly opens: null }
    | {
        readonly id: string;
        readonly opens: { readonly wanted: NewIncident; readonly consequences: Consequences };
      }
    | null;
  /** Policy `none` (staging): requested and approved are one transaction. */
  readonly approvedBy: Actor | null;
  readonly approvedAt: Date | null;
  readonly approvedHow: ApprovedHow | null;
  /** A renewal's, as in `approve`. */
  readonly override?: string | null;
  readonly proof?: Proof | null;
  readonly renews: string | null;
  readonly undoes: string | null;
}

/** An operation that ends for another one, if it still holds the slot in one of the change's statuses. */
export interface GivingWay {
  readonly operationId: string;
  readonly change: Change;
}

export interface Review {
  readonly operationId: string;
  readonly reviewer: string;
  readonly hash: string;
  readonly base: Base;
  readonly preflight: unknown;
}

export type LookVerdict = 'right' | 'wrong';

export interface SecondLook {
  readonly dueAt: Date;
  /** Null until somebody has looked. */
  readonly done: { readonly by: Actor; readonly at: Date; readonly verdict: LookVerdict } | null;
}

export interface Attempt {
  readonly n: number;
  readonly base: ReleaseRef;
  readonly intentAt: Date;
  readonly outcome: AttemptOutcome | null;
}

export type AttemptOutcome =
  | 'confirmed'
  | 'not_executed'
  | 'failed'
  | 'adopted'
  | 'not_seen'
  | 'somebody_else';

/** A conditional change of one operation: it happens only if the row is still in `from` (and the lease is ours). */
export interface Change extends Consequences {
  readonly from: readonly OperationStatus[];
  /** Null: it stays where it is. */
  readonly to: OperationStatus | null;
  readonly lease?: Lease;
  /** Noted with it, and only if it was not noted before: what is said or written with it happens once. */
  readonly mark?: { readonly name: Mark; readonly by: string; readonly at: Date };
  readonly set?: {
    /** Once a rollback turned out to be a container's whose image is gone. */
    readonly kind?: Kind;
    readonly pushed?: Pushed;
    readonly sentAt?: Date;
    readonly release?: ReleaseRef;
    readonly progress?: Progress;
    readonly recoveredAt?: Date | null;
    readonly confirmedAt?: Date;
    readonly endedAt?: Date;
    readonly ending?: Ending | null;
    readonly decision?: { readonly what: Decision; readonly by: Actor } | null;
  };
}

export interface DrillRow {
  readonly id: number;
  readonly operationId: string | null;
  readonly corrects: number | null;
  readonly happenedAt: Date;
  readonly app: string;
  readonly operator: string;
  readonly badRelease: string;
  readonly rolledTo: string;
  readonly wallClock: string;
  readonly outcome: string;
}

/** Deploys of an app that CI must not start: written with a rollback's intent, or by hand. */
export interface DeployLock {
  readonly id: number;
  readonly app: string;
  /** Null: the whole app, whatever the commit. */
  readonly commit: string | null;
  /** The rollback it came with; null when somebody locked by hand. */
  readonly operationId: string | null;
  /** Untrusted text. */
  readonly reason: string;
  /** Who locked, by name. Untrusted text. */
  readonly owner: string;
  readonly since: Date;
  /** Commits that were let through it all the same. */
  readonly letThrough: readonly string[];
}

/** A lock touches every open incident of its app. */
export interface LockConsequences extends Consequences {
  /** Said in each one's thread; null: it is said there anyway. */
  readonly inThreads: { readonly key: string; readonly text: string } | null;
}

/** Somebody sets or lifts a lock, in words. */
export interface LockChange {
  readonly app: string;
  readonly commit: string | null;
  readonly by: Actor;
  /** Untrusted text. */
  readonly reason: string;
  readonly at: Date;
}

/** Where a message of ours stands in Slack. */
export interface MessagePlace {
  readonly channel: string;
  readonly ts: string;
  /** Timestamp of the thread's root; null outside of threads. */
  readonly threadTs: string | null;
}

/** How everything stands, from our own rows alone. */
export interface Picture {
  /** Operations that hold their app's slot, oldest first; `card` is null until it is posted. */
  readonly underWay: readonly { readonly operation: Operation; readonly card: MessagePlace | null }[];
  /** Open ones, oldest first; `headline` as `card`. */
  readonly incidents: readonly (Pick<
    Incident,
    'id' | 'app' | 'drill' | 'severity' | 'symptom' | 'openedAt'
  > & { readonly headline: MessagePlace | null })[];
  readonly locks: readonly DeployLock[];
  /** What each app ran when we last knew it. */
  readonly releases: readonly KnownRelease[];
  /** Each app's latest row of the drill record, corrections aside. */
  readonly drills: readonly DrillRow[];
}

export interface KnownRelease {
  readonly app: string;
  readonly version: number;
  /** Proven by a rollback of ours; else seen when somebody looked. */
  readonly ours: boolean;
  readonly at: Date;
}

export interface Ledger {
  find(operationId: string): Promise<Operation | null>;
  /** The operation holding the app's slot, expired requests aside. */
  holder(app: string): Promise<Operation | null>;
  /** Newest first. */
  recent(app: string | null, limit: number): Promise<readonly Operation[]>;
  /** Every rollback of an incident, in the order of asking. */
  ofIncident(incidentId: string): Promise<readonly Operation[]>;
  picture(): Promise<Picture>;
  attempts(operationId: string): Promise<readonly Attempt[]>;
  /** Whether a release was made by one of our attempts. */
  ours(releaseId: string): Promise<boolean>;

  request(
    operation: NewOperation,
    consequences: Consequences,
    former?: GivingWay | null,
  ): Promise<Outcome<Operation>>;
  /** The request's preflight is known: show it, and fix the base while nobody has approved. */
  look(operationId: string, base: Base, preflight: unknown): Promise<void>;
  openReview(review: Review): Promise<void>;
  review(operationId: string, reviewer: string, hash: string): Promise<Review | null>;
  approve(
    approval: {
      readonly operationId: string;
      readonly approver: Actor;
      readonly hash: string;
      readonly at: Date;
      readonly how: ApprovedHow;
      /** With `solo`: how long after the request its requester may approve alone, milliseconds. */
      readonly soloAfterMs: number | null;
      /** Why a block is overridden; null when nothing blocks. */
      readonly override: string | null;
      /** Solo approvals and overrides need one, and use it up. */
      readonly proof: Proof | null;
      /** What the card starts from, e.g. the smoke check before. */
      readonly progress: Progress;
    },
    consequences: Consequences,
  ): Promise<Outcome<Operation>>;
  /** The second person's look at what was approved alone; null when there is none to have. */
  secondLook(operationId: string): Promise<SecondLook | null>;
  /** Once, and by another person than the one who approved; false otherwise. */
  lookAgain(
    operationId: string,
    look: { readonly by: Actor; readonly at: Date; readonly verdict: LookVerdict; readonly note: string },
    consequences: Consequences,
  ): Promise<boolean>;
  /** Zero rows changed: null, and nothing else of the transaction happened. */
  change(operationId: string, change: Change): Promise<Operation | null>;

  /** The send's claim: entitlement, expiry and base checked, intent, deploy lock, audit and the first words in one transaction. */
  intend(
    lease: Lease,
    /** `n`: the send's own number, so that run and rows never disagree about which attempt is meant. */
    intent: { readonly n: number; readonly base: ReleaseRef; readonly at: Date },
    consequences: Consequences,
  ): Promise<Outcome<Attempt>>;
  settle(
    lease: Lease,
    n: number,
    result: { readonly outcome: AttemptOutcome; readonly detail: Json; readonly release?: ReleaseRef },
    change: Omit<Change, 'lease'>,
  ): Promise<Operation | null>;
  /** What people noted in the checklist of a re-pin, oldest first. */
  rePinEntries(operationId: string): Promise<readonly RePinEntry[]>;
  /**
   * Adds a note and its change, together or not at all. Null when somebody noted something first, or the checklist is
   * no longer open: look again.
   */
  noteRePin(operationId: string, entry: RePinEntry, change: Change): Promise<Operation | null>;
  /** Verification progress: no transition, the card is redrawn. Nothing if the lease is gone. */
  progress(lease: Lease, progress: Progress): Promise<void>;

  /** The deploy locks that stand, oldest first; null: of every app. Whether one stops a commit: `access/deploy-locks.ts`. */
  locks(app: string | null): Promise<readonly DeployLock[]>;
  /** Refused when somebody locked the same by hand already. */
  lock(
    wanted: LockChange,
    consequences: (lock: DeployLock) => LockConsequences,
  ): Promise<Outcome<DeployLock>>;
  /** Lifts every lock of the app, or only those of one operation; refused when there is none. */
  unlock(
    wanted: Omit<LockChange, 'commit'> & { readonly operationId: string | null },
    consequences: (lifted: readonly DeployLock[]) => LockConsequences,
  ): Promise<Outcome<readonly DeployLock[]>>;
  /** Lets one commit through the locks that stop it now; they stay. Refused when none does. */
  letThrough(
    wanted: LockChange & { readonly commit: string },
    consequences: (locks: readonly DeployLock[]) => LockConsequences,
  ): Promise<Outcome<readonly DeployLock[]>>;
  /** The bad release's commit is known: its rollback's lock stops that commit alone from now on, so that the fix can ship. */
  narrowLock(operationId: string, commit: string): Promise<void>;

  /** A refused attempt to act, once a minute for each person and reason. */
  noteRefusal(reason: string, entry: AuditEntry): Promise<void>;
  /** `2026-11-20` */
  dayIsDone(day: string): Promise<boolean>;
  /** The day's round with its words and the audit's head; false when another process was first. */
  startDay(day: string, posts: readonly Post[]): Promise<boolean>;

  drills(app: string | null): Promise<readonly DrillRow[]>;
  post(posts: readonly Post[]): Promise<void>;
  /** Audited and said, though no operation changed. */
  note(consequences: Pick<Consequences, 'audit' | 'posts'>): Promise<void>;
}
