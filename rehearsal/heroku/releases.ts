/** Releases: made by a deploy, a config change, a rollback or the API; each holds a full config snapshot. */
import { randomBytes, randomUUID } from 'node:crypto';
import { oneOffName, remove, rollOut, startOneOff } from './dynos.ts';
import { madeUpSecret } from './made-up.ts';
import type {
  Addon,
  App,
  Artifact,
  Behaviour,
  CommandRun,
  Person,
  Release,
  ReleaseCommand,
  ReleaseReason,
} from './model.ts';
import { currentRelease, log, newestRelease, type World } from './world.ts';

/** What a fault makes of the next release, whatever its code. */
export interface Omen {
  readonly command?: Partial<ReleaseCommand>;
  readonly behaviour?: Behaviour;
}

const HOUR = 3_600_000;
const RETENTION_DAYS = 30;
const RETENTION_NEWEST = 20;

/** New code. */
export function deploy(world: World, app: App, artifact: Artifact, by: Person, omen: Omen = {}): Release {
  return make(world, app, {
    description: `Deploy ${artifact.commit.slice(0, 8)}`,
    artifact,
    by,
    why: 'deploy',
    omen,
  });
}

/** What `heroku container:release` leaves behind: an image pushed to Heroku's registry, with the config of now. */
export function releaseImage(world: World, app: App, image: Artifact, by: Person, omen: Omen = {}): Release {
  const description = `Deployed web (${image.commit.slice(0, 12)})`;
  return make(world, app, { description, artifact: image, by, why: 'deploy', omen });
}

/** The target's code AND its whole config snapshot; add-ons and formation stay as they are. */
export function rollBack(world: World, app: App, target: Release, by: Person, omen: Omen = {}): Release {
  log(world, app, 'app[api]', `Rollback to v${target.version} by user ${by.email}`);
  app.config = target.config;
  const description = `Rollback to v${target.version}`;
  return make(world, app, { description, artifact: target.artifact, by, why: 'rollback', omen });
}

/** `POST releases {slug}`: that code with the config of now. */
export function releaseCode(
  world: World,
  app: App,
  artifact: Artifact,
  description: string,
  by: Person,
  omen: Omen = {},
): Release {
  return make(world, app, { description, artifact, by, why: 'create', omen });
}

/** An add-on brings its config vars with it, and makes a release. */
export function attachAddon(world: World, app: App, addon: Addon, by: Person): Release {
  app.addons = [...app.addons, addon];
  app.config = applyConfig(
    app.config,
    Object.fromEntries(addon.configVars.map((name) => [name, madeUpSecret()])),
  );
  const [service = ''] = addon.plan.replace('heroku-', '').split(':');
  const description = `Attach ${addon.configVars.join(', ').replace(/_URL$/, '')} (@${service}-${app.name})`;
  const { artifact } = currentRelease(app);
  return make(world, app, { description, artifact, by, why: 'config', omen: {} });
}

/** One release for the whole change; null removes a var. */
export function setConfig(
  world: World,
  app: App,
  changes: Readonly<Record<string, string | null>>,
  by: Person,
  omen: Omen = {},
): Release {
  const description = describeConfig(changes);
  app.config = applyConfig(app.config, changes);
  const newest = world.rules.configReleasesCarry === 'newest-code';
  const { artifact } = newest ? newestRelease(app) : currentRelease(app);
  return make(world, app, { description, artifact, by, why: 'config', omen });
}

export function applyConfig(
  config: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string>> {
  const next = new Map(Object.entries(config));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  return Object.fromEntries(next);
}

/** `Set A, B config vars`, `Remove A config vars`. */
export function describeConfig(changes: Readonly<Record<string, string | null>>): string {
  const entries = Object.entries(changes);
  const set = entries.filter(([, value]) => value !== null).map(([name]) => name);
  const gone = entries.filter(([, value]) => value === null).map(([name]) => name);
  const parts = [
    set.length > 0 ? `Set ${set.join(', ')}` : '',
    gone.length > 0 ? `Remove ${gone.join(', ')}` : '',
  ];
  return `${parts.filter((part) => part !== '').join(' and ')} config vars`;
}

/** The stored status, or `expired` once retention has destroyed the code (facts/heroku.md, Release object). */
export function statusOf(app: App, release: Release, now: Date): Release['status'] | 'expired' {
  if (release.artifact === null || release.version === app.currentVersion) return release.status;
  if (release.codeDestroyed) return 'expired';
  const old = now.getTime() - release.createdAt.getTime() > RETENTION_DAYS * 24 * HOUR;
  const newer = app.releases.filter((each) => each.version > release.version).length;
  return old && newer >= RETENTION_NEWEST ? 'expired' : release.status;
}

export function eligibleForRollback(app: App, release: Release, now: Date): boolean {
  return release.artifact !== null && statusOf(app, release, now) === 'succeeded';
}

/** Ends a running release command by hand, as its own end would. */
export function endCommand(world: World, app: App, release: Release, outcome: 'succeeds' | 'fails'): void {
  if (release.status !== 'pending' || release.command === null) return;
  const ran = app.dynos.filter((dyno) => dyno.type === 'release' && dyno.release === release);
  for (const dyno of ran) remove(world, app, dyno);
  log(
    world,
    app,
    `heroku[${oneOffName(release.version)}]`,
    `Process exited with status ${outcome === 'fails' ? 1 : 0}`,
  );
  release.command.state = 'over';
  release.status = outcome === 'fails' ? 'failed' : 'succeeded';
  release.updatedAt = world.timeline.now();
  const deployed = outcome === 'succeeds' || world.rules.failedReleases === 'deployed-anyway';
  if (deployed) makeCurrent(world, app, release);
  world.emit({ kind: 'release-settled', app, release });
}

interface Making {
  readonly description: string;
  readonly artifact: Artifact | null;
  readonly by: Person;
  readonly why: ReleaseReason;
  readonly omen: Omen;
}

function make(world: World, app: App, { description, artifact, by, why, omen }: Making): Release {
  const base = newestRelease(app).version;
  const runsCommand = artifact !== null && app.formation.has('release');
  const now = world.timeline.now();
  const command: CommandRun | null = runsCommand
    ? { streamToken: randomBytes(24).toString('hex'), lines: [], state: 'waiting' }
    : null;
  const release: Release = {
    id: randomUUID(),
    version: base + 1,
    description,
    status: command === null ? 'succeeded' : 'pending',
    artifact,
    config: app.config,
    behaviour: omen.behaviour ?? null,
    user: by,
    createdAt: now,
    updatedAt: now,
    command,
    codeDestroyed: false,
    imageGone: false,
  };
  app.releases.push(release);
  app.updatedAt = now;
  log(world, app, 'app[api]', `Release v${release.version} created by user ${by.email}`);
  world.emit({ kind: 'release-made', app, release, base, why });
  if (artifact === null || command === null) makeCurrent(world, app, release);
  else {
    const script = { ...artifact.releaseCommand, ...omen.command };
    const { commandStartsMs } = world.timing;
    world.later(commandStartsMs, { what: 'command-starts', app: app.name, release: release.id, script });
  }
  return release;
}

export function commandStarts(world: World, app: App, release: Release, script: ReleaseCommand): void {
  if (release.status !== 'pending' || release.command === null) return;
  startOneOff(world, app, release);
  release.command.state = 'running';
  for (const line of script.output) say(world, app, release, line);
  const takesMs = script.outcome === 'hangs' ? HOUR : script.takesMs;
  world.later(takesMs, { what: 'command-ends', app: app.name, release: release.id, script });
}

export function commandEnds(world: World, app: App, release: Release, { outcome }: ReleaseCommand): void {
  if (outcome !== 'succeeds') say(world, app, release, 'release command exited with status 1');
  endCommand(world, app, release, outcome === 'succeeds' ? 'succeeds' : 'fails');
}

function say(world: World, app: App, { command, version }: Release, line: string): void {
  if (command === null || command.state === 'over') return;
  command.lines.push(line);
  log(world, app, `app[${oneOffName(version)}]`, line);
}

/** An older release whose command ends late must not displace a newer one. */
function makeCurrent(world: World, app: App, release: Release): void {
  if (release.version < app.currentVersion) return;
  app.currentVersion = release.version;
  rollOut(world, app, release);
}
