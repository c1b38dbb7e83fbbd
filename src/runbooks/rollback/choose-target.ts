/** The release somebody means, and the little that must be known of it before a request is taken. */
import type { App } from '../../apps.ts';
import type { Base, Kind } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Asking, Release } from '../../ports.ts';
import type { World } from '../world.ts';
import { noCodeOnly } from './code-only.ts';
import { isImageLost } from './image.ts';
import { defaultTarget, head, mayBeTarget, running } from './target.ts';

/** While Slack waits for an answer. */
const HURRIED: Asking = { purpose: 'look', deadlineMs: 1_500 };
export const LIST_LENGTH = 50;

/** What is asked for: which release to go back to (null: the default target), and how. */
export interface Wanted {
  readonly version: number | null;
  readonly kind: Kind;
}

export interface Glanced {
  readonly base: Base;
  readonly target: Release;
  /** As asked, or `re-pin`: a container's image that Heroku has lost. */
  readonly kind: Kind;
}

/** Only what accepting a request needs: the base and a target that can be rolled back to. Two or three reads. */
export async function glance(world: World, app: App, { version, kind }: Wanted): Promise<Outcome<Glanced>> {
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
  const how = kindFor(app, target.value, kind);
  if (how !== 're-pin' && !mayBeTarget(target.value, bad)) {
    const { version: asked, status } = target.value;
    return refused({ reason: 'target-not-eligible', app: app.name, version: asked, status });
  }
  const obstacle = kind === 'code-only' ? noCodeOnly(app, target.value, releases.value, bad) : null;
  if (obstacle) return refused(obstacle);
  return done({
    base: { id: base.id, version: base.version, bad: bad ?? base.version },
    target: target.value,
    kind: how,
  });
}

/** What can only be had by pushing its image again is asked for as that. */
export function kindFor(app: App, target: Release, asked: Kind): Kind {
  return asked === 'rollback' && isImageLost(app, target) ? 're-pin' : asked;
}

/** Without a version the default target of ruling 8. */
export async function chooseTarget(
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
