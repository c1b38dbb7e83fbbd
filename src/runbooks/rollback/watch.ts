/** After the confirmation: five minutes of dynos, fifteen of the release list (ruling 13; facts/threats.md step 10). */
import type { Operation } from '../../operation.ts';
import type { Dyno, Json, Message, Run } from '../../ports.ts';
import { stable } from '../../words/after.ts';
import { downAgain as downAgainReason } from '../../words/pages.ts';
import { crashedColumn, smokeFailedColumn } from '../../words/record.ts';
import * as words from '../../words/trouble.ts';
import { paged } from '../incident/page.ts';
import type { World } from '../world.ts';
import { lookForMore } from './late-watch.ts';
import { allUp, passes, smokeProgress } from './recovery.ts';
import { reply } from './reply.ts';
import { superseded } from './superseded.ts';
import { remindOfSymptom } from './symptom.ts';
import { correction } from './unproven.ts';

const ROUND_MS = 60_000;
const ROUNDS = 15;
const DYNO_ROUNDS = 5;
const READ = { purpose: 'routine', deadlineMs: 10_000 } as const;

export async function watch(run: Run, world: World, operationId: string): Promise<void> {
  const since = await run.now('watch');
  let dynos = true;
  for (let round = 1; round <= ROUNDS; round += 1) {
    await run.sleep(`watch ${round}`, new Date(since.getTime() + round * ROUND_MS));
    const seenFine = await run.step(`look ${round}`, () => lookRound(run, world, operationId, round, dynos));
    if (seenFine === 'superseded') return;
    dynos &&= seenFine === 'fine';
  }
}

/** `gone`: no dyno is ours any more; the release list is still worth a look. */
type Round = 'fine' | 'crashed' | 'gone' | 'superseded';

async function lookRound(
  run: Run,
  world: World,
  operationId: string,
  round: number,
  dynos: boolean,
): Promise<Round> {
  const operation = await world.ledger.find(operationId);
  if (operation?.status !== 'recovered' || (await superseded(world, operation))) return 'superseded';
  await lookForMore(run, world, operation);
  if (round >= DYNO_ROUNDS) await remindOfSymptom(world, operation);
  // Later than five minutes only for as long as stability could not be seen.
  return dynos && (round <= DYNO_ROUNDS || !operation.marks.stable)
    ? lookAtDynos(run, world, operation, round)
    : 'fine';
}

async function lookAtDynos(run: Run, world: World, operation: Operation, round: number): Promise<Round> {
  const read = await world.heroku.dynos(operation.app, READ);
  const version = operation.release?.version;
  if (!read.ok || version === undefined) return 'fine';
  const web = read.value.filter((dyno) => dyno.type === 'web');
  const ours = web.filter((dyno) => dyno.releaseVersion === version);
  if (ours.length === 0) return 'gone';
  const crashed = ours.filter((dyno) => dyno.state === 'crashed').map((dyno) => dyno.name);
  if (crashed.length === 0) return round < DYNO_ROUNDS ? 'fine' : lookSteady(run, world, operation, web);
  const at = await world.clock.now();
  await downAgain(run, world, operation, at, {
    name: 'crashed-after',
    message: words.crashedAfter(operation, crashed, at),
    outcome: crashedColumn(version, crashed),
    payload: { dynos: crashed },
  });
  return 'crashed';
}

/** Five minutes have passed: said once when dynos and smoke show that it holds, loudly when smoke shows that it does not. */
async function lookSteady(
  run: Run,
  world: World,
  operation: Operation,
  web: readonly Dyno[],
): Promise<Round> {
  const version = operation.release?.version ?? 0;
  const wanted = operation.progress.dynosWanted ?? web.length;
  if (!allUp(web, version, wanted)) return 'fine';
  const smoke = await world.smoke.check(operation.app);
  const at = await world.clock.now();
  if (passes(smoke)) {
    const note = stable(operation, web.length);
    await world.ledger.change(operation.id, {
      lease: run.lease,
      from: ['recovered'],
      to: 'recovered',
      mark: { name: 'stable', by: 'switchback', at },
      audit: [],
      posts: [reply(operation, 'stable', { text: note.source })],
      timeline: { at, actor: 'Switchback', text: note.source },
    });
    return 'fine';
  }
  const progress = { ...operation.progress, ...smokeProgress(smoke) };
  // What says nothing about the app is looked at again.
  if (progress.smokeProblem === 'cached' || progress.smokeProblem === 'origin-guard') return 'fine';
  await downAgain(run, world, operation, at, {
    name: 'smoke-failed-after',
    message: words.smokeFailsAfter(operation, progress, at),
    outcome: smokeFailedColumn(version),
    payload: { smoke: progress.smoke ?? null },
  });
  return 'crashed';
}

interface Down {
  readonly name: 'crashed-after' | 'smoke-failed-after';
  readonly message: Message;
  readonly outcome: string;
  readonly payload: Json;
}

/** What was confirmed does not hold: said once, and corrected in the record by a row. */
async function downAgain(
  run: Run,
  world: World,
  operation: Operation,
  at: Date,
  { name, message, outcome, payload }: Down,
): Promise<void> {
  const drill = await correction(world, operation, outcome);
  await world.ledger.change(operation.id, {
    lease: run.lease,
    from: ['recovered'],
    to: 'recovered',
    mark: { name: `told-${name}`, by: 'switchback', at },
    audit: [
      {
        action: `rollback.${name}`,
        actor: 'switchback',
        targetType: 'operation',
        targetId: operation.id,
        payload,
      },
    ],
    posts: [reply(operation, name, message, true)],
    webhooks: await paged(world, operation.incidentId, {
      name: `${name}/${operation.id}`,
      why: downAgainReason(operation),
      at,
    }),
    timeline: { at, actor: 'Switchback', text: words.timelineRelapsed(operation).source },
    ...(drill ? { drill } : {}),
  });
}
