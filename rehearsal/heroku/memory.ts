/** Everything the simulated Heroku remembers, as plain data, so that another one can go on with it. */
import type { ArmedFault, Faults } from './faults.ts';
import type { Entry, Journal } from './journal.ts';
import type { App, Person } from './model.ts';
import type { Pending } from './plans.ts';
import type { Bucket, Budgets } from './tokens.ts';
import type { Rules, World } from './world.ts';

/** Log sessions, webhooks, tokens, and a door shut to connections end with the process. */
export interface HerokuMemory {
  readonly people: readonly Person[];
  readonly apps: readonly App[];
  readonly rules: Rules;
  readonly pending: readonly Pending[];
  readonly faults: readonly ArmedFault[];
  readonly journal: readonly Entry[];
  readonly budgets: ReadonlyMap<string, Bucket>;
}

interface Remembering {
  readonly world: World;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly budgets: Budgets;
}

/** Of this moment, and live: to be copied before the next. */
export function rememberHeroku({ world, faults, journal, budgets }: Remembering): HerokuMemory {
  return {
    people: world.people,
    apps: [...world.apps.values()],
    rules: world.rules,
    pending: world.pending(),
    faults: faults.armed(),
    journal: journal.entries,
    budgets: budgets.buckets(),
  };
}
