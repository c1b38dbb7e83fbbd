/** What has been opened, to be closed again in the opposite order: at the end, or when what comes next does not open. */
export interface InTheEnd {
  later(step: () => Promise<unknown>): void;
  /** All of them, whatever fails; throws the first failure. */
  end(): Promise<void>;
}

export function inTheEnd(): InTheEnd {
  const steps: (() => Promise<unknown>)[] = [];
  return {
    later(step) {
      steps.unshift(step);
    },
    async end() {
      const failures: unknown[] = [];
      for (const step of steps.splice(0)) await step().catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    },
  };
}
