/** Which runs this process executes, so that a run nobody executes is found and started again. */

/** One start of a run here. A later start of the same run replaces it. */
export interface Entry {
  readonly runId: string;
}

export interface Roster {
  begin(runId: string): Entry;
  settled(entry: Entry): void;
  /** Faults of the run in a row, over all its starts here. */
  failed(entry: Entry): number;
  /** Nobody executes it any more; it is due again at `at`, monotonic milliseconds. */
  giveUp(entry: Entry, at: number): void;
  /**
   * Of the runs the database says are ours, those to start again: given up and due, or executed by nobody now and at
   * the call before (a claim whose answer was lost, or one that is about to begin: hence twice).
   */
  strays(pending: readonly string[], now: number): readonly string[];
}

export function openRoster(): Roster {
  const executing = new Map<string, Entry>();
  const failures = new Map<string, number>();
  const due = new Map<string, number>();
  let unexplained = new Set<string>();

  return {
    begin(runId) {
      const entry = { runId };
      executing.set(runId, entry);
      due.delete(runId);
      return entry;
    },
    settled(entry) {
      if (executing.get(entry.runId) === entry) executing.delete(entry.runId);
      failures.delete(entry.runId);
    },
    failed({ runId }) {
      const count = (failures.get(runId) ?? 0) + 1;
      failures.set(runId, count);
      return count;
    },
    giveUp(entry, at) {
      if (executing.get(entry.runId) !== entry) return;
      executing.delete(entry.runId);
      due.set(entry.runId, at);
    },
    strays(pending, now) {
      const idle = pending.filter((runId) => !executing.has(runId));
      const found = idle.filter((runId) => {
        const at = due.get(runId);
        return at === undefined ? unexplained.has(runId) : at <= now;
      });
      unexplained = new Set(idle.filter((runId) => !due.has(runId)));
      for (const runId of found) {
        due.delete(runId);
        unexplained.delete(runId);
      }
      return found;
    },
  };
}
