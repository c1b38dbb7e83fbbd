/** What customers are told: drafts, what was published of them, and the promise of a next word. */
import type { Consequences } from './ledger.ts';
import type { Actor } from './operation.ts';

/** The three approved texts for customers (rollback.md, comms), in their order. */
export const PUBLIC_TEXTS = ['investigating', 'rolled-back', 'recovered'] as const;
export type PublicText = (typeof PUBLIC_TEXTS)[number];

/** Others are templates of the team's own, or written by hand. */
export type PublicName = PublicText | `template:${string}` | 'by-hand';

/** Why a draft is there: its first words depend on it. */
export const DRAFT_REASONS = ['opened', 'live', 'recovered', 'asked', 'edited', 'promise'] as const;
export type DraftReason = (typeof DRAFT_REASONS)[number];

export interface NewDraft {
  /** The incident's id, a slash, and what tells it from the incident's others. */
  readonly id: string;
  readonly which: PublicName;
  /** Exactly what goes out, in plain text. */
  readonly text: string;
  readonly why: DraftReason;
  /** The rollback that the text is about, if any. */
  readonly operationId: string | null;
  /** Who ticked that no account data has been affected (ruling 11); null: the text does not say it. */
  readonly claimedBy: Actor | null;
  /** Null: the bot itself. */
  readonly by: Actor | null;
  readonly at: Date;
}

export interface Draft extends NewDraft {
  readonly incidentId: string;
  readonly state: 'waiting' | 'replaced' | 'published';
  /** Who replaced or published it, and when; null while it waits. */
  readonly settled: { readonly by: Actor; readonly at: Date } | null;
}

export interface Publication {
  readonly incidentId: string;
  readonly which: PublicName;
  /** Exactly what went out: escaped mrkdwn. */
  readonly text: string;
  readonly by: Actor;
  readonly at: Date;
}

export interface Publishing extends Publication {
  /** Null: a button from before drafts were kept. */
  readonly draftId: string | null;
}

/** Why nothing went out; null of `publish`: it did. */
export type NotPublished =
  /** This text, or one that takes its place, is out already. */
  | { readonly why: 'out'; readonly publication: Publication }
  /** This very draft is out, or another took its place. */
  | { readonly why: 'settled'; readonly draft: Draft }
  /** The incident is closed, and this is not the last word. */
  | { readonly why: 'closed' };

/** Customers wait for a word. */
export interface RunningPromise {
  /** By when they were told to expect it. */
  readonly until: Date;
  /** When operators are called because nothing came. */
  readonly callsAt: Date;
  /** How often people have moved that. */
  readonly snoozed: number;
}

/** How often the call may be moved, each time by so much, milliseconds. */
export const SNOOZES = 3;
export const SNOOZE_MS = 5 * 60_000;

export interface Publications {
  draft(id: string): Promise<Draft | null>;
  /** In the order of writing. */
  drafts(incidentId: string): Promise<readonly Draft[]>;
  /** Drafts with their words, in one transaction; nothing of it where they are there already. */
  offer(incidentId: string, consequences: Consequences): Promise<void>;
  /** Another draft, among the consequences, takes its place; false when it no longer waits. */
  replace(id: string, by: Actor, at: Date, consequences: Consequences): Promise<boolean>;
  /**
   * Each of the three once, and none once a later one is out; further texts between them, none after the last. Of drafts
   * also none that was overtaken.
   * `consequences` is given the text's number within the incident, from 1.
   */
  publish(wanted: Publishing, consequences: (sequence: number) => Consequences): Promise<NotPublished | null>;
  promise(incidentId: string): Promise<RunningPromise | null>;
  /** By when customers were told to expect the word they still wait for, also after everybody was called for it. */
  owed(incidentId: string): Promise<Date | null>;
  /** Moves the call; false when it is not as it was seen any more, or was moved often enough. */
  snooze(incidentId: string, seen: RunningPromise, consequences: Consequences): Promise<boolean>;
}

/** What must not be out yet for a text to go out: itself and what comes after it; of further texts the last of the three. */
export function laterThan(which: PublicName): readonly PublicName[] {
  const names: readonly PublicName[] = PUBLIC_TEXTS;
  return names.includes(which) ? names.slice(names.indexOf(which)) : names.slice(-1);
}

/**
 * What went out since a draft was written and takes its place: of one for a promise, any word to customers; of others, the
 * same words. `text`: as it would go out.
 */
export function overtaking(
  { why, at }: Pick<NewDraft, 'why' | 'at'>,
  text: string,
  published: readonly Publication[],
): Publication | null {
  return published.find((each) => each.at > at && (why === 'promise' || each.text === text)) ?? null;
}
