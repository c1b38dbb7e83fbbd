/** Faults as data: each spoils the next `times` requests it matches. */

export type RequestName = 'compare' | 'labels' | 'unknown';

export type Fate =
  /** A proper answer after so many real milliseconds. */
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  /** Half of the body, then the socket is destroyed. */
  | { readonly kind: 'cut-body' }
  | { readonly kind: 'unauthorized' }
  /** As for a private repository the token may not see. */
  | { readonly kind: 'not-found' }
  | { readonly kind: 'forbidden' }
  /** `primary`: the hour's requests are spent; `secondary`: too many at once. */
  | { readonly kind: 'rate-limited'; readonly limit: 'primary' | 'secondary' }
  | { readonly kind: 'error'; readonly status: 500 | 502 | 503 | 504 }
  /** 200 with a page for people, from something in between. */
  | { readonly kind: 'html' }
  /** The repository has moved. */
  | { readonly kind: 'redirect'; readonly to: string }
  /** 200 with `errors`, as GraphQL says no. */
  | { readonly kind: 'graphql-errors' }
  /** So many bytes of JSON that never ends. */
  | { readonly kind: 'endless' };

export interface Fault {
  readonly on: RequestName | 'any';
  /** Default 1. */
  readonly times?: number;
  readonly fate: Fate;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  waiting(): number;
  /** Uses it up. */
  take(name: RequestName): Fate | null;
  armed(): readonly ArmedFault[];
}

export interface ArmedFault {
  readonly fault: Fault;
  /** Requests it will still spoil. */
  times: number;
}

/** `before`: what was armed already. */
export function makeFaults(before: readonly ArmedFault[] = []): Faults {
  let waiting: ArmedFault[] = [...before];
  return {
    add(fault) {
      waiting.push({ fault, times: fault.times ?? 1 });
    },
    clear() {
      waiting = [];
    },
    waiting: () => waiting.length,
    armed: () => waiting,
    take(name) {
      const found = waiting.find(({ fault }) => fault.on === 'any' || fault.on === name);
      if (found === undefined) return null;
      found.times -= 1;
      waiting = waiting.filter(({ times }) => times > 0);
      return found.fault.fate;
    },
  };
}
