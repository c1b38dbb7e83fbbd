import { inspect } from 'node:util';

const SHOWN = '[secret]';

/** A value that must be asked for by name: printing, logging or serialising it shows `[secret]`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}

/** The same entries, spread and read as usual, but shown by name only when printed or serialised. */
export function hideValues(entries: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const shown = Object.fromEntries(Object.keys(entries).map((name) => [name, SHOWN]));
  return Object.defineProperties(
    { ...entries },
    { toJSON: { value: () => shown }, [inspect.custom]: { value: () => shown } },
  );
}
