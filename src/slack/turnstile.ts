/** At most so many works at once; the others wait, first come first served. A failure is its caller's. */
export type Turnstile = <T>(work: () => Promise<T>) => Promise<T>;

export function turnstile(most: number): Turnstile {
  const waiting: (() => void)[] = [];
  let inside = 0;

  return async (work) => {
    if (inside < most) inside += 1;
    else await new Promise<void>((enter) => waiting.push(enter));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // Who leaves gives up the place to who comes next.
      if (next) next();
      else inside -= 1;
    }
  };
}
