/**
 * A request that nobody confirmed may take effect hours later: its release list is watched for a day, whatever became of
 * the operation (facts/threats.md T37). Nothing is adopted or sent: a late landing is said, loudly and once.
 */
import { type Operation, STATUSES } from '../../operation.ts';
import type { Release, Run } from '../../ports.ts';
import { landedLate, timelineLate } from '../../words/after.ts';
import { landedLateColumn } from '../../words/record.ts';
import { duplicate } from '../../words/rollback.ts';
import type { World } from '../world.ts';
import { seen } from './attribution.ts';
import { descriptionOf } from './description.ts';
import { look, unresolved } from './reconcile.ts';
import { reply } from './reply.ts';
import { sentLater } from './superseded.ts';
import { correction } from './unproven.ts';

const READ = { purpose: 'routine', deadlineMs: 10_000 } as const;
const MINUTE = 60_000;
/** Every three minutes for an hour, then every fifteen for the rest of the day. */
const LOOKS_AT: readonly number[] = [
  ...Array.from({ length: 20 }, (_, i) => (i + 1) * 3 * MINUTE),
  ...Array.from({ length: 92 }, (_, i) => (60 + (i + 1) * 15) * MINUTE),
];

export async function watchForLate(run: Run, world: World, operationId: string): Promise<void> {
  if ((await run.step('late?', () => expected(world, operationId))) === 'no') return;
  const since = await run.now('late');
  for (const [index, after] of LOOKS_AT.entries()) {
    await run.sleep(`late ${index}`, new Date(since.getTime() + after));
    if ((await run.step(`look late ${index}`, () => lookLate(run, world, operationId))) === 'no') return;
  }
}

type Expected = 'yes' | 'no';

async function expected(world: World, operationId: string): Promise<Expected> {
  const operation = await world.ledger.find(operationId);
  if (!operation?.endedAt || (await repeated(world, operation))) return 'no';
  return (await world.ledger.attempts(operationId)).some(unresolved) ? 'yes' : 'no';
}

async function lookLate(run: Run, world: World, operationId: string): Promise<Expected> {
  if ((await expected(world, operationId)) === 'no') return 'no';
  const operation = await world.ledger.find(operationId);
  if (operation) await lookForMore(run, world, operation);
  return 'yes';
}

/** The same was sent again: what appears from then on may be its doing. Another target's release looks different. */
async function repeated(world: World, operation: Operation): Promise<boolean> {
  const sent = descriptionOf(operation);
  return (await sentLater(world, operation)).some((each) => descriptionOf(each) === sent);
}

/** Releases of ours beside the one we know; what to do about them is a person's call. */
export async function lookForMore(run: Run, world: World, operation: Operation): Promise<void> {
  const attempts = await world.ledger.attempts(operation.id);
  const attempt = attempts.find(unresolved) ?? attempts[0];
  if (!attempt) return;
  const looked = await look(world, operation, attempt, READ);
  if (looked.kind !== 'found') return;
  const others = [looked.release, ...looked.more].filter((release) => release.id !== operation.release?.id);
  for (const release of others) await announce(run, world, operation, release, unresolved(attempt));
}

/** On top of ours is ours too, of a request that landed late: said, and what is verified from now on. */
export async function followOurOwn(
  run: Run,
  world: World,
  operation: Operation,
  head: Release,
): Promise<boolean> {
  const attempt = (await world.ledger.attempts(operation.id))[0];
  if (!attempt) return false;
  const looked = await look(world, operation, attempt);
  if (looked.kind !== 'found') return false;
  const found = [looked.release, ...looked.more];
  if (!found.some(({ id }) => id === head.id)) return false;
  // From this very look: another may not see it, and once it is followed nobody would say it any more.
  for (const release of found.filter(({ id }) => id !== operation.release?.id))
    await announce(run, world, operation, release, unresolved(attempt));
  const at = await world.clock.now();
  const before = operation.release?.version;
  await world.ledger.change(operation.id, {
    lease: run.lease,
    from: ['verifying', 'needs_human'],
    to: null,
    set: { release: { id: head.id, version: head.version }, recoveredAt: null },
    ...(before === undefined ? {} : { mark: { name: `was-live-${before}`, by: 'switchback', at } }),
    audit: [
      {
        action: 'rollback.followed',
        actor: 'switchback',
        targetType: 'operation',
        targetId: operation.id,
        payload: { from: before ?? null, to: head.version },
      },
    ],
  });
  return true;
}

async function announce(
  run: Run,
  world: World,
  operation: Operation,
  release: Release,
  late: boolean,
): Promise<void> {
  const mark = `late-${release.version}` as const;
  if (operation.marks[mark]) return;
  const before = await world.heroku.release(operation.app, release.version - 1, READ);
  const message = late
    ? landedLate(operation, seen(release), before.ok ? seen(before.value) : null)
    : duplicate(operation, seen(release));
  const at = await world.clock.now();
  const drill = await correction(world, operation, landedLateColumn(release.version, release.createdAt));
  await world.ledger.change(operation.id, {
    lease: run.lease,
    from: STATUSES,
    to: null,
    mark: { name: mark, by: 'switchback', at },
    audit: [
      {
        action: late ? 'rollback.landed-late' : 'rollback.duplicate',
        actor: 'switchback',
        targetType: 'operation',
        targetId: operation.id,
        payload: { version: release.version, late },
      },
    ],
    posts: [reply(operation, `duplicate-${release.version}`, message, true)],
    timeline: { at, actor: 'Switchback', text: timelineLate(seen(release), late).source },
    ...(drill ? { drill } : {}),
  });
}
