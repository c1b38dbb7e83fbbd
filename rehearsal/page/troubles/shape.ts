/** Troubles as a window shows them. Types only: shared by both sides. */

/** A number that a trouble needs. */
export interface AskedNumber {
  readonly kind: 'number';
  readonly words: string;
  readonly first: number;
  readonly least: number;
  readonly most: number;
}

/** A release of the app. */
export interface AskedRelease {
  readonly kind: 'release';
  readonly words: string;
}

export type Asked = AskedNumber | AskedRelease;

export interface TroubleShown {
  readonly id: string;
  readonly group: string;
  readonly words: string;
  readonly asks: Asked | null;
  /** `act`: done at once, and over. */
  readonly kind: 'switch' | 'act';
  /** It strikes everywhere, whatever is chosen. */
  readonly everywhere: boolean;
  /** Apps or channels where it is on; any entry at all when it strikes everywhere. */
  readonly on: readonly string[];
}
