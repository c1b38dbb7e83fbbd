/** Grows apps out of a seed. */
import { randomBytes } from 'node:crypto';
import { logOf } from './app-log.ts';
import { makeArtifact } from './artifact.ts';
import { namedId } from './ids.ts';
import { madeUpSecret } from './made-up.ts';
import type { App, Artifact, Behaviour, Dyno, Person, ProcessType, Release } from './model.ts';
import { applyConfig, describeConfig } from './releases.ts';
import { SECRET, type Seed, type SeedApp, type SeedRelease, type SeedValue } from './seed.ts';

const HOUR = 3_600_000;
const SIZE = 'Standard-1X';

export interface Planted {
  readonly people: readonly Person[];
  readonly apps: readonly App[];
}

export function plant(seed: Seed, now: Date): Planted {
  const people = seed.people.map(({ email, name }) => ({ id: namedId(`account/${email}`), email, name }));
  return { people, apps: seed.apps.map((app) => plantApp(app, people, now)) };
}

function plantApp(seed: SeedApp, people: readonly Person[], now: Date): App {
  const owner = people.at(-1);
  if (owner === undefined) throw new Error('a seed needs people');
  const releases: Release[] = [];
  let config = values(seed.config);
  for (const each of seed.releases) {
    config = configAfter(config, each, releases);
    releases.push(plantRelease(seed, each, people, releases, config, now));
  }
  const current = releases.findLast((release) => release.status === 'succeeded');
  if (current === undefined) throw new Error(`${seed.name}: a seed needs a release that succeeded`);
  const first = releases[0] ?? current;
  const formation = new Map(
    seed.processes.map((each) => [each.type, plantProcess(seed, each, first.createdAt)]),
  );
  return {
    id: namedId(`app/${seed.name}`),
    name: seed.name,
    owner,
    stack: seed.kind === 'container' ? 'container' : 'heroku-24',
    smokePath: seed.smokePath,
    stage: seed.stage,
    addons: seed.addons,
    createdAt: first.createdAt,
    updatedAt: current.createdAt,
    maintenance: false,
    config,
    releases,
    currentVersion: current.version,
    formation,
    dynos: [...formation.values()].flatMap((process) => plantDynos(process, current)),
    log: logOf(seed.name, current, now),
    front: { cachedAge: null, blocked: false },
  };
}

function configAfter(config: Release['config'], { change }: SeedRelease, earlier: readonly Release[]) {
  if ('set' in change) return applyConfig(config, values(change.set));
  if ('remove' in change)
    return applyConfig(config, Object.fromEntries(change.remove.map((name) => [name, null])));
  if ('rollbackTo' in change) return versionOf(earlier, change.rollbackTo).config;
  return config;
}

function plantRelease(
  seed: SeedApp,
  { version, hoursAgo, by, change, failed }: SeedRelease,
  people: readonly Person[],
  earlier: readonly Release[],
  config: Release['config'],
  now: Date,
): Release {
  const user = people.find((each) => each.email === by);
  if (user === undefined) throw new Error(`${seed.name} v${version}: the seed knows nobody called ${by}`);
  const createdAt = new Date(now.getTime() - hoursAgo * HOUR);
  const artifact = artifactAfter(seed, version, change, earlier, createdAt);
  const runsCommand = artifact !== null && seed.processes.some(({ type }) => type === 'release');
  const id = namedId(`release/${seed.name}/${version}`);
  return {
    id,
    version,
    description: describe(change),
    status: failed === true ? 'failed' : 'succeeded',
    artifact,
    config,
    behaviour: null,
    user,
    createdAt,
    updatedAt: new Date(createdAt.getTime() + (runsCommand ? artifact.releaseCommand.takesMs : 0)),
    command: runsCommand
      ? {
          streamToken: randomBytes(24).toString('hex'),
          lines: [...artifact.releaseCommand.output],
          state: 'over',
        }
      : null,
    codeDestroyed: false,
    imageGone: false,
  };
}

function artifactAfter(
  seed: SeedApp,
  version: number,
  change: SeedRelease['change'],
  earlier: readonly Release[],
  createdAt: Date,
): Artifact | null {
  if ('rollbackTo' in change) return versionOf(earlier, change.rollbackTo).artifact;
  if (!('deploy' in change)) return earlier.findLast((each) => each.status === 'succeeded')?.artifact ?? null;
  const processTypes = Object.fromEntries(seed.processes.map(({ type, command }) => [type, command]));
  const code = { ...change.deploy, kind: seed.kind, processTypes };
  return makeArtifact(namedId(`artifact/${seed.name}/${version}`), code, createdAt);
}

function describe(change: SeedRelease['change']): string {
  if ('deploy' in change) return `Deploy ${change.deploy.commit.slice(0, 8)}`;
  if ('set' in change)
    return describeConfig(Object.fromEntries(Object.keys(change.set).map((name) => [name, ''])));
  if ('remove' in change)
    return describeConfig(Object.fromEntries(change.remove.map((name) => [name, null])));
  if ('rollbackTo' in change) return `Rollback to v${change.rollbackTo}`;
  return 'Initial release';
}

function plantProcess(seed: SeedApp, process: SeedApp['processes'][number], createdAt: Date): ProcessType {
  const id = namedId(`formation/${seed.name}/${process.type}`);
  return { ...process, id, size: SIZE, createdAt, updatedAt: createdAt };
}

function plantDynos(process: ProcessType, release: Release): readonly Dyno[] {
  if (release.artifact === null) return [];
  const state = stateUnder(release.artifact.behaviour);
  return Array.from({ length: process.quantity }, (_, i) => ({
    id: namedId(`dyno/${release.id}/${process.type}.${i + 1}`),
    name: `${process.type}.${i + 1}`,
    type: process.type,
    size: process.size,
    command: process.command,
    release,
    crashes: 0,
    state,
    createdAt: release.updatedAt,
    updatedAt: release.updatedAt,
  }));
}

function stateUnder(behaviour: Behaviour): Dyno['state'] {
  return behaviour.crashesAfterMs === null ? 'up' : 'crashed';
}

function versionOf(releases: readonly Release[], version: number): Release {
  const found = releases.find((each) => each.version === version);
  if (found === undefined) throw new Error(`the seed has no v${version} to roll back to`);
  return found;
}

function values(seed: Readonly<Record<string, SeedValue>>): Release['config'] {
  return Object.fromEntries(
    Object.entries(seed).map(([name, value]) => [name, value === SECRET ? madeUpSecret() : value]),
  );
}
