import type { App, Apps } from '../apps.ts';
import { near } from './near.ts';

/** The app table over a checked list: names and aliases are unique in it. */
export function appTable(all: readonly App[]): Apps {
  const byName = new Map(
    all.flatMap((app) => [app.name, ...app.aliases].map((name) => [name, app] as const)),
  );
  const known = [...byName.keys()];
  return {
    all,
    find: (typed) => byName.get(typed) ?? null,
    near: (typed) => near(typed, known),
  };
}
