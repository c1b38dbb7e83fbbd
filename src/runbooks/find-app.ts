import type { App } from '../apps.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import type { World } from './world.ts';

/** The app somebody typed, by name or alias, unless it is the one the bot runs on; else what they may have meant. */
export function findApp(world: World, typed: string): Outcome<App> {
  const { apps, settings } = world;
  const app = apps.find(typed);
  if (typed === settings.ownApp || app?.name === settings.ownApp) {
    return refused({ reason: 'own-app', app: settings.ownApp ?? typed });
  }
  if (app) return done(app);
  return refused({
    reason: 'unknown-app',
    typed,
    near: apps.near(typed),
    known: apps.all.map(({ name }) => name),
  });
}
