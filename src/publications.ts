/** What customers were told. */
import type { Actor } from './operation.ts';

/** The three approved texts for customers (rollback.md, comms), in their order. */
export const PUBLIC_TEXTS = ['investigating', 'rolled-back', 'recovered'] as const;
export type PublicText = (typeof PUBLIC_TEXTS)[number];

export interface Publication {
  readonly incidentId: string;
  readonly which: PublicText;
  /** Exactly what went out. */
  readonly text: string;
  readonly by: Actor;
  readonly at: Date;
}
