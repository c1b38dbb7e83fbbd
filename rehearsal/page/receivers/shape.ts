/** The status page and the pager as a window shows them. Types only: shared by both sides. */
import type { TroubleShown } from '../troubles/shape.ts';

/** What customers read. */
export interface UpdateShown {
  readonly key: string;
  /** ISO, by the story's clock. */
  readonly at: string;
  readonly text: string;
  /** What came with it, a line each: `incident: 2026-06-21-raxx-api-prod-7f3ak2mn`. */
  readonly with: readonly string[];
}

/** One request to the status page, as it was judged. */
export interface StatusRequestShown {
  readonly n: number;
  readonly at: string;
  readonly signature: 'ok' | 'bad' | 'missing' | 'old';
  readonly came: 'taken' | 'again' | 'refused';
}

export interface StatusPageShown {
  /** Oldest first. */
  readonly updates: readonly UpdateShown[];
  readonly requests: readonly StatusRequestShown[];
  readonly troubles: readonly TroubleShown[];
}

export interface AlertShown {
  readonly n: number;
  readonly key: string;
  readonly summary: string;
  readonly severity: string;
  readonly state: 'open' | 'acknowledged' | 'resolved';
  readonly openedAt: string;
  readonly changedAt: string;
  /** How often it was triggered. */
  readonly triggers: number;
}

export interface PagerShown {
  /** Oldest first. */
  readonly alerts: readonly AlertShown[];
  /** Events that were not taken: what the pager said was wrong. */
  readonly refused: readonly string[];
  readonly troubles: readonly TroubleShown[];
}
