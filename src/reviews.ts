/** What remains of an incident: what is still to be done, and what people write about it for its review. */
import type { Incident } from './incident.ts';
import type { Consequences } from './ledger.ts';
import type { Actor } from './operation.ts';
import type { Publication } from './publications.ts';

/** Somebody of this workspace, or only a name (`feature-developer`). The name is untrusted text. */
export interface Owner {
  readonly slackId: string | null;
  readonly name: string;
}

export interface NewAction {
  /** Untrusted text. */
  readonly what: string;
  readonly owner: Owner | null;
  /** `2026-06-23`, in UTC. */
  readonly due: string | null;
  /** Where it is tracked; empty when nowhere yet. Untrusted text. */
  readonly issue: string;
  readonly by: Actor;
  readonly at: Date;
  /** The form it came by: each adds one. */
  readonly form: string;
}

export interface ActionItem extends Omit<NewAction, 'form'> {
  readonly incidentId: string;
  /** Its number within the incident, from 1. */
  readonly n: number;
  readonly done: { readonly by: Actor; readonly at: Date } | null;
}

/** The parts of an RCA that only people can write, in the order of the house's document. */
export const RCA_PARTS = [
  /** What the document is called after its day: `release-smoke-cf-origin-guard`. */
  'slug',
  'summary',
  'blast-radius',
  'users-affected',
  'visible-symptoms',
  'data-integrity',
  'revenue',
  'went-well',
  'went-badly',
  'root-cause',
  'alerted-by',
  'detect-faster',
] as const;
export type RcaPart = (typeof RCA_PARTS)[number];

export interface RcaText {
  readonly id: number;
  readonly part: RcaPart;
  /** Untrusted text; empty: taken back. */
  readonly text: string;
  readonly by: Actor;
  readonly at: Date;
}

/** A part as somebody leaves it, and what they saw there before: null when it was empty. */
export interface RcaEdit {
  readonly part: RcaPart;
  readonly text: string;
  readonly over: number | null;
}

/** The document as it was delivered. */
export interface RcaDocument {
  /** From 1, within the incident. */
  readonly n: number;
  /** Markdown. */
  readonly text: string;
  readonly by: Actor;
  readonly at: Date;
}

export interface Reviews {
  /** What customers were told of the incident, in the order of telling. */
  published(incidentId: string): Promise<readonly Publication[]>;
  /** Numbered in the order of adding; null when the same form added one already. */
  addAction(
    incidentId: string,
    wanted: NewAction,
    consequences: (added: ActionItem) => Consequences,
  ): Promise<ActionItem | null>;
  actions(incidentId: string): Promise<readonly ActionItem[]>;
  /** Once; false when it was done before. */
  finishAction(
    incidentId: string,
    n: number,
    done: { readonly by: Actor; readonly at: Date },
    consequences: Consequences,
  ): Promise<boolean>;
  /** Where the review of a closed incident is; false when it is open, or the link is there already. */
  link(incidentId: string, review: string, consequences: Consequences): Promise<boolean>;
  /** The newest text of each part that was ever written. */
  texts(incidentId: string): Promise<readonly RcaText[]>;
  /** Those of the incident with these ids, whether or not they are the newest. */
  earlier(incidentId: string, ids: readonly number[]): Promise<readonly RcaText[]>;
  /** When Heroku had made the release of each of the incident's rollbacks that made one, by its id. */
  landed(incidentId: string): Promise<ReadonlyMap<string, Date>>;
  /** The incident that this one turned out to be, and those that turned out to be this one. */
  related(incidentId: string): Promise<readonly Incident[]>;
  /**
   * All of the edits, or none: then the answer is what others wrote in the same parts since. An empty answer: done.
   */
  write(
    incidentId: string,
    edits: readonly RcaEdit[],
    by: Actor,
    at: Date,
    consequences: Consequences,
  ): Promise<readonly RcaText[]>;
  /** The newest; null: none was written yet. */
  document(incidentId: string): Promise<RcaDocument | null>;
  /** False when another of this number was kept first. */
  keepDocument(incidentId: string, document: RcaDocument, consequences: Consequences): Promise<boolean>;
}
