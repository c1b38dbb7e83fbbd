/** The audit as it is checked from outside: rows as they stand, what was said of its head, and what is wrong with it. */

/** A row in Postgres's own text form: what its hash was made from. Null only where somebody put it. */
export interface AuditRow {
  readonly seq: number;
  /** `extract(epoch from at)::text`: seconds, and always six decimals. */
  readonly epoch: string | null;
  readonly action: string | null;
  readonly actor: string | null;
  readonly targetType: string | null;
  readonly targetId: string | null;
  /** `payload::text` */
  readonly payload: string | null;
  readonly previousHash: string | null;
  readonly hash: string | null;
}

/** What was said of the head outside the database. */
export interface AuditAnchor {
  readonly seq: number;
  readonly hash: string;
  /** As written. */
  readonly at: string;
}

/** Who posted a line, as Slack's export has it. */
export interface Poster {
  /** User id; else the id of the bot. */
  readonly id: string;
  /** Posted by an app. */
  readonly bot: boolean;
}

export type AuditFault =
  /** Its content is not what its hash was made from. */
  | { readonly kind: 'edited'; readonly seq: number }
  /** Its hash is not the one that the next row, which is proven, was chained to. */
  | { readonly kind: 'rewritten'; readonly seq: number }
  /** The second does not follow from the first, and nothing proves either. */
  | { readonly kind: 'unlinked'; readonly first: number; readonly second: number }
  | { readonly kind: 'twice'; readonly seq: number }
  | { readonly kind: 'missing'; readonly from: number; readonly to: number }
  /** Row 1 claims to follow another. */
  | { readonly kind: 'false-start' }
  /** The last rows are gone, an anchored one among them; no anchor vouches for those before from `unproven` on. */
  | {
      readonly kind: 'cut';
      readonly from: number;
      readonly to: number;
      readonly at: string;
      readonly unproven: number;
    }
  /** What was anchored is not what stands there: changed somewhere in between, and the hashes made anew. */
  | { readonly kind: 'replaced'; readonly from: number; readonly to: number; readonly at: string }
  /** Two anchors name different hashes for one row: the chain was cut back and grew again. */
  | { readonly kind: 'forked'; readonly seq: number; readonly ats: readonly string[] };
