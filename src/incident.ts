/** One incident from its first word to its review, as the database holds it (rollback.md, comms; design.md section 5). */

import type { Actor } from './operation.ts';
import type { SmokeResult } from './ports.ts';

/** 1 is the worst. */
export const SEVERITIES = [1, 2, 3, 4] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What people know so far; whether it is over is `closed`. */
export const INCIDENT_STATUSES = ['investigating', 'identified', 'recovering', 'monitoring'] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

export interface Incident {
  /** `2026-06-21-raxx-api-prod-7f3ak2mn`; people may type its last part alone. */
  readonly id: string;
  readonly app: string;
  /** Other apps it has reached. */
  readonly alsoApps: readonly string[];
  /** Where its headline and thread are. */
  readonly channel: string;
  /** Practice: kept apart from what is real, and nothing of it reaches customers. */
  readonly drill: boolean;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  /** Untrusted text. */
  readonly symptom: string;
  /** What customers notice; empty when nobody has said. Untrusted text. */
  readonly impact: string;
  /** It touches a live customer flow, says somebody: the digest rule does not hold for it (ruling 14). */
  readonly liveFlow: boolean;
  readonly opener: Actor;
  /** Null: nobody leads it. */
  readonly commander: Actor | null;
  /** When it was reported: the database's clock. */
  readonly openedAt: Date;
  /** When it began, which may be earlier. */
  readonly startedAt: Date;
  readonly closed: Closed | null;
}

export interface Closed {
  readonly at: Date;
  readonly by: Actor;
  /** Untrusted text; empty when nobody has said. */
  readonly resolution: string;
  /** Where the review will be; null: to be decided. Untrusted text. */
  readonly review: string | null;
  /** The incident that this one turned out to be. */
  readonly sameAs: string | null;
}

export const ENTRY_KINDS = [
  'opened',
  'note',
  'message',
  'operation',
  'release',
  'flip',
  'dyno',
  'lock',
  'status',
  'public',
  'promise',
  'escalation',
  'action',
  'correction',
  'closed',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** What goes into the timeline: never changed, never removed; a correction is an entry of its own. */
export interface NewEntry {
  readonly kind?: EntryKind;
  /** When it happened, milliseconds kept; when it was added is the database's. */
  readonly at: Date;
  /** Who did or said it, by name. Untrusted text. */
  readonly actor: string;
  /** Escaped mrkdwn made by `words/`. */
  readonly text: string;
  /** Says the same thing at most once in one incident: `release/v86`, a message's channel and timestamp. */
  readonly key?: string;
  readonly corrects?: number;
}

export interface Entry {
  readonly id: number;
  readonly incidentId: string;
  readonly operationId: string | null;
  readonly kind: EntryKind;
  readonly happenedAt: Date;
  readonly addedAt: Date;
  /** Untrusted text. */
  readonly actor: string;
  /** Escaped mrkdwn. */
  readonly text: string;
  readonly corrects: number | null;
  /** Its newest correction. */
  readonly correctedBy: number | null;
}

/**
 * What was last seen of an app while its incident is open, so that whoever looks next, in whatever process, tells what
 * has changed since, and that once.
 */
export interface Sight {
  readonly app: string;
  readonly seen: Seen | null;
  /** Since when nothing could be seen; null while it can. */
  readonly blindSince: Date | null;
  readonly blindTold: boolean;
}

export interface Seen {
  /** What was released since then, and up to `version`, is in the timeline. */
  readonly since: Date;
  readonly version: number;
  /** Those of them whose release command was still running. */
  readonly pending: readonly number[];
  /** By process type. */
  readonly dynos: Readonly<Record<string, SeenDynos>>;
}

export interface SeenDynos {
  /** Names of those that have crashed since all were up. */
  readonly crashed: readonly string[];
  /** The release all of them were last up on; null: not seen yet. */
  readonly upOn: number | null;
}

/**
 * What the bot does by itself when its time has come, whatever process lives then. Each is done once: its words and its
 * being done are one transaction (`runbooks/incident/agenda.ts`).
 */
export const AGENDA = [
  /** An operator text is told to each operator now, or left for the digest (ruling 14). */
  'tell',
  /** Releases and dynos of its apps are looked at; again and again while it is open. */
  'look',
  /** The headline shows how long it has been. */
  'redraw',
  /** Ten minutes of a SEV-1 or 2 without a decision. */
  'nudge',
  /** Three minutes before a public promise runs out: a draft to publish. */
  'promise-draft',
  /** A public promise has run out. */
  'promise-broken',
  /** It runs into the next UTC day: what waited for the digest is said now (ruling 14). */
  'next-day',
  'review-reminder',
  'action-due',
  'escalate',
] as const;
export type AgendaWhat = (typeof AGENDA)[number];

export interface AgendaItem {
  readonly id: number;
  readonly incidentId: string;
  readonly what: AgendaWhat;
  /** Which one, where an incident has several: an action item, a public text. */
  readonly subject: string;
  readonly dueAt: Date;
  /** How often it was tried and failed. */
  readonly tries: number;
}

export interface Planned {
  readonly what: AgendaWhat;
  readonly subject?: string;
  readonly dueAt: Date;
}

/** One of the operator texts (rollback.md, comms), which is in the thread already: told to each of them by the digest rule. */
export interface OperatorText {
  /** Once in one incident: `opened`, `initiated/rb-7f3ak2mn`. */
  readonly key: string;
  readonly at: Date;
  /** Escaped mrkdwn made by `words/`. */
  readonly text: string;
}

/** Not told to anybody yet, nor in a digest. */
export interface UntoldText extends OperatorText {
  readonly id: number;
}

/** What heroku.md wakes people for when it goes on. */
export type ErrorCode = 'R10' | 'R14';

/** One error in the log for as long as it does not stay away: the newest such time of an incident. */
export interface ErrorRun {
  readonly code: ErrorCode;
  readonly first: Date;
  readonly last: Date;
  /** How often it was logged. */
  readonly times: number;
}

/** One of heroku.md's four rules, with what it was recognised by. */
export type Recognised =
  | { readonly rule: 'deploy-failed'; readonly version: number; readonly description: string }
  | { readonly rule: 'errors-go-on'; readonly run: ErrorRun }
  | { readonly rule: 'heroku-incident'; readonly title: string }
  | { readonly rule: 'unreachable'; readonly smoke: SmokeResult };
