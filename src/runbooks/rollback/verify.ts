/**
 * Prove recovery (rollback.md, step 3; design.md ruling 13): release, every web dyno, smoke; then hold, then say so.
 * One step that only looks and writes conditionally, so running it again is harmless.
 */
import type { AuditEntry } from '../../ledger.ts';
import type { Operation, Progress, ReleaseRef } from '../../operation.ts';
import type { Run } from '../../ports.ts';
import * as words from '../../words/rollback.ts';
import { isLive } from '../incident/public-claims.ts';
import { draftedFor } from '../incident/public-texts.ts';
import type { World } from '../world.ts';
import { confirm } from './confirm.ts';
import { narrowLock } from './deploy-lock.ts';
import { notRecovered, type Rounds, startRounds } from './not-recovered.ts';
import { observe } from './observe.ts';
import { outputPost } from './output.ts';
import { pauseForDynos, pauseForHold, pauseForRelease } from './pace.ts';
import { BUDGET_MS, COMMAND_PATIENCE_MS, PATIENCE_MS, WORDS_AFTER_MS } from './patience.ts';

/** When people hear next unless it recovers first; null when only a person's decision is left to wait for. */
export function nextWordAt(operation: Operation, now: Date): Date | null {
  if (operation.endedAt || operation.status === 'needs_human') return null;
  const since = (operation.sentAt ?? operation.approvedAt ?? operation.requestedAt).getTime();
  const due = [
    ...WORDS_AFTER_MS.map((after) => since + after),
    operation.requestedAt.getTime() + BUDGET_MS,
    since + (operation.progress.release === 'pending' ? COMMAND_PATIENCE_MS : PATIENCE_MS),
  ].filter((at) => at > now.getTime());
  return due.length === 0 ? null : new Date(Math.min(...due));
}

export function verify(run: Run, world: World, operationId: string): Promise<'recovered' | 'ended'> {
  return run.step('verify', async () => {
    await narrowLock(world, operationId);
    const rounds = startRounds();
    for (;;) {
      const operation = await world.ledger.find(operationId);
      if (operation?.status === 'recovered') {
        // Harmless when it is done: Heroku may have been slow the first time.
        await narrowLock(world, operationId);
        return 'recovered';
      }
      if (!operation?.release || !isOpen(operation)) return 'ended';
      const result = await round(run, world, operation, operation.release, rounds);
      if (typeof result === 'string') return result;
      await world.clock.pause(result);
    }
  });
}

/** Customers may be told that the rollback is live. */
async function draftLive(world: World, operation: Operation): Promise<void> {
  const { incidentId } = operation;
  if (incidentId === null) return;
  const draft = await draftedFor(world, 'rolled-back', operation, await world.clock.now());
  await world.publications.offer(incidentId, { audit: [], ...draft });
}

function isOpen(operation: Operation): boolean {
  return operation.status === 'verifying' || operation.status === 'needs_human';
}

/** One look and what follows from it: the end, or how long to wait before the next, milliseconds. */
async function round(
  run: Run,
  world: World,
  found: Operation,
  ours: ReleaseRef,
  rounds: Rounds,
): Promise<'recovered' | 'ended' | number> {
  const seen = await observe(world, found.app, ours, rounds.known);
  // Before it is noted, so that a process that dies in between says it again, and people read it once.
  const runs = seen.kind === 'holds' || seen.kind === 'waiting';
  if (runs && !isLive(found) && isLive({ ...found, progress: seen.progress })) await draftLive(world, found);
  const operation = { ...found, progress: await saveProgress(run, world, found, seen.progress) };
  const now = await world.clock.now();
  if (rounds.known.settled) rounds.settledAt ??= now;
  if (seen.kind === 'holds') {
    return (await holding(run, world, operation, now, rounds))
      ? 'recovered'
      : pauseForHold(world.settings.holdMs);
  }
  return (await notRecovered(run, world, operation, seen, now, rounds))
    ? 'ended'
    : pauseMs(operation, rounds, now);
}

/** What is known by now. What the last look said of smoke or of not seeing proves only that look. */
async function saveProgress(
  run: Run,
  world: World,
  operation: Operation,
  progress: Progress,
): Promise<Progress> {
  const { smoke, smokeProblem, unread, ...known } = operation.progress;
  const merged: Progress = { ...known, ...progress };
  if (JSON.stringify(merged) !== JSON.stringify(operation.progress))
    await world.ledger.progress(run.lease, merged);
  return merged;
}

/** The wall-clock stops at the first good look; confirmed, and true here, once it has held. */
async function holding(
  run: Run,
  world: World,
  operation: Operation,
  now: Date,
  { known }: Rounds,
): Promise<boolean> {
  if (operation.recoveredAt === null) {
    await world.ledger.change(operation.id, {
      lease: run.lease,
      from: ['verifying', 'needs_human'],
      to: 'verifying',
      set: { recoveredAt: now, ending: null },
      audit: [audited(operation, 'rollback.up')],
      timeline: { at: now, actor: 'Switchback', text: words.timelineRecovered(operation).source },
    });
    return false;
  }
  if (now.getTime() - operation.recoveredAt.getTime() < world.settings.holdMs) return false;
  // The RCA's world: what is healthy was released by a command that failed, and why belongs into the thread.
  const output =
    operation.progress.release === 'succeeded' ? null : await outputPost(world, operation, known);
  return confirm(run, world, operation, now, output);
}

function pauseMs(operation: Operation, { settledAt }: Rounds, now: Date): number {
  return settledAt
    ? pauseForDynos(now.getTime() - settledAt.getTime())
    : pauseForRelease(now.getTime() - (operation.sentAt ?? now).getTime());
}

function audited({ id, release }: Operation, action: string): AuditEntry {
  const payload = { live: release?.version ?? null };
  return { action, actor: 'switchback', targetType: 'operation', targetId: id, payload };
}
