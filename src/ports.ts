/**
 * The outside world on one page. Procedures see these interfaces and nothing else of it.
 * Expected failures are values; a thrown error is a fault.
 */
import type { HomeView, KnownBlock, ModalView, Option } from '@slack/types';
import type { Refusal } from './outcome.ts';
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
  /** The same then and now. */
  readonly stays: readonly string[];
  /** Which declared flags are on (`1`, `true`, `on`, `yes`), now and in the target. */
  readonly flagsNow: readonly string[];
  readonly flagsThen: readonly string[];
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

/**
 * `rollback` may use the part of the request budget kept back for it, `routine` stops at that floor. `look`, before
 * anybody has approved, may go below it, but leaves what one rollback needs.
 */
export type Purpose = 'rollback' | 'look' | 'routine';

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
  /** What a rollback to `version` would do to the app's config vars, by name, and to the flags declared. Two reads. */
  configDifference(
    app: string,
    version: number,
    flags: readonly string[],
    asking: Asking,
  ): Promise<Read<ConfigDifference>>;
  /** Commit and age of the slug behind a release. */
  slug(app: string, slugId: string, asking: Asking): Promise<Read<Slug>>;
  /** The app's last log lines, oldest first, scrubbed of anything that looks like a secret. Untrusted text. */
  logs(app: string, lines: number, asking: Asking): Promise<Read<readonly LogLine[]>>;
  /**
   * What the release command printed: the last lines, scrubbed. Empty when there is none or it has not begun; while
   * it runs, what there is at the deadline. Untrusted text.
   */
  releaseOutput(release: Pick<Release, 'outputStreamUrl'>, asking: Asking): Promise<Read<readonly string[]>>;
  /** Names of the config vars that add-ons own. */
  addonConfigNames(app: string, asking: Asking): Promise<Read<readonly string[]>>;
  /** `POST /apps/{app}/releases {"release": id}`, exactly once, 20 s, never retried. */
  rollBack(app: string, releaseId: string): Promise<Sent>;
  /** `POST /apps/{app}/releases {"slug": id, "description": …}`: code only, config kept. Exactly once, 20 s, never retried. */
  releaseSlug(app: string, slugId: string, description: string): Promise<Sent>;
}

export interface Slug {
  readonly id: string;
  readonly commit: string | null;
  readonly createdAt: Date;
}

export interface LogLine {
  readonly at: Date;
  /** `app` or `heroku`. */
  readonly source: string;
  /** `web.1`, `router`, `release.4711`. */
  readonly process: string;
  readonly text: string;
}

// ── GitHub ────────────────────────────────────────────────────────────────────────────────────────────────

export interface Commit {
  readonly sha: string;
  /** Untrusted text: the first line of its message. */
  readonly title: string;
  /** Untrusted text. */
  readonly author: string;
  /** Labels of the pull requests it came with; empty while `labelsKnown` is false. Untrusted text. */
  readonly labels: readonly string[];
}

export interface ChangedFile {
  readonly path: string;
  /** Where it was before a rename or copy. */
  readonly previousPath: string | null;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'other';
  /** The whole diff; null when GitHub leaves it out (too large, binary) or cuts it short. Untrusted text. */
  readonly patch: string | null;
}

export interface Comparison {
  /** Oldest first. */
  readonly commits: readonly Commit[];
  readonly files: readonly ChangedFile[];
  /** GitHub lists at most 300 files and 250 commits: false when something may be missing. */
  readonly complete: boolean;
  /** The labels are asked for apart, and their absence must not cost the comparison. */
  readonly labelsKnown: boolean;
}

/** `diverged`: the second commit does not contain the first, so the way between them is no list of commits. */
export type GitHubFailure = ReadFailure | 'no-token' | 'diverged';

export interface GitHub {
  /** What lies between two commits of `owner/name`, the older first; all reads within the deadline, none tried again. */
  compare(
    repository: string,
    from: string,
    to: string,
    deadlineMs: number,
  ): Promise<
    { readonly ok: true; readonly value: Comparison } | { readonly ok: false; readonly why: GitHubFailure }
  >;
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
  /** GET the app's fronted URL asking for no cached answer; no redirects; 5 s, or less where somebody waits. */
  check(app: string, deadlineMs?: number): Promise<SmokeResult>;
}

// ── How Heroku itself is ──────────────────────────────────────────────────────────────────────────────────

export interface PlatformIncident {
  /** Untrusted text. */
  readonly title: string;
  /** Title and updates, for what they name. Untrusted text. */
  readonly text: string;
}

export interface Platform {
  /** Nothing is wrong, says Heroku, with any of its systems. */
  readonly green: boolean;
  /** Those that are not over. */
  readonly incidents: readonly PlatformIncident[];
}

export interface HerokuStatus {
  /** What status.heroku.com says now; 5 s in all. Unread is not green. */
  now(): Promise<Read<Platform>>;
}

// ── Slack, to be said durably ─────────────────────────────────────────────────────────────────────────────

export interface Message {
  /** The lock-screen line; escaped mrkdwn made by `words/`. */
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
}

/** Plain text in a file. */
export interface SharedFile {
  /** `2026-06-21-raxx-api-prod.md`: ours, never untrusted text. */
  readonly name: string;
  readonly title: string;
  readonly content: string;
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
  /** Shared with it, its text as the comment; text alone, saying so, when Slack takes no files from us. Never broadcast. */
  readonly file?: SharedFile;
  /** This message is the operation's checklist: it is redrawn like the card. */
  readonly checklist?: string;
  /** This message is a draft for customers: it is redrawn like the card. */
  readonly draft?: string;
  /** This message is the incident's headline: it is redrawn after every change of the incident or its operations. */
  readonly headline?: string;
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
  /** Everybody who may approve, of those who could be looked up. */
  approvers(): Promise<readonly Person[]>;
  /** Whom to tell: these, and whoever is one by configuration while Slack does not say who they are. */
  operators(): Promise<readonly Operator[]>;
}

export type Operator = Pick<Person, 'id' | 'slackId' | 'agent'>;

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
  /** What is ticked or typed in the message it was tapped in, by block id, then action id. */
  readonly values: Submission['values'];
  /** The modal it was tapped in, if any. */
  readonly view: { readonly id: string; readonly callbackId: string; readonly metadata: string } | null;
}

/** A message somebody wrote, as it reads without markup. */
export interface Said {
  readonly channel: string;
  readonly ts: string;
  /** Timestamp of its thread's root; null outside of threads. */
  readonly threadTs: string | null;
  /** Untrusted text. */
  readonly text: string;
  /** Whose it is; null of an app that has no account. */
  readonly slackId: string | null;
  /** As the message itself names its author, which apps do. Untrusted text. */
  readonly name: string | null;
}

/** An emoji somebody put under a message: which one it is, never what it says. */
export interface Reaction {
  /** Without colons. */
  readonly emoji: string;
  readonly slackId: string;
  readonly channel: string;
  readonly ts: string;
}

/** What stands in Slack, read when somebody points at it. */
export interface Conversations {
  /** `ours`: the bot said it. `gone`: there is no such message (any more). `not-there`: the bot is not in that channel. */
  message(
    channel: string,
    ts: string,
  ): Promise<
    | { readonly ok: true; readonly said: Said; readonly ours: boolean }
    | { readonly ok: false; readonly why: 'gone' | 'not-there' | 'slack' }
  >;
  /** How people see this account named, whoever it is; null when Slack does not say. Untrusted text. */
  nameOf(slackId: string): Promise<string | null>;
}

/** A shortcut somebody chose. */
export interface Shortcut {
  readonly callbackId: string;
  readonly slackId: string;
  /** The message in whose menu it was chosen; null for one from anywhere. */
  readonly about: Said | null;
}

/** What somebody typed into a select that asks us for its options, at most 100 of them. */
export interface Search {
  readonly actionId: string;
  readonly typed: string;
  readonly slackId: string;
  readonly metadata: string;
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

/** `refusal`: why nothing was done; what of it belongs in the audit is decided in one place, `chat/audited-desk.ts`. */
export type Answer =
  | { readonly kind: 'nothing' }
  /** Only the asker sees it. */
  | { readonly kind: 'tell'; readonly message: Message; readonly refusal?: Refusal }
  /** Acknowledge, open at once, then fill in. */
  | { readonly kind: 'open'; readonly view: ModalView; readonly fill?: (modal: OpenModal) => Promise<void> }
  /** Under the fields of the submitted modal, by block id. */
  | {
      readonly kind: 'errors';
      readonly errors: Readonly<Record<string, string>>;
      readonly refusal?: Refusal;
    }
  /** The modal it came from shows this instead, and is then filled in. */
  | {
      readonly kind: 'replace';
      readonly view: ModalView;
      readonly fill?: (modal: OpenModal) => Promise<void>;
      readonly refusal?: Refusal;
    };

/** Everything people can type or tap. `chat/` fills it, `slack/` delivers to it. */
export interface FrontDesk {
  readonly commands: Readonly<Record<string, (command: Command) => Promise<Answer>>>;
  readonly taps: Readonly<Record<string, (tap: Tap) => Promise<Answer>>>;
  readonly submissions: Readonly<Record<string, (submission: Submission) => Promise<Answer>>>;
  /** By callback id. */
  readonly shortcuts: Readonly<Record<string, (shortcut: Shortcut) => Promise<Answer>>>;
  /** Somebody reacted to a message; words are for them alone. */
  readonly reacted: (reaction: Reaction) => Promise<Answer>;
  /** External selects: by action id. */
  readonly searches: Readonly<Record<string, (search: Search) => Promise<readonly Option[]>>>;
  /** What this person is shown in the app's Home tab now. */
  readonly home: (slackId: string) => Promise<HomeView>;
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
  /**
   * Ask `ready` about once a second until it answers or durable time passes `until` (then null). It is told durable time as
   * nearly as the wait knows it.
   */
  wait<T extends Json>(name: string, until: Date, ready: (now: Date) => Promise<T | null>): Promise<T | null>;
  /** Until durable time reaches `until`. */
  sleep(name: string, until: Date): Promise<void>;
  /** Durable time, recorded. */
  now(name: string): Promise<Date>;
}

export interface Clock {
  /** `switchback_now()` of the database. */
  now(): Promise<Date>;
  /**
   * A pause between polls of an outside system, milliseconds of durable time; ends early at shutdown. Resolves with the time
   * then, as near as it can be told without asking the database again.
   */
  pause(ms: number): Promise<Date>;
}
