/** The world as plain data for pages and assertions: config vars by name only. */

import { behaviourOf } from './dynos.ts';
import type { App, Behaviour, Release } from './model.ts';
import { eligibleForRollback, statusOf } from './releases.ts';
import type { World } from './world.ts';

export interface ReleaseView {
  readonly id: string;
  readonly version: number;
  readonly description: string;
  readonly status: string;
  readonly current: boolean;
  readonly eligibleForRollback: boolean;
  readonly commit: string | null;
  readonly behaviour: Behaviour;
  readonly user: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly configNames: readonly string[];
}

export interface AppView {
  readonly name: string;
  readonly maintenance: boolean;
  readonly configNames: readonly string[];
  /** Newest first. */
  readonly releases: readonly ReleaseView[];
  readonly dynos: readonly { readonly name: string; readonly state: string; readonly version: number }[];
  readonly formation: readonly { readonly type: string; readonly quantity: number; readonly size: string }[];
}

export function viewWorld(world: World): readonly AppView[] {
  return [...world.apps.values()].map((app) => viewApp(app, world.timeline.now()));
}

export function viewApp(app: App, now: Date): AppView {
  return {
    name: app.name,
    maintenance: app.maintenance,
    configNames: Object.keys(app.config).sort(),
    releases: app.releases.toReversed().map((release) => viewRelease(app, release, now)),
    dynos: app.dynos.map(({ name, state, release }) => ({ name, state, version: release.version })),
    formation: [...app.formation.values()].map(({ type, quantity, size }) => ({ type, quantity, size })),
  };
}

function viewRelease(app: App, release: Release, now: Date): ReleaseView {
  return {
    id: release.id,
    version: release.version,
    description: release.description,
    status: statusOf(app, release, now),
    current: release.version === app.currentVersion,
    eligibleForRollback: eligibleForRollback(app, release, now),
    commit: release.artifact?.commit ?? null,
    behaviour: behaviourOf(release),
    user: release.user.email,
    createdAt: release.createdAt.toISOString(),
    updatedAt: release.updatedAt.toISOString(),
    configNames: Object.keys(release.config).sort(),
  };
}
