/** What the bot adds to the time Heroku itself takes, from the approver's tap to the proof of recovery. */
import { atMost, duration, type Figure, spread } from '../figure.ts';
import { herokuCalls } from '../stage/calls.ts';
import { type HerokuWatch, watchHeroku } from '../stage/heroku-watch.ts';
import { naiveRollback } from '../stage/naive.ts';
import { confirmed, recovered, reviewed } from '../stage/people.ts';
import type { BenchServer } from '../stage/server.ts';
import { onStage, type Stage } from '../stage/stage.ts';

/** Real time, apps without a release command. One lane each: rounds in both run at once. */
const LANES = [
  { bot: 'raxx-console-prod', versions: [59, 60], naive: 'raxx-console-staging', theirs: [118, 119] },
  { bot: 'raxx-velvet-prod', versions: [2, 4], naive: 'raxx-velvet-staging', theirs: [2, 4] },
] as const;
const ROUNDS = 6;
const SOONEST_UP_MS = 2_000;
const LATEST_UP_MS = 30_000;
const MAY_ADD_MS = 1_000;
const PATIENCE_MS = 90_000;

interface Added {
  readonly all: number;
  readonly beforePost: number;
  readonly afterUp: number;
}

interface Rollback extends Added {
  /** Requests to Heroku, from the approval (or the start) to recovered. */
  readonly calls: number;
}

export async function recover(server: BenchServer): Promise<readonly Figure[]> {
  // A short hold: it comes after the moment measured. A big budget: many rollbacks in few minutes.
  const change = { hold: '1s', heroku_requests_per_hour: 100_000 };
  return onStage(server, { change }, async (stage) => {
    await stage.startBot();
    const watch = watchHeroku(stage.heroku);
    varyBoots(stage);
    const ours: Rollback[] = [];
    const theirs: Rollback[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const which = round % 2;
      const running: Promise<unknown>[] = [];
      for (const lane of LANES) {
        const { operationId, approve } = await reviewed(stage, lane.bot, lane.versions[which] ?? 0);
        const approvedAt = await approve();
        running.push(
          ourOwn(stage, watch, lane.bot, operationId, approvedAt).then((added) => ours.push(added)),
        );
        running.push(
          naive(stage, watch, lane.naive, lane.theirs[which] ?? 0).then((added) => theirs.push(added)),
        );
      }
      await Promise.all(running);
    }
    return [
      ...figures('bot: approve to recovered', ours, true),
      ...figures('peer: fetch loop, every 1 s', theirs, false),
    ];
  });
}

async function ourOwn(
  stage: Stage,
  watch: HerokuWatch,
  app: string,
  operationId: string,
  approvedAt: number,
): Promise<Rollback> {
  const recoveredAt = await recovered(stage, operationId, PATIENCE_MS);
  const { receivedAt, upAt } = watch.share(app);
  await confirmed(stage, operationId, PATIENCE_MS);
  const calls = herokuCalls(stage.heroku, app, approvedAt, recoveredAt);
  return { ...added(approvedAt, receivedAt, upAt, recoveredAt), calls };
}

async function naive({ heroku }: Stage, watch: HerokuWatch, app: string, version: number): Promise<Rollback> {
  const { beganAt, recoveredAt, calls } = await naiveRollback(heroku, app, version);
  const { receivedAt, upAt } = watch.share(app);
  return { ...added(beganAt, receivedAt, upAt, recoveredAt), calls };
}

export function added(from: number, receivedAt: number, upAt: number, recoveredAt: number): Added {
  const beforePost = receivedAt - from;
  const afterUp = recoveredAt - upAt;
  return { all: beforePost + afterUp, beforePost, afterUp };
}

function figures(name: string, measured: readonly Rollback[], ours: boolean): readonly Figure[] {
  const all = timed(
    `${name}, less Heroku’s own`,
    measured.map((each) => each.all),
  );
  const p50 = spread(measured.map((each) => each.all)).p50;
  const calls = spread(measured.map((each) => each.calls));
  return [
    ours ? { ...all, bar: { ...atMost(MAY_ADD_MS, p50), text: 'p50 ≤ 1 s' } } : all,
    timed(
      `${name}, of it before the POST`,
      measured.map((each) => each.beforePost),
    ),
    timed(
      `${name}, of it after the dynos were up`,
      measured.map((each) => each.afterUp),
    ),
    {
      name: `${name}, requests to Heroku`,
      measured: `p50 ${calls.p50}, max ${calls.max}`,
      bar: null,
      numbers: { ...calls },
    },
  ];
}

function timed(name: string, values: readonly number[]): Figure {
  const { n, p50, p95, max } = spread(values);
  return {
    name,
    measured: `p50 ${duration(p50)}, p95 ${duration(p95)}, max ${duration(max)}, n ${n}`,
    bar: null,
    numbers: { p50, p95, max, n, values },
  };
}

/** Boots from 2 to 30 s, spread evenly by the golden ratio: no polling interval can be in step with them. */
function varyBoots({ heroku: { world } }: Stage): void {
  let made = 0;
  world.subscribe((event) => {
    if (event.kind !== 'release-made') return;
    made += 1;
    const upMs = SOONEST_UP_MS + ((made * 0.618_034) % 1) * (LATEST_UP_MS - SOONEST_UP_MS);
    Object.assign(world.timing, { startingMs: 500, upMs });
  });
}
