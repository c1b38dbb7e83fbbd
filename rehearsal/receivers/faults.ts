/** Faults as data: each spoils the next `times` requests, in the order of adding. */

export type Fate =
  /** Refused or put off: nothing of the request is kept. */
  | { readonly kind: 'answers'; readonly status: number; readonly retryAfterSeconds?: number }
  /** Taken, and nobody is told. */
  | { readonly kind: 'answer-lost' }
  /** Taken, and answered after so many real milliseconds. */
  | { readonly kind: 'slow'; readonly ms: number };

export interface ArmedFault {
  readonly fate: Fate;
  /** The named trouble of a window that armed it. */
  readonly trouble?: string;
  /** Requests it will still spoil. */
  times: number;
}

export interface Faults {
  add(fate: Fate, times?: number, trouble?: string): void;
  /** Takes back what a named trouble armed. */
  lift(trouble: string): void;
  armed(): readonly ArmedFault[];
  /** Uses it up. */
  take(): Fate | null;
}

/** `before`: what was armed already. */
export function makeFaults(before: readonly ArmedFault[] = []): Faults {
  let armed: ArmedFault[] = [...before];
  return {
    add(fate, times = 1, trouble) {
      armed.push({ fate, times, ...(trouble === undefined ? {} : { trouble }) });
    },
    lift(trouble) {
      armed = armed.filter((each) => each.trouble !== trouble);
    },
    armed: () => armed,
    take() {
      const [first] = armed;
      if (first === undefined) return null;
      first.times -= 1;
      armed = armed.filter(({ times }) => times > 0);
      return first.fate;
    },
  };
}
