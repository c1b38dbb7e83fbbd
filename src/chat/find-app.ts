import type { App } from '../apps.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import type { World } from '../runbooks/world.ts';

/** The app somebody typed, by name or alias; else what they may have meant. */
export function findApp(world: World, typed: string): Outcome<App> {
  const app = world.apps.find(typed);
  if (app) return done(app);
  const known = world.apps.all.map((each) => each.name);
  return refused({ reason: 'unknown-app', typed, near: world.apps.near(typed), known });
}
