/** Second factors as rows: who has one, and what was proved with it. Seeds are sealed before they come here; codes never do. */
import type { Consequences } from './ledger.ts';
import type { Actor } from './operation.ts';

/** A right code, to be used up in the transaction of what it allows: it counts once (facts/threats.md T22). */
export interface Proof {
  readonly person: string;
  /** Which of the person's seeds: one taken away meanwhile proves nothing. */
  readonly seedNo: number;
  readonly step: number;
}

export type Guess =
  | {
      readonly kind: 'claimed';
      readonly sealed: string;
      readonly seedNo: number;
      readonly at: Date;
      readonly lastStep: number;
      /** When it is the last one allowed: how long a wrong one locks. */
      readonly locks: Date | null;
    }
  | { readonly kind: 'locked'; readonly until: Date }
  | { readonly kind: 'none' };

export interface Enrolled {
  readonly person: string;
  readonly slackId: string;
  /** Untrusted text. */
  readonly name: string;
}

export interface SecondFactors {
  /** Which of these persons have one that is in use. */
  enrolled(persons: readonly string[]): Promise<ReadonlySet<string>>;
  /** By the configured name, Slack account or shown name somebody typed. */
  find(typed: string): Promise<readonly Enrolled[]>;
  /** Counted before it is looked at, so that neither many processes nor a restart give more guesses (T23). */
  claim(person: string, seed: 'in-use' | 'pending'): Promise<Guess>;
  /** It was right: the guess is given back, and the locks are forgotten. */
  giveBack(person: string): Promise<void>;
  /** A new seed is about to be shown, in place of any other that waits; its number. Null: one is in use, and `proof` is not of it. */
  begin(
    person: Actor,
    sealed: string,
    page: { readonly hash: string; readonly expiresAt: Date } | null,
    proof: Proof | null,
  ): Promise<number | null>;
  /** The seed that waits, once for each page. */
  redeem(
    pageHash: string,
  ): Promise<{ readonly person: string; readonly name: string; readonly sealed: string } | null>;
  /** From now on this seed counts. False when another waits by now. */
  confirm(proof: Proof, at: Date, consequences: Consequences): Promise<boolean>;
  /** Taken away. False when there was none. */
  reset(person: string, consequences: Consequences): Promise<boolean>;
}
