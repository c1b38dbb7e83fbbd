/** The pieces a mrkdwn text is made of. */

export interface Prose {
  readonly kind: 'text';
  readonly text: string;
}

/** What stands between `<` and `>`: only the sender of a message can write it, nobody whose words are escaped. */
export type Reference =
  | {
      readonly kind: 'link';
      readonly target: string;
      /** Where it leads; null: nowhere that a page should let anybody go. */
      readonly href: string | null;
      readonly label: string | null;
    }
  | {
      readonly kind: 'user' | 'channel' | 'group';
      readonly id: string;
      /** For whoever does not know the id. */
      readonly label: string | null;
    }
  | { readonly kind: 'special'; readonly name: string }
  | {
      readonly kind: 'date';
      /** Epoch milliseconds. */
      readonly at: number;
      /** With `{tokens}`. */
      readonly format: string;
      readonly href: string | null;
      readonly fallback: string;
    };

export type Inline =
  | Prose
  | Reference
  | { readonly kind: 'break' }
  /** `:name:`, which may be the name of nothing. */
  | { readonly kind: 'emoji'; readonly name: string }
  | { readonly kind: 'code'; readonly children: readonly Inline[] }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly children: readonly Inline[] };

export interface QuotedLine {
  /** As typed: `>`, `> ` or, for all that follows, `>>>`. */
  readonly marker: string;
  readonly children: readonly Inline[];
}

export type Part =
  | Inline
  /** Its fences as typed, with the line breaks that belong to them. */
  | {
      readonly kind: 'pre';
      readonly opening: string;
      readonly children: readonly Inline[];
      readonly closing: string;
    }
  | { readonly kind: 'quote'; readonly lines: readonly QuotedLine[] };
