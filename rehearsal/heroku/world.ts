/** The simulated Heroku's state, and who listens to it. Changes are functions beside this file: releases, dynos, formation. */
import type { App, Dyno, LogLine, Person, Release, WorldEvent } from './model.ts';
import type { Pending, Plan } from './plans.ts';
import type { Timeline, Waiting } from './timeline.ts';

/** Milliseconds from a release (or restart) to what it causes; measured on a real app (facts/heroku.md, Rollback). */
export interface Timing {
  /** Until the dynos turn from `up` to `starting`. */
  readonly startingMs: number;
  /** Until they turn from `starting` to `up`. */
  readonly upMs: number;
  /** Until a release command starts and its output can be read. */
  readonly commandStartsMs: number;
  /** Before a crashed dyno is tried again; doubles with each crash. */
  readonly coolOffMs: number;
}

export const MEASURED: Timing = {
  startingMs: 1_800,
  upMs: 5_000,
  commandStartsMs: 1_000,
  coolOffMs: 600_000,
};

/** Where vendor and runbook disagree, or nobody knows (design.md ruling 6, facts/heroku.md section 6). */
export interface Rules {
  /** `not-deployed` is Heroku's word, `deployed-anyway` the RCA's. */
  failedReleases: 'not-deployed' | 'deployed-anyway';
  /** Whose code the next config release carries after a failed deploy. */
  configReleasesCarry: 'current-code' | 'newest-code';
  /** What Heroku's status page says goes on; null: all is green. */
  herokuIncident: string | null;
}

export interface World {
  readonly timeline: Timeline;
  readonly timing: Timing;
  readonly rules: Rules;
  readonly people: readonly Person[];
  readonly apps: ReadonlyMap<string, App>;
  /** Has it happen after so many simulated milliseconds. */
  readonly later: (ms: number, plan: Plan) => void;
  /** What is planned, soonest first. */
  readonly pending: () => readonly Pending[];
  /** Plans what was pending in the world that this one goes on with. */
  readonly resume: (pending: readonly Pending[]) => void;
  readonly emit: (event: WorldEvent) => void;
  /** Returns the way out. */
  readonly subscribe: (listener: (event: WorldEvent) => void) => () => void;
}

export interface Beginning {
  readonly timeline: Timeline;
  readonly timing: Timing;
  readonly rules: Rules;
  readonly people: readonly Person[];
  readonly apps: readonly App[];
  /** Happens when a plan is due. */
  readonly carryOut: (world: World, plan: Plan) => void;
}

export function makeWorld({ apps, carryOut, ...rest }: Beginning): World {
  const { timeline } = rest;
  const listeners = new Set<(event: WorldEvent) => void>();
  const planned = new Map<Waiting, Plan>();
  function later(ms: number, plan: Plan): void {
    const waiting = timeline.after(ms, () => {
      planned.delete(waiting);
      carryOut(world, plan);
    });
    planned.set(waiting, plan);
  }
  const world: World = {
    ...rest,
    apps: new Map(apps.map((app) => [app.name, app])),
    later,
    resume(pending) {
      const now = timeline.now().getTime();
      for (const { dueAt, plan } of pending) later(Math.max(0, dueAt - now), plan);
    },
    pending() {
      const began = timeline.now().getTime() - timeline.elapsed();
      return [...planned]
        .sort(([a], [b]) => a.due - b.due)
        .map(([{ due }, plan]) => ({ dueAt: Math.round(began + due), plan }));
    },
    emit(event) {
      for (const listener of [...listeners]) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return world;
}

/** By name or id. */
export function findApp(world: World, typed: string): App | undefined {
  return world.apps.get(typed) ?? [...world.apps.values()].find((app) => app.id === typed);
}

/** For scenarios and tests, where a missing app is a mistake in the test. */
export function appNamed(world: World, name: string): App {
  const app = world.apps.get(name);
  if (app === undefined) throw new Error(`the simulated Heroku has no app ${name}`);
  return app;
}

export function personNamed(world: World, email: string): Person {
  const person = world.people.find((each) => each.email === email);
  if (person === undefined) throw new Error(`the simulated Heroku knows nobody called ${email}`);
  return person;
}

/** By uuid or version. */
export function findRelease(app: App, identity: string): Release | undefined {
  return app.releases.find((each) => each.id === identity || String(each.version) === identity);
}

export function newestRelease(app: App): Release {
  const newest = app.releases.at(-1);
  if (newest === undefined) throw new Error(`${app.name} has no release`);
  return newest;
}

export function currentRelease(app: App): Release {
  return app.releases.find((each) => each.version === app.currentVersion) ?? newestRelease(app);
}

export function webDynos(app: App): readonly Dyno[] {
  return app.dynos.filter((dyno) => dyno.type === 'web');
}

/** Lines that Logplex keeps of an app. */
export const LOG_HOLDS = 1_500;

/** A line of the app's log: `from` as logplex writes it, e.g. `heroku[web.1]`, `app[api]`. */
export function log(world: World, app: App, from: string, text: string): void {
  const line: LogLine = { at: world.timeline.now(), from, text };
  app.log.push(line);
  if (app.log.length > LOG_HOLDS) app.log.shift();
  world.emit({ kind: 'log', app, line });
}
