/** After the confirmation: five minutes of dynos, fifteen of the release list (ruling 13; facts/threats.md step 10). */
import type { Operation } from '../../operation.ts';
import type { Run } from '../../ports.ts';
import * as words from '../../words/rollback.ts';
import type { World } from '../world.ts';
import { seen } from './attribution.ts';
import { look } from './reconcile.ts';
import { reply } from './reply.ts';

const ROUND_MS = 60_000;
const ROUNDS = 15;
const DYNO_ROUNDS = 5;
const READ = { purpose: 'routine', deadlineMs: 10_000 } as const;

export async function watch(run: Run, world: World, operationId: string): Promise<void> {
  const since = await run.now('watch');
  let dynos = true;
  for (let round = 1; round <= ROUNDS; round += 1) {
    await run.sleep(`watch ${round}`, new Date(since.getTime() + round * ROUND_MS));
    const seenFine = await run.step(`look ${round}`, () =>
      lookRound(run, world, operationId, dynos && round <= DYNO_ROUNDS),
    );
    if (seenFine === 'superseded') return;
    dynos &&= seenFine === 'fine';
  }
}

/** `gone`: no dyno is ours any more; the release list is still worth a look. */
type Round = 'fine' | 'crashed' | 'gone' | 'superseded';

async function lookRound(run: Run, world: World, operationId: string, dynos: boolean): Promise<Round> {
  const operation = await world.ledger.find(operationId);
  if (operation?.status !== 'recovered' || (await isSuperseded(world, operation))) return 'superseded';
  await lookForDuplicates(world, operation);
  return dynos ? lookAtDynos(run, world, operation) : 'fine';
}

/** A later rollback of this app has been sent: what appears from now on may be its doing. */
async function isSuperseded(world: World, operation: Operation): Promise<boolean> {
  const later = await world.ledger.recent(operation.app, 5);
  return later.some((each) => each.requestedAt > operation.requestedAt && each.sentAt !== null);
}

/** A second release of ours, or one that landed late, is said and recorded; what to do about it is a person's call. */
async function lookForDuplicates(world: World, operation: Operation): Promise<void> {
  const attempts = await world.ledger.attempts(operation.id);
  const first = attempts[0];
  if (!first) return;
  const looked = await look(world, operation, first);
  if (looked.kind !== 'found') return;
  const others = [looked.release, ...looked.more].filter((release) => release.id !== operation.release?.id);
  await world.ledger.post(
    others.map((release) =>
      reply(operation, `duplicate-${release.version}`, words.duplicate(operation, seen(release)), true),
    ),
  );
}

async function lookAtDynos(run: Run, world: World, operation: Operation): Promise<Round> {
  const read = await world.heroku.dynos(operation.app, READ);
  if (!read.ok || !operation.release) return 'fine';
  const ours = read.value.filter(
    (dyno) => dyno.type === 'web' && dyno.releaseVersion === operation.release?.version,
  );
  if (ours.length === 0) return 'gone';
  const crashed = ours.filter((dyno) => dyno.state === 'crashed');
  if (crashed.length === 0) return 'fine';
  const at = await world.clock.now();
  const original = (await world.ledger.drills(operation.app)).find(
    (row) => row.operationId === operation.id && row.corrects === null,
  );
  await world.ledger.change(operation.id, {
    lease: run.lease,
    from: ['recovered'],
    to: 'recovered',
    audit: [
      {
        action: 'rollback.crashed-after',
        actor: 'switchback',
        targetType: 'operation',
        targetId: operation.id,
        payload: { dynos: crashed.map((dyno) => dyno.name) },
      },
    ],
    posts: [
      reply(
        operation,
        'crashed-after',
        words.crashedAfter(
          operation,
          crashed.map((dyno) => dyno.name),
          at,
        ),
        true,
      ),
    ],
    timeline: { at, actor: 'Switchback', text: words.timelineRelapsed(operation).source },
    ...(original
      ? {
          drill: {
            ...original,
            corrects: original.id,
            outcome: words.correctionColumn(
              operation.release.version,
              crashed.map((dyno) => dyno.name),
            ),
          },
        }
      : {}),
  });
  return 'crashed';
}
