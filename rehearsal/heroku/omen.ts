/** What a fault decides about the release its request makes. */
import type { Modifier } from './faults.ts';
import type { Behaviour } from './model.ts';
import { FAILED } from './printed.ts';
import type { Omen } from './releases.ts';

export function omenIn(modifiers: readonly Modifier[]): Omen {
  let omen: Omen = {};
  for (const each of modifiers) {
    if (each.kind === 'release-command') {
      const takes = each.takesMs === undefined ? {} : { takesMs: each.takesMs };
      const output = each.prints ?? (each.outcome === 'fails' ? FAILED : null);
      const prints = output === null ? {} : { output };
      omen = { ...omen, command: { outcome: each.outcome, ...takes, ...prints } };
    }
    const behaviour = behaviourIn(each);
    if (behaviour !== null) omen = { ...omen, behaviour };
  }
  return omen;
}

function behaviourIn(modifier: Modifier): Behaviour | null {
  if (modifier.kind === 'dynos-crash') return { serves: 'healthy', crashesAfterMs: modifier.afterMs };
  if (modifier.kind === 'serves-errors') return { serves: 'errors', crashesAfterMs: null };
  return null;
}
