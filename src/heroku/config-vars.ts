/** Questions about sets of config vars; names leave these functions, values never do. */
import type { ConfigDifference } from '../ports.ts';

type ConfigVars = Readonly<Record<string, string | null>>;

/** What would happen to the app's config vars if `now` were replaced by `target`. Names sorted by code point. */
export function configDifference(
  now: ConfigVars,
  target: ConfigVars,
  flags: readonly string[],
): ConfigDifference {
  const before = new Map(Object.entries(now));
  const after = new Map(Object.entries(target));
  return {
    appears: [...after.keys()].filter((name) => !before.has(name)).sort(),
    changes: [...after.keys()]
      .filter((name) => before.has(name) && before.get(name) !== after.get(name))
      .sort(),
    vanishes: [...before.keys()].filter((name) => !after.has(name)).sort(),
    stays: [...after.keys()]
      .filter((name) => before.has(name) && before.get(name) === after.get(name))
      .sort(),
    flagsNow: flagsOn(now, flags),
    flagsThen: flagsOn(target, flags),
  };
}

/** Which of the declared flags are on, in the order declared; whatever else is set is not looked at. */
function flagsOn(vars: ConfigVars, flags: readonly string[]): readonly string[] {
  const set = new Map(Object.entries(vars));
  return flags.filter((name) => ON.has(set.get(name)?.trim().toLowerCase() ?? ''));
}

const ON: ReadonlySet<string> = new Set(['1', 'true', 'on', 'yes']);
