/** Dynos: they restart over time, carry the release they booted, and crash when its code does. */
import { randomUUID } from 'node:crypto';
import type { App, Behaviour, Dyno, DynoState, ProcessType, Release } from './model.ts';
import { HEALTHY } from './model.ts';
import { currentRelease, log, type World } from './world.ts';

const MOST_COOL_OFFS = 8;

/** Every dyno is replaced by one on `release`: `starting` first, `up` (or crashed) later. */
export function rollOut(world: World, app: App, release: Release): void {
  if (release.artifact === null) return;
  world.later(world.timing.startingMs, { what: 'roll-out', app: app.name, release: release.id });
}

export function dynosStart(world: World, app: App, release: Release): void {
  // A later release has overtaken this one: its own roll-out replaces the dynos.
  if (currentRelease(app) !== release) return;
  for (const process of app.formation.values()) replaceAll(world, app, process, release);
}

/** What `DELETE /apps/A/dynos` does: the same code again, in new dynos. */
export function restart(world: World, app: App, only: (dyno: Dyno) => boolean): void {
  const chosen = app.dynos.filter((dyno) => only(dyno) && dyno.type !== 'release');
  const dynos = chosen.map(({ id }) => id);
  world.later(world.timing.startingMs, { what: 'restart', app: app.name, dynos });
}

/** Those of them that are still there. */
export function restartNow(world: World, app: App, ids: readonly string[]): void {
  for (const dyno of app.dynos.filter(({ id }) => ids.includes(id))) {
    const process = app.formation.get(dyno.type);
    if (process === undefined) continue;
    log(world, app, `heroku[${dyno.name}]`, 'Restarting');
    remove(world, app, dyno);
    boot(world, app, process, dyno.name, currentRelease(app), 0);
  }
}

/** Makes the dynos of one process type as many as its quantity says. */
export function fit(world: World, app: App, process: ProcessType): void {
  if (process.type === 'release') return;
  const wanted = new Set(names(process));
  for (const dyno of app.dynos.filter((each) => each.type === process.type)) {
    if (!wanted.has(dyno.name)) remove(world, app, dyno);
  }
  const release = currentRelease(app);
  if (release.artifact === null) return;
  const running = new Set(app.dynos.map((dyno) => dyno.name));
  for (const name of wanted) if (!running.has(name)) boot(world, app, process, name, release, 0);
}

/** The dyno dies now, whatever its code; Heroku tries again after the cool-off. */
export function crash(world: World, app: App, dyno: Dyno): void {
  if (!app.dynos.includes(dyno)) return;
  const { artifact } = dyno.release;
  // Code that works and is killed has nothing to say.
  for (const text of behaviourOf(dyno.release).crashesAfterMs === null ? [] : (artifact?.traceback ?? [])) {
    log(world, app, `app[${dyno.name}]`, text);
  }
  log(world, app, `heroku[${dyno.name}]`, 'Process exited with status 1');
  turn(world, app, dyno, 'crashed');
  const wait = world.timing.coolOffMs * 2 ** Math.min(dyno.crashes, MOST_COOL_OFFS);
  world.later(wait, { what: 'cool-off-ends', app: app.name, dyno: dyno.id });
}

export function coolOffEnds(world: World, app: App, dyno: Dyno): void {
  const process = app.formation.get(dyno.type);
  if (process === undefined) return;
  remove(world, app, dyno);
  boot(world, app, process, dyno.name, currentRelease(app), dyno.crashes + 1);
}

/** The one-off dyno in which a release command runs. */
export function startOneOff(world: World, app: App, release: Release): Dyno {
  const process = app.formation.get('release');
  return add(
    world,
    app,
    oneOffName(release.version),
    'release',
    process?.size ?? 'Standard-1X',
    process?.command ?? '',
    release,
    0,
    'up',
  );
}

export function oneOffName(version: number): string {
  return `release.${1000 + version}`;
}

export function remove(world: World, app: App, dyno: Dyno): void {
  app.dynos = app.dynos.filter((each) => each !== dyno);
  world.emit({ kind: 'dyno', action: 'destroy', app, dyno });
}

/** How the code in this release behaves; a fault may have overruled the code. */
export function behaviourOf(release: Release): Behaviour {
  return release.behaviour ?? release.artifact?.behaviour ?? HEALTHY;
}

function replaceAll(world: World, app: App, process: ProcessType, release: Release): void {
  if (process.type === 'release') return;
  for (const name of names(process)) {
    const old = app.dynos.find((dyno) => dyno.name === name);
    if (old !== undefined) {
      log(world, app, `heroku[${name}]`, 'Restarting');
      log(world, app, `heroku[${name}]`, `State changed from ${old.state} to starting`);
      remove(world, app, old);
    }
    boot(world, app, process, name, release, 0);
  }
}

function boot(world: World, app: App, process: ProcessType, name: string, release: Release, crashes: number) {
  const command = release.artifact?.processTypes[process.type] ?? process.command;
  const dyno = add(world, app, name, process.type, process.size, command, release, crashes, 'starting');
  log(world, app, `heroku[${name}]`, `Starting process with command \`${command}\``);
  const bootMs = world.timing.upMs - world.timing.startingMs;
  world.later(bootMs, { what: 'boot-ends', app: app.name, dyno: dyno.id });
}

export function bootEnds(world: World, app: App, dyno: Dyno): void {
  const { crashesAfterMs } = behaviourOf(dyno.release);
  if (crashesAfterMs === 0) {
    crash(world, app, dyno);
    return;
  }
  turn(world, app, dyno, 'up');
  if (crashesAfterMs === null) return;
  world.later(crashesAfterMs, { what: 'code-crashes', app: app.name, dyno: dyno.id });
}

function add(
  world: World,
  app: App,
  name: string,
  type: string,
  size: string,
  command: string,
  release: Release,
  crashes: number,
  state: DynoState,
): Dyno {
  const now = world.timeline.now();
  const dyno: Dyno = {
    id: randomUUID(),
    name,
    type,
    size,
    command,
    release,
    crashes,
    state,
    createdAt: now,
    updatedAt: now,
  };
  app.dynos = [...app.dynos, dyno];
  world.emit({ kind: 'dyno', action: 'create', app, dyno });
  return dyno;
}

function turn(world: World, app: App, dyno: Dyno, state: DynoState): void {
  log(world, app, `heroku[${dyno.name}]`, `State changed from ${dyno.state} to ${state}`);
  dyno.state = state;
  dyno.updatedAt = world.timeline.now();
  world.emit({ kind: 'dyno', action: 'update', app, dyno });
}

function names(process: ProcessType): readonly string[] {
  return Array.from({ length: process.quantity }, (_, i) => `${process.type}.${i + 1}`);
}
