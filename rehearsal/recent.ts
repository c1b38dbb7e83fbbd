/** What is kept of something that goes on for as long as the rehearsal does. */

export interface Recent<T> {
  /** Oldest first. */
  readonly items: readonly T[];
  add(item: T): void;
}

/** More than any story or test makes; a night of practice at the page's side fits into memory. */
const MOST = 10_000;
/** The oldest go together: moving everything up for each one costs more than they are worth. */
const AT_ONCE = 1_000;

export function makeRecent<T>(most = MOST, atOnce = AT_ONCE): Recent<T> {
  const items: T[] = [];
  return {
    items,
    add(item) {
      items.push(item);
      if (items.length > most) items.splice(0, atOnce);
    },
  };
}
