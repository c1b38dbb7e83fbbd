/**
 * The outside world on one page. Procedures see these interfaces and nothing else of it.
 * Expected failures are values; a thrown error is a fault.
 */
import type { KnownBlock, ModalView } from '@slack/types';
import type { ApprovalPolicy } from './apps.ts';
import type {
  Actor,
  Base,
  Decision,
  Ending,
  Operation,
  OperationStatus,
  Progress,
  ReleaseRef,
} from './operation.ts';
import type { Outcome } from './outcome.ts';
import type { Person } from './people.ts';

// ── Heroku ────────────────────────────────────────────────────────────────────────────────────────────────

export type ReleaseStatus = 'pending' | 'succeeded' | 'failed' | 'expired';

export interface Release {
  readonly id: string;
  readonly version: number;
  /** Untrusted text: people choose it. */
  readonly description: string;
  readonly status: ReleaseStatus;
  readonly current: boolean;
  readonly eligibleForRollback: boolean;
  readonly slugId: string | null;
  readonly hasArtifact: boolean;
  readonly outputStreamUrl: string | null;
  readonly user: { readonly id: string; readonly email: string };
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface Dyno {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly state: 'crashed' | 'down' | 'idle' | 'starting' | 'up';
  readonly releaseVersion: number;
  readonly updatedAt: Date;
}

export interface ProcessType {
  readonly type: string;
  readonly quantity: number;
  readonly size: string;
}

/** Names only. Values are compared inside the edge and dropped there (facts/heroku.md section 3). */
export interface ConfigDifference {
  /** In the target, not now: would appear. */
  readonly appears: readonly string[];
  readonly changes: readonly string[];
  /** Now, not in the target: would vanish. */
  readonly vanishes: readonly string[];
}

export type ReadFailure =
  | 'slow'
  | 'down'
  | 'rate-limited'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'malformed'
  | 'budget-spent';

/** What a read of an outside system came to. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: ReadFailure };

/** What one POST came to, in facts; `runbooks/rollback/send.ts` says what they mean. */
export type Sent =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly release: Release | null;
      readonly errorId: string | null;
      readonly requestId: string | null;
    }
  /** No byte of the request can have been processed: DNS, refused, connect timeout, TLS, or our own budget said no. */
  | { readonly kind: 'never-connected'; readonly why: string }
  /** Sent, and no complete answer came. */
  | { readonly kind: 'lost'; readonly why: string; readonly requestId: string | null };

/** `rollback` may use the part of the request budget kept back for it; `routine` stops at that floor. */
export type Purpose = 'rollback' | 'routine';

export interface Asking {
  readonly purpose: Purpose;
  /** Total deadline for this read, milliseconds; default 10,000. */
  readonly deadlineMs?: number;
}

export interface Heroku {
  /** The account our token for this app belongs to (null: the bot's own), for attribution (facts/threats.md section 2). */
  account(app: string | null, asking: Asking): Promise<Read<{ readonly id: string; readonly email: string }>>;
  /** Newest first, at most `max` (1 to 200). */
  releases(app: string, max: number, asking: Asking): Promise<Read<readonly Release[]>>;
  release(app: string, version: number, asking: Asking): Promise<Read<Release>>;
  dynos(app: string, asking: Asking): Promise<Read<readonly Dyno[]>>;
  formation(app: string, asking: Asking): Promise<Read<readonly ProcessType[]>>;
  /** What a rollback to `version` would do to the app's config vars, by name. Two reads. */
  configDifference(app: string, version: number, asking: Asking): Promise<Read<ConfigDifference>>;
  /** `POST /apps/{app}/releases {"release": id}`, exactly once, 20 s, never retried. */
  rollBack(app: string, releaseId: string): Promise<Sent>;
}

// ── Smoke check ───────────────────────────────────────────────────────────────────────────────────────────

export type SmokeResult =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly cached: boolean;
      readonly originGuard: boolean;
    }
  | {
      readonly kind: 'unreachable';
      readonly why: 'slow' | 'refused' | 'dns' | 'tls' | 'forbidden-address' | 'broken';
    };

export interface Smoke {
  /** GET the app's fronted URL asking for no cached answer; no redirects; 5 s. */
  check(app: string): Promise<SmokeResult>;
}

// ── Slack, to be said durably ─────────────────────────────────────────────────────────────────────────────

export interface Message {
  /** The lock-screen line; escaped mrkdwn made by `words/`. */
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
}

/** One message to be said once. Written in the transaction of the state it tells about. */
export interface Post extends Message {
  /** Says the same thing at most once, ever: `op_7f3a/approved`. */
  readonly key: string;
  /** Channel id, or a user id for a direct message. */
  readonly channel: string;
  /** `key` of the message whose thread this goes into. */
  readonly thread?: string;
  /** A thread reply shown in the channel too. */
  readonly broadcast?: boolean;
  /** This message is the operation's live card: it is redrawn from state after every change. */
  readonly card?: string;
}

// ── Slack, to be answered now ─────────────────────────────────────────────────────────────────────────────

export type WhoAmI =
  | { readonly ok: true; readonly person: Person }
  | {
      readonly ok: false;
      readonly why: 'guest' | 'outsider' | 'deactivated' | 'bot' | 'unknown' | 'slack-unreachable';
    };

export interface People {
  /** Membership from Slack (cached 60 s), role from config or user group. Fails closed. */
  who(slackId: string): Promise<WhoAmI>;
  /** Everybody who may approve: Slack ids, for mentions and direct messages. */
  approvers(): Promise<readonly Person[]>;
}

export interface Command {
  readonly name: string;
  readonly text: string;
  readonly slackId: string;
  readonly channel: string;
}

/** A button or menu in a message or a modal. `value` is a client's claim: rows decide, never it. */
export interface Tap {
  readonly actionId: string;
  readonly value: string;
  readonly slackId: string;
  readonly channel: string | null;
}

export interface Submission {
  readonly callbackId: string;
  readonly metadata: string;
  readonly viewId: string;
  readonly slackId: string;
  /** By block id, then action id: typed text, or the chosen values joined by newlines. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A modal somebody has open: a courtesy, never a record. Updates keep typed text (same block and action ids). */
export interface OpenModal {
  readonly viewId: string;
  update(view: ModalView): Promise<void>;
}

export type Answer =
  | { readonly kind: 'nothing' }
  /** Only the asker sees it. */
  | { readonly kind: 'tell'; readonly message: Message }
  /** Acknowledge, open at once, then fill in. */
  | { readonly kind: 'open'; readonly view: ModalView; readonly fill?: (modal: OpenModal) => Promise<void> }
  /** Under the fields of the submitted modal, by block id. */
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  /** The submitted modal shows this instead. */
  | { readonly kind: 'replace'; readonly view: ModalView };

/** Everything people can type or tap. `chat/` fills it, `slack/` delivers to it. */
export interface FrontDesk {
  readonly commands: Readonly<Record<string, (command: Command) => Promise<Answer>>>;
  readonly taps: Readonly<Record<string, (tap: Tap) => Promise<Answer>>>;
  readonly submissions: Readonly<Record<string, (submission: Submission) => Promise<Answer>>>;
}

// ── Ledger: every state change, one transaction each ──────────────────────────────────────────────────────

export interface AuditEntry {
  readonly action: string;
  readonly actor: string;
  readonly targetType: 'operation' | 'app' | 'incident' | 'person';
  readonly targetId: string;
  readonly payload: Json;
}

/** What goes into the same transaction as a change of state. */
export interface Consequences {
  readonly audit: readonly AuditEntry[];
  readonly posts?: readonly Post[];
  /** One line for the incident's timeline, if the operation has an incident. */
  readonly timeline?: { readonly at: Date; readonly actor: string; readonly text: string };
  /** The row of the drill record that this change earns. */
  readonly drill?: Omit<DrillRow, 'id' | 'operationId'>;
}

export interface NewOperation {
  readonly id: string;
  readonly app: string;
  readonly channel: string;
  readonly requester: Actor;
  readonly symptom: string;
  readonly base: Base | null;
  readonly target: ReleaseRef;
  readonly preflight: unknown;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  /** The incident to attach to, opened by this request when `opens`. */
  readonly incident: { readonly id: string; readonly opens: boolean } | null;
  /** Policy `none` (staging): requested and approved are one transaction. */
  readonly approvedBy: Actor | null;
  readonly approvedAt: Date | null;
  readonly renews: string | null;
}

export interface Review {
  readonly operationId: string;
  readonly reviewer: string;
  readonly hash: string;
  readonly base: Base;
  readonly preflight: unknown;
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
  readonly to: OperationStatus;
  readonly lease?: Lease;
  readonly set?: {
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

export interface Ledger {
  find(operationId: string): Promise<Operation | null>;
  /** The operation holding the app's slot, expired requests aside. */
  holder(app: string): Promise<Operation | null>;
  /** Newest first. */
  recent(app: string | null, limit: number): Promise<readonly Operation[]>;
  /** Closes it and says so; null when it was not open. */
  closeIncident(
    incidentId: string,
    at: Date,
    consequences: Consequences,
  ): Promise<{ readonly id: string } | null>;
  openIncident(
    app: string,
  ): Promise<{ readonly id: string; readonly symptom: string; readonly openedAt: Date } | null>;
  attempts(operationId: string): Promise<readonly Attempt[]>;
  /** Whether a release was made by one of our attempts. */
  ours(releaseId: string): Promise<boolean>;

  request(operation: NewOperation, consequences: Consequences): Promise<Outcome<Operation>>;
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
      /** `none` (staging): the requester's own submission approves. */
      readonly policy: ApprovalPolicy;
      /** What the card starts from, e.g. the smoke check before. */
      readonly progress: Progress;
    },
    consequences: Consequences,
  ): Promise<Outcome<Operation>>;
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
  /** Verification progress: no transition, the card is redrawn. Nothing if the lease is gone. */
  progress(lease: Lease, progress: Progress): Promise<void>;

  drills(app: string | null): Promise<readonly DrillRow[]>;
  post(posts: readonly Post[]): Promise<void>;
}

// ── Time and durable runs ─────────────────────────────────────────────────────────────────────────────────

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A right to write to one operation; every write carries it and a later holder's takes it away. */
export interface Lease {
  readonly operationId: string;
  readonly leaseNo: number;
}

/**
 * One durable run of a procedure. `step` results are recorded and replayed; a step in flight when the process
 * dies runs again. Holds ids, names and statuses only: they are stored in clear.
 */
export interface Run {
  readonly lease: Lease;
  /** Do and record. `act` may run more than once, so it must be harmless to repeat. */
  step<T extends Json>(name: string, act: () => Promise<T>): Promise<T>;
  /**
   * An outside effect that must not happen twice. `claim` writes its own durable row and answers `mine` the first
   * time only; `act` runs for the first claimant, `look` for every later one.
   */
  once<T extends Json>(
    name: string,
    effect: { claim(): Promise<'mine' | 'taken'>; act(): Promise<T>; look(): Promise<T> },
  ): Promise<T>;
  /** Ask `ready` about once a second until it answers or durable time passes `until` (then null). */
  wait<T extends Json>(name: string, until: Date, ready: () => Promise<T | null>): Promise<T | null>;
  /** Until durable time reaches `until`. */
  sleep(name: string, until: Date): Promise<void>;
  /** Durable time, recorded. */
  now(name: string): Promise<Date>;
}

export interface Clock {
  /** `switchback_now()` of the database. */
  now(): Promise<Date>;
  /** A pause between polls of an outside system, milliseconds of durable time; ends early at shutdown. */
  pause(ms: number): Promise<void>;
}
