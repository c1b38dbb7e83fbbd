/** What this window filled in and the workspace may not have yet: shown before what the workspace has. */
import type { FieldValue } from '../../../slack/field-values.ts';

/** By `blockId/actionId`. */
export type Values = Readonly<Record<string, FieldValue>>;

interface Draft {
  readonly value: FieldValue;
  /** What the workspace had before, and whatever else was typed here: seen again, it is only late. */
  readonly older: ReadonlySet<string>;
  /** The workspace has it: it stays until that shows, for answers and changes come by different ways. */
  readonly kept: boolean;
}

export interface Drafts {
  put(key: string, value: FieldValue): void;
  /** With every draft in its place. The same object until something changes. */
  over(served: Values): Values;
  /** What the workspace may not have. */
  unkept(): Values;
  /** The workspace has these; a draft that is newer stays. */
  keep(values: Values): void;
  /** The workspace would not have these. */
  drop(values: Values): void;
  /** Forgets what the workspace shows by now, or what another window has overtaken. */
  settle(served: Values): void;
  /** Calls back after each change; returns the way out. */
  subscribe(listener: () => void): () => void;
  version(): number;
}

export function createDrafts(): Drafts {
  const drafts = new Map<string, Draft>();
  const listeners = new Set<() => void>();
  let served: Values = {};
  let version = 0;

  function changed(): void {
    version += 1;
    for (const listener of listeners) listener();
  }

  function settle(): void {
    for (const [key, draft] of drafts) {
      const shown = textOf(served[key]);
      if (!draft.kept) drafts.set(key, { ...draft, older: new Set([...draft.older, shown]) });
      else if (shown === textOf(draft.value) || !draft.older.has(shown)) drafts.delete(key);
    }
  }

  return {
    put(key, value) {
      const before = drafts.get(key);
      const older = new Set([...(before?.older ?? []), textOf(before?.value), textOf(served[key])]);
      drafts.set(key, { value, older, kept: false });
      changed();
    },
    over: (present) => ({ ...present, ...valuesOf(drafts) }),
    unkept: () => valuesOf([...drafts].filter(([, { kept }]) => !kept)),
    keep(values) {
      for (const [key, draft] of drafts)
        if (draft.value === values[key]) drafts.set(key, { ...draft, kept: true });
      settle();
      changed();
    },
    drop(values) {
      for (const [key, { value }] of drafts) if (value === values[key]) drafts.delete(key);
      changed();
    },
    settle(present) {
      served = present;
      const before = drafts.size;
      settle();
      if (drafts.size !== before) changed();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
  };
}

function valuesOf(drafts: Iterable<readonly [string, Draft]>): Values {
  return Object.fromEntries([...drafts].map(([key, { value }]) => [key, value]));
}

function textOf(value: FieldValue | undefined): string {
  return JSON.stringify(value ?? null);
}
