/** Compare two sets of config vars; names leave this function, values never do. */
import type { ConfigDifference } from '../ports.ts';

type ConfigVars = Readonly<Record<string, string | null>>;

/** What would happen to the app's config vars if `now` were replaced by `target`. Names sorted by code point. */
export function configDifference(now: ConfigVars, target: ConfigVars): ConfigDifference {
  const before = new Map(Object.entries(now));
  const after = new Map(Object.entries(target));
  return {
    appears: [...after.keys()].filter((name) => !before.has(name)).sort(),
    changes: [...after.keys()]
      .filter((name) => before.has(name) && before.get(name) !== after.get(name))
      .sort(),
    vanishes: [...before.keys()].filter((name) => !after.has(name)).sort(),
  };
}
