/** Faults as data: what goes wrong, on which method, how often, before or after the workspace acted. */
import type { JsonObject } from './json.ts';

export type FaultKind =
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds: number }
  | { readonly kind: 'server-error'; readonly when: 'before' | 'after' }
  /** The connection drops; `after`: acted, and the answer is lost. */
  | { readonly kind: 'reset'; readonly when: 'before' | 'after' }
  /** No answer, ever (until the fault is lifted or the world stops). */
  | { readonly kind: 'hang'; readonly when: 'before' | 'after' }
  | { readonly kind: 'slow'; readonly ms: number }
  /** A Slack error code, e.g. `invalid_blocks`, `is_archived`, `invalid_auth`. */
  | { readonly kind: 'error'; readonly error: string };

export type Fault = FaultKind & {
  /** A method, or `*` for all. */
  readonly method: string;
  /** Default 1; `Infinity` until lifted. */
  readonly times?: number;
  /** Only calls with these arguments, e.g. `{ channel: 'C…' }`. */
  readonly where?: Readonly<Record<string, string>>;
  /** Which trouble of the rehearsal armed it. */
  readonly trouble?: string;
};

/** A fault that waits for calls. */
export interface ArmedFault {
  readonly fault: Fault;
  /** Calls it will still spoil; infinite until lifted. */
  readonly left: number;
}

export interface Faults {
  /** Returns the way to lift it again. */
  add(fault: Fault): () => void;
  /** Those that wait for calls, in the order in which they were added. */
  armed(): readonly ArmedFault[];
  /** What waits for calls, and calls that hang because of it. */
  lift(fault: Fault): void;
  clear(): void;
  /** The oldest fault that fits this call, used up by one. */
  take(method: string, args: JsonObject): Fault | null;
  /** Resolves when `fault` is lifted. */
  lifted(fault: Fault): Promise<void>;
}

/** `before`: what was armed already. */
export function createFaults(before: readonly ArmedFault[] = []): Faults {
  const armed = new Set<ArmedFault & { left: number }>(before);
  const waiting = new Map<Fault, (() => void)[]>();

  function lift(fault: Fault): void {
    for (const each of armed) if (each.fault === fault) armed.delete(each);
    for (const release of waiting.get(fault) ?? []) release();
    waiting.delete(fault);
  }

  return {
    add(fault) {
      armed.add({ fault, left: fault.times ?? 1 });
      return () => lift(fault);
    },
    armed: () => [...armed],
    lift,
    clear() {
      for (const fault of [...[...armed].map((each) => each.fault), ...waiting.keys()]) lift(fault);
    },
    take(method, args) {
      const hit = [...armed].find((each) => fits(each.fault, method, args));
      if (hit === undefined) return null;
      hit.left -= 1;
      if (hit.left <= 0) armed.delete(hit);
      return hit.fault;
    },
    lifted: (fault) => new Promise((resolve) => waiting.set(fault, [...(waiting.get(fault) ?? []), resolve])),
  };
}

function fits(fault: Fault, method: string, args: JsonObject): boolean {
  const named = fault.method === '*' || fault.method === method;
  return named && Object.entries(fault.where ?? {}).every(([key, value]) => args[key] === value);
}
