/**
 * Prove recovery (rollback.md, step 3; design.md ruling 13): release, every web dyno, smoke; then hold, then say so.
 * One step that only looks and writes conditionally, so running it again is harmless.
 */
import type { Operation, Progress } from '../../operation.ts';
import type { Dyno, Release, Run, SmokeResult } from '../../ports.ts';
import * as words from '../../words/rollback.ts';
import type { World } from '../world.ts';
import { PATIENCE_MS } from './await-person.ts';
import { confirm } from './confirm.ts';
import { end, needHuman } from './end.ts';
import { allUp, type Recovery, recovery } from './recovery.ts';
import { reply } from './reply.ts';

const READ = { purpose: 'rollback', deadlineMs: 10_000 } as const;
/** From decision to verified recovery (rollback.md). */
export const BUDGET_MS = 5 * 60_000;
const WORD_BY_MS = 120_000;
/** A failed release command and its dynos are judged only when the dynos have had this long to show themselves. */
const FAILED_SETTLE_MS = 10_000;

export function verify(run: Run, world: World, operationId: string): Promise<'recovered' | 'ended'> {
  return run.step('verify', async () => {
    let webQuantity: number | null = null;
    let failedSince: number | null = null;
    for (;;) {
      const operation = await world.ledger.find(operationId);
      if (operation?.status === 'recovered') return 'recovered';
      if (!operation?.release || (operation.status !== 'verifying' && operation.status !== 'needs_human'))
        return 'ended';
      webQuantity ??= await readWebQuantity(world, operation.app);
      const seen = await observe(world, operation, operation.release.version, webQuantity);
      await saveProgress(run, world, operation, seen.progress);
      const now = await world.clock.now();
      if (seen.kind === 'holds') {
        if (operation.recoveredAt === null) await noteRecovered(run, world, operation, now);
        else if (now.getTime() - operation.recoveredAt.getTime() >= world.settings.holdMs) {
          await confirm(run, world, operation, now);
          return 'recovered';
        }
      } else {
        failedSince = seen.kind === 'release-failed' ? (failedSince ?? now.getTime()) : null;
        const settled = failedSince !== null && now.getTime() - failedSince >= FAILED_SETTLE_MS;
        if (await notRecovered(run, world, operation, seen, now, settled)) return 'ended';
      }
      await world.clock.pause(pauseMs(operation, now, seen.kind === 'holds' ? world.settings.holdMs : null));
    }
  });
}

async function observe(
  world: World,
  operation: Operation,
  version: number,
  webQuantity: number | null,
): Promise<Recovery> {
  const ours = { id: operation.release?.id ?? '', version };
  const releaseRead = await world.heroku.release(operation.app, version, READ);
  const release: Release | null = releaseRead.ok ? releaseRead.value : null;
  let dynos: readonly Dyno[] | null = null;
  let smoke: SmokeResult | null = null;
  if (release && release.status !== 'pending') {
    const dynoRead = await world.heroku.dynos(operation.app, READ);
    dynos = dynoRead.ok ? dynoRead.value : null;
    const web = dynos?.filter((dyno) => dyno.type === 'web') ?? [];
    if (allUp(web, version, webQuantity)) smoke = await world.smoke.check(operation.app);
  }
  return recovery({ ours, release, dynos, webQuantity, smoke });
}

async function readWebQuantity(world: World, app: string): Promise<number | null> {
  const formation = await world.heroku.formation(app, READ);
  return formation.ok ? (formation.value.find((process) => process.type === 'web')?.quantity ?? 0) : null;
}

async function saveProgress(run: Run, world: World, operation: Operation, progress: Progress): Promise<void> {
  const merged: Progress = { ...operation.progress, ...progress };
  if (JSON.stringify(merged) !== JSON.stringify(operation.progress))
    await world.ledger.progress(run.lease, merged);
}

/** The wall-clock stops here, though it is only confirmed once it has held. */
async function noteRecovered(run: Run, world: World, operation: Operation, at: Date): Promise<void> {
  await world.ledger.change(operation.id, {
    lease: run.lease,
    from: ['verifying', 'needs_human'],
    to: 'verifying',
    set: { recoveredAt: at, ending: null },
    audit: [],
    timeline: { at, actor: 'Switchback', text: words.timelineRecovered(operation).source },
  });
}

/** Whether verification ends here. */
async function notRecovered(
  run: Run,
  world: World,
  operation: Operation,
  seen: Exclude<Recovery, { kind: 'holds' }>,
  now: Date,
  failureSettled: boolean,
): Promise<boolean> {
  if (operation.recoveredAt !== null) {
    await world.ledger.change(operation.id, {
      lease: run.lease,
      from: ['verifying'],
      to: 'verifying',
      set: { recoveredAt: null },
      audit: [],
      posts: [
        reply(
          operation,
          `relapsed-${operation.recoveredAt.getTime()}`,
          words.relapsed(operation, seen.progress, now),
          true,
        ),
      ],
      timeline: { at: now, actor: 'Switchback', text: words.timelineRelapsed(operation).source },
    });
    return false;
  }
  if (seen.kind === 'release-failed' && failureSettled) {
    const ours = seen.runs === operation.release?.version;
    if (!ours) {
      await end(run, world, operation, 'failed', { why: 'release-failed', runs: seen.runs });
      return true;
    }
    if (operation.status === 'verifying')
      await needHuman(run, world, operation, { why: 'release-failed', runs: seen.runs });
  }
  const sinceDecision = now.getTime() - operation.requestedAt.getTime();
  const sinceSent = now.getTime() - (operation.sentAt ?? now).getTime();
  const pending = seen.kind === 'waiting' && seen.progress.release === 'pending';
  if (sinceSent >= WORD_BY_MS)
    await world.ledger.post([reply(operation, 'not-yet', words.notYet(operation, seen.progress, now))]);
  if (sinceDecision >= BUDGET_MS && sinceSent >= WORD_BY_MS && !pending && operation.status === 'verifying') {
    await needHuman(run, world, operation, { why: 'not-recovered-in-time' });
  }
  if (sinceSent >= PATIENCE_MS) {
    await end(run, world, operation, 'closed', { why: 'closed-by-itself' });
    return true;
  }
  return false;
}

/** Close at first, when a second counts; politely later. Milliseconds. */
function pauseMs(operation: Operation, now: Date, holdMs: number | null): number {
  if (holdMs !== null) return Math.min(10_000, Math.max(250, holdMs / 3));
  const elapsed = now.getTime() - (operation.sentAt ?? now).getTime();
  if (elapsed < 8_000) return 500;
  if (elapsed < 30_000) return 2_000;
  if (elapsed < 60_000) return 3_000;
  return elapsed < BUDGET_MS ? 5_000 : 15_000;
}
