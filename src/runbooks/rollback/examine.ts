/** Look at everything a rollback decision rests on, in parallel, each source on its own deadline (rollback.md, "before"). */

import type { App } from '../../apps.ts';
import type { Preflight } from '../../findings.ts';
import type { Base, Kind } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Asking, Release } from '../../ports.ts';
import type { World } from '../world.ts';
import { noCodeOnly } from './code-only.ts';
import { preflight } from './preflight.ts';
import { candidates, defaultTarget, head, mayBeTarget, running } from './target.ts';

const ASKING: Asking = { purpose: 'rollback', deadlineMs: 5_000 };
/** While Slack waits for an answer. */
const HURRIED: Asking = { purpose: 'rollback', deadlineMs: 1_500 };
const LIST_LENGTH = 50;
/** Code only: today's config vars stay, whatever the target had. */
const CONFIG_KEPT = { ok: true, value: { appears: [], changes: [], vanishes: [] } } as const;

/** What is asked for: which release to go back to (null: the default target), and how. */
export interface Wanted {
  readonly version: number | null;
  readonly kind: Kind;
}

export interface Examined {
  readonly target: Release;
  readonly choices: readonly Release[];
  readonly preflight: Preflight;
}

/** The whole look. Without a version the default target is chosen (ruling 8). */
export async function examine(
  world: World,
  app: App,
  { version, kind }: Wanted,
  requestedBase: Base | null,
): Promise<Outcome<Examined>> {
  const [releases, dynos, formation, smoke] = await Promise.all([
    world.heroku.releases(app.name, LIST_LENGTH, ASKING),
    world.heroku.dynos(app.name, ASKING),
    world.heroku.formation(app.name, ASKING),
    world.smoke.check(app.name),
  ]);
  if (!releases.ok) return refused({ reason: 'heroku-unreadable', app: app.name, failure: releases.why });
  const bad = running(releases.value, dynos.ok ? dynos.value : []);
  const target = await chooseTarget(world, app, version, releases.value, bad, ASKING);
  if (!target.ok) return target;
  const obstacle = kind === 'code-only' ? noCodeOnly(app, target.value, releases.value, bad) : null;
  if (obstacle) return refused(obstacle);
  const config =
    kind === 'code-only'
      ? CONFIG_KEPT
      : await world.heroku.configDifference(app.name, target.value.version, ASKING);
  const now = await world.clock.now();
  return done({
    target: target.value,
    choices: candidates(releases.value, bad),
    preflight: preflight({
      app,
      target: target.value,
      releases: releases.value,
      dynos,
      formation,
      config,
      smoke,
      requestedBase,
      now,
    }),
  });
}

/** Only what accepting a request needs: the base and a target that can be rolled back to. Two or three reads. */
export async function glance(
  world: World,
  app: App,
  { version, kind }: Wanted,
): Promise<Outcome<{ readonly base: Base; readonly target: Release }>> {
  const [releases, dynos] = await Promise.all([
    world.heroku.releases(app.name, LIST_LENGTH, HURRIED),
    world.heroku.dynos(app.name, HURRIED),
  ]);
  if (!releases.ok) return refused({ reason: 'heroku-unreadable', app: app.name, failure: releases.why });
  const newest = head(releases.value);
  const bad = running(releases.value, dynos.ok ? dynos.value : []);
  const target = await chooseTarget(world, app, version, releases.value, bad, HURRIED);
  if (!target.ok) return target;
  const base = newest ?? target.value;
  if (target.value.version === bad)
    return refused({ reason: 'already-runs', app: app.name, version: target.value.version });
  if (!mayBeTarget(target.value, bad)) {
    const { version: asked, status } = target.value;
    return refused({ reason: 'target-not-eligible', app: app.name, version: asked, status });
  }
  const obstacle = kind === 'code-only' ? noCodeOnly(app, target.value, releases.value, bad) : null;
  if (obstacle) return refused(obstacle);
  return done({
    base: { id: base.id, version: base.version, bad: bad ?? base.version },
    target: target.value,
  });
}

async function chooseTarget(
  world: World,
  app: App,
  version: number | null,
  releases: readonly Release[],
  bad: number | null,
  asking: Asking,
): Promise<Outcome<Release>> {
  if (version === null) {
    const chosen = defaultTarget(releases, bad);
    return chosen ? done(chosen) : refused({ reason: 'no-default-target', app: app.name });
  }
  const listed = releases.find((release) => release.version === version);
  if (listed) return done(listed);
  const newest = head(releases)?.version ?? 0;
  if (version > newest) return refused({ reason: 'no-such-release', app: app.name, version, newest });
  const read = await world.heroku.release(app.name, version, asking);
  if (read.ok) return done(read.value);
  if (read.why === 'not-found') return refused({ reason: 'no-such-release', app: app.name, version, newest });
  return refused({ reason: 'heroku-unreadable', app: app.name, failure: read.why });
}
