import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { carryOut } from '../../../rehearsal/heroku/carry-out.ts';
import { crash, restart } from '../../../rehearsal/heroku/dynos.ts';
import type { ForeignRelease } from '../../../rehearsal/heroku/faults.ts';
import { releaseByAnother } from '../../../rehearsal/heroku/foreign.ts';
import { scale } from '../../../rehearsal/heroku/formation.ts';
import type { Pending } from '../../../rehearsal/heroku/plans.ts';
import { plant } from '../../../rehearsal/heroku/plant.ts';
import { raxx } from '../../../rehearsal/heroku/seed.ts';
import { startTimeline } from '../../../rehearsal/heroku/timeline.ts';
import { viewWorld } from '../../../rehearsal/heroku/view.ts';
import { appNamed, MEASURED, makeWorld, type World } from '../../../rehearsal/heroku/world.ts';

const APPS = ['raxx-api-prod', 'raxx-console-prod', 'raxx-velvet-prod'] as const;
const BEGAN = Date.UTC(2026, 6, 1, 3);
const BEN = 'ben@raxx.app';
/** Only leaps count: what falls on one millisecond comes in the order it was planned, however busy the machine. */
const STANDING = 0;

type Step =
  | { readonly does: 'wait'; readonly ms: number }
  | { readonly does: 'release'; readonly app: string; readonly what: ForeignRelease['what'] }
  | { readonly does: 'crash' | 'restart'; readonly app: string; readonly type: string }
  | { readonly does: 'scale'; readonly app: string; readonly quantity: number }
  | { readonly does: 'reload' };

const app = fc.constantFrom(...APPS);
const behaviour = fc.constantFrom('healthy', 'crashes', 'errors');
const commit = fc.integer({ min: 1, max: 9 }).map((n) => `${n}`.repeat(12));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    does: fc.constant('wait' as const),
    // Around every duration of the simulator: starting, up, release commands, cool-off.
    ms: fc.oneof(fc.integer({ min: 1, max: 60_000 }), fc.constantFrom(1_800, 5_000, 12_000, 600_000)),
  }),
  fc.record({
    does: fc.constant('release' as const),
    app,
    what: fc.oneof(
      fc.record({ kind: fc.constant('deploy' as const), commit, behaviour }),
      fc.record({ kind: fc.constant('config' as const), name: fc.constantFrom('A', 'B') }),
      fc.record({ kind: fc.constant('rollback' as const), to: fc.constantFrom(1, 2, 3) }),
    ),
  }),
  fc.record({ does: fc.constantFrom('crash' as const, 'restart' as const), app, type: fc.constant('web') }),
  fc.record({ does: fc.constant('scale' as const), app, quantity: fc.integer({ min: 0, max: 3 }) }),
  fc.constant({ does: 'reload' as const }),
);

interface Run {
  world: World;
  /** Shared by every world of the run. */
  readonly clock: { now: number };
}

interface Remembered {
  readonly people: World['people'];
  readonly apps: readonly ReturnType<typeof appNamed>[];
  readonly pending: readonly Pending[];
}

function begin(clock: Run['clock'], memory: Remembered | null): World {
  const timeline = startTimeline(STANDING, () => new Date(clock.now));
  const { people, apps } = memory ?? plant(raxx, new Date(BEGAN));
  const rules = {
    failedReleases: 'not-deployed',
    configReleasesCarry: 'current-code',
    herokuIncident: null,
  } as const;
  const world = makeWorld({ timeline, timing: MEASURED, rules, people, apps, carryOut });
  world.resume(memory?.pending ?? []);
  return world;
}

function take(run: Run, each: Step): void {
  const { world } = run;
  switch (each.does) {
    case 'wait':
      run.clock.now += each.ms;
      world.timeline.leap(each.ms);
      return;
    case 'release': {
      const { releases } = appNamed(world, each.app);
      const { what } = each;
      // Counted from the newest, so that every app has them.
      const to = what.kind === 'rollback' ? releases[releases.length - 1 - what.to] : undefined;
      releaseByAnother(world, each.app, BEN, to === undefined ? what : { kind: 'rollback', to: to.version });
      return;
    }
    case 'crash': {
      const app = appNamed(world, each.app);
      for (const dyno of app.dynos.filter(({ type }) => type === each.type)) crash(world, app, dyno);
      return;
    }
    case 'restart':
      restart(world, appNamed(world, each.app), ({ type }) => type === each.type);
      return;
    case 'scale':
      scale(world, appNamed(world, each.app), [{ type: 'web', quantity: each.quantity }]);
      return;
    case 'reload': {
      const memory = { people: world.people, apps: [...world.apps.values()], pending: world.pending() };
      const copied = deserialize(serialize(memory)) as Remembered;
      world.timeline.stop();
      run.world = begin(run.clock, copied);
    }
  }
}

/** All that anybody can see, but for the ids made up at random. */
function told(steps: readonly Step[]): unknown {
  const clock = { now: BEGAN };
  const run: Run = { clock, world: begin(clock, null) };
  for (const each of steps) take(run, each);
  // Whatever is still under way ends.
  take(run, { does: 'wait', ms: 3_600_000 });
  const seen = viewWorld(run.world).map(({ releases, ...rest }) => ({
    ...rest,
    releases: releases.map(({ id: _, ...release }) => release),
    log: appNamed(run.world, rest.name).log,
    kept: appNamed(run.world, rest.name).releases.map(({ config }) => Object.keys(config)),
  }));
  run.world.timeline.stop();
  return seen;
}

test('a world written down and gone on with, at any moments, ends as it would have without', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      expect(told(steps)).toEqual(told(steps.filter(({ does }) => does !== 'reload')));
    }),
    { numRuns: 150 },
  );
});
