/** A container image pushed again by hand: what people noted in its checklist, as it is stored and shown. */
import { z } from 'zod';
import type { Actor, SeenRelease } from './operation.ts';

/** In the order of rollback.md, container apps. */
export const RE_PIN_STEPS = ['find', 'pull', 'retag', 'push', 'release'] as const;
export type RePinStep = (typeof RE_PIN_STEPS)[number];

const step = z.enum(RE_PIN_STEPS);
const seenRelease = z.object({
  id: z.string(),
  version: z.number(),
  description: z.string(),
  by: z.string(),
  at: z.string(),
});

export const rePinNoteSchema = z.discriminatedUnion('what', [
  /** Which image it is: a tag, or a digest. */
  z.object({ what: z.literal('tag'), tag: z.string() }),
  z.object({ what: z.literal('ticked'), step }),
  /** An earlier tick of this step was wrong. */
  z.object({ what: z.literal('wrong'), step }),
  /** A release newer than the base appeared. */
  z.object({ what: z.literal('seen'), release: seenRelease }),
  /** This release runs the pushed image. */
  z.object({ what: z.literal('taken'), release: seenRelease }),
]);
export type RePinNote = z.infer<typeof rePinNoteSchema>;

/** Rows are only ever added, numbered from 1 without a gap: the last word counts. */
export interface RePinEntry {
  readonly n: number;
  readonly note: RePinNote;
  /** Null: Switchback itself. */
  readonly by: Actor | null;
  readonly at: Date;
}

export interface Mark {
  readonly by: Actor;
  readonly at: Date;
}

export interface ChecklistStep {
  readonly step: RePinStep;
  /** To be pasted one after another; empty while the tag they need is unknown. */
  readonly commands: readonly string[];
  readonly ticked: Mark | null;
  /** Who took the last tick back, if it was taken back. */
  readonly wrong: Mark | null;
}

export interface Checklist {
  /** `by` null: the target release names it. */
  readonly tag: { readonly value: string; readonly by: Actor | null } | null;
  readonly steps: readonly ChecklistStep[];
  /** Releases newer than the base, oldest first. */
  readonly seen: readonly SeenRelease[];
  readonly taken: SeenRelease | null;
  readonly lastNoteAt: Date | null;
  /** The number of the next entry. */
  readonly next: number;
}
