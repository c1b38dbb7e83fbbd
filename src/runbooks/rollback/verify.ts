/**
 * Prove recovery (rollback.md, step 3; design.md ruling 13): release, every web dyno, smoke; then hold, then say so.
 * One step that only looks and writes conditionally, so running it again is harmless.
 */
import type { Operation, Progress, ReleaseRef } from '../../operation.ts';
import type { Release, Run } from '../../ports.ts';
import * as words from '../../words/rollback.ts';
import type { World } from '../world.ts';
import { PATIENCE_MS } from './await-person.ts';
import { confirm } from './confirm.ts';
import { end, needHuman } from './end.ts';
import { pauseForDynos, pauseForHold, pauseForRelease } from './pace.ts';
import { allUp, passes, type Recovery, recovery, unseen } from './recovery.ts';
import { reply } from './reply.ts';

const READ = { purpose: 'rollback', deadlineMs: 10_000 } as const;
/** From decision to verified recovery (rollback.md). */
export const BUDGET_MS = 5 * 60_000;
/** When people hear that it is not over yet, after the send: silence would be worse than bad news. */
const WORDS_AFTER_MS = [2, 5, 10, 20, 40].map((minutes) => minutes * 60_000);
const WORD_BY_MS = 120_000;
/** A failed release command is judged only when the dynos have had this long to show what they run. */
const FAILED_SETTLE_MS = 10_000;

type NotRecovered = Exclude<Recovery, { kind: 'holds' }>;

/** What one round of looking carries to the next; all of it can be found out again. */
interface Rounds {
  webQuantity: number | null;
  failedSince: number | null;
  /** How many of the words due were said. */
  wordsSaid: number;
  /** Our release once its command is over, which it stays. */
  settled: Release | null;
  settledAt: Date | null;
}

/** When people hear next unless it recovers first; null when only a person's decision is left to wait for. */
export function nextWordAt(operation: Operation, now: Date): Date | null {
  if (operation.endedAt || operation.status === 'needs_human') return null;
  const since = (operation.sentAt ?? operation.approvedAt ?? operation.requestedAt).getTime();
  const next = WORDS_AFTER_MS.map((after) => since + after).find((at) => at > now.getTime());
  return new Date(next ?? since + PATIENCE_MS);
}

export function verify(run: Run, world: World, operationId: string): Promise<'recovered' | 'ended'> {
  return run.step('verify', async () => {
    const rounds: Rounds = {
      webQuantity: null,
      failedSince: null,
      wordsSaid: 0,
      settled: null,
      settledAt: null,
    };
    for (;;) {
      const operation = await world.ledger.find(operationId);
      if (operation?.status === 'recovered') return 'recovered';
      if (!operation?.release || !isOpen(operation)) return 'ended';
      const result = await round(run, world, operation, operation.release, rounds);
      if (typeof result === 'string') return result;
      await world.clock.pause(result);
    }
  });
}

function isOpen(operation: Operation): boolean {
  return operation.status === 'verifying' || operation.status === 'needs_human';
}

/** One look and what follows from it: the end, or how long to wait before the next, milliseconds. */
async function round(
  run: Run,
  world: World,
  operation: Operation,
  ours: ReleaseRef,
  rounds: Rounds,
): Promise<'recovered' | 'ended' | number> {
  rounds.webQuantity ??= await readWebQuantity(world, operation.app);
  const seen = await observe(world, operation.app, ours, rounds);
  await saveProgress(run, world, operation, seen.progress);
  const now = await world.clock.now();
  if (rounds.settled) rounds.settledAt ??= now;
  if (seen.kind === 'holds') {
    return (await holding(run, world, operation, now)) ? 'recovered' : pauseForHold(world.settings.holdMs);
  }
  rounds.failedSince = seen.kind === 'release-failed' ? (rounds.failedSince ?? now.getTime()) : null;
  const settled = rounds.failedSince !== null && now.getTime() - rounds.failedSince >= FAILED_SETTLE_MS;
  return (await notRecovered(run, world, operation, seen, now, settled, rounds))
    ? 'ended'
    : pauseMs(operation, rounds, now);
}

/** One request a look, until all seems well: only then is everything read that proves it. */
async function observe(world: World, app: string, ours: ReleaseRef, rounds: Rounds): Promise<Recovery> {
  const { webQuantity } = rounds;
  const release = rounds.settled ?? (await readRelease(world, app, ours));
  if (!release || release.status === 'pending')
    return recovery({ ours, release, dynos: null, webQuantity, smoke: null });
  rounds.settled = release;
  const read = await world.heroku.dynos(app, READ);
  const dynos = read.ok ? read.value : null;
  const web = dynos?.filter((dyno) => dyno.type === 'web') ?? [];
  if (!allUp(web, ours.version, webQuantity))
    return recovery({ ours, release, dynos, webQuantity, smoke: null });
  const smoke = await world.smoke.check(app);
  // Somebody may have released on top since it settled.
  const now = passes(smoke) ? await readRelease(world, app, ours) : release;
  return recovery({ ours, release: now, dynos, webQuantity, smoke });
}

async function readRelease(world: World, app: string, ours: ReleaseRef): Promise<Release | null> {
  const read = await world.heroku.release(app, ours.version, READ);
  return read.ok ? read.value : null;
}

async function readWebQuantity(world: World, app: string): Promise<number | null> {
  const formation = await world.heroku.formation(app, READ);
  return formation.ok ? (formation.value.find((process) => process.type === 'web')?.quantity ?? 0) : null;
}

async function saveProgress(run: Run, world: World, operation: Operation, progress: Progress): Promise<void> {
  // A smoke answer proves only its own look; the rest stands until it is read again.
  const { smoke, smokeProblem, ...known } = operation.progress;
  const merged: Progress = { ...known, ...progress };
  if (JSON.stringify(merged) !== JSON.stringify(operation.progress))
    await world.ledger.progress(run.lease, merged);
}

/** The wall-clock stops at the first good look; confirmed, and true here, once it has held. */
async function holding(run: Run, world: World, operation: Operation, now: Date): Promise<boolean> {
  if (operation.recoveredAt === null) {
    await world.ledger.change(operation.id, {
      lease: run.lease,
      from: ['verifying', 'needs_human'],
      to: 'verifying',
      set: { recoveredAt: now, ending: null },
      audit: [],
      timeline: { at: now, actor: 'Switchback', text: words.timelineRecovered(operation).source },
    });
    return false;
  }
  if (now.getTime() - operation.recoveredAt.getTime() < world.settings.holdMs) return false;
  return confirm(run, world, operation, now);
}

/** Whether verification ends here. People hear at two minutes, and again when the five are spent. */
async function notRecovered(
  run: Run,
  world: World,
  operation: Operation,
  seen: NotRecovered,
  now: Date,
  failureSettled: boolean,
  rounds: Rounds,
): Promise<boolean> {
  if (operation.recoveredAt !== null && !unseen(seen))
    return relapse(run, world, operation, operation.recoveredAt, seen, now);
  if (
    seen.kind === 'release-failed' &&
    failureSettled &&
    (await releaseFailed(run, world, operation, seen.runs))
  )
    return true;

  const sinceSent = now.getTime() - (operation.sentAt ?? now).getTime();
  await keepInformed(run, world, operation, seen.progress, now, rounds);
  const spent = now.getTime() - operation.requestedAt.getTime() >= BUDGET_MS && sinceSent >= WORD_BY_MS;
  // A release command may take its hour; only what runs and does not recover needs a person now.
  if (spent && seen.progress.release !== 'pending' && operation.status === 'verifying') {
    await needHuman(run, world, operation, { why: 'not-recovered-in-time' });
  }
  if (sinceSent < PATIENCE_MS) return false;
  await end(run, world, operation, 'closed', { why: 'closed-by-itself' });
  return true;
}

async function keepInformed(
  run: Run,
  world: World,
  operation: Operation,
  progress: Progress,
  now: Date,
  rounds: Rounds,
): Promise<void> {
  const sinceSent = now.getTime() - (operation.sentAt ?? now).getTime();
  const due = WORDS_AFTER_MS.filter((after) => after <= sinceSent).length;
  if (due <= rounds.wordsSaid || operation.status !== 'verifying') return;
  await world.ledger.post([reply(operation, `not-yet-${due}`, words.notYet(operation, progress, now))]);
  // The card says when to expect the next.
  await world.ledger.progress(run.lease, { ...operation.progress, ...progress });
  rounds.wordsSaid = due;
}

async function relapse(
  run: Run,
  world: World,
  operation: Operation,
  recoveredAt: Date,
  seen: NotRecovered,
  now: Date,
): Promise<false> {
  await world.ledger.change(operation.id, {
    lease: run.lease,
    from: ['verifying'],
    to: 'verifying',
    set: { recoveredAt: null },
    audit: [],
    posts: [
      reply(
        operation,
        `relapsed-${recoveredAt.getTime()}`,
        words.relapsed(operation, seen.progress, now),
        true,
      ),
    ],
    timeline: { at: now, actor: 'Switchback', text: words.timelineRelapsed(operation).source },
  });
  return false;
}

/** Heroku's documents say the old release goes on running, the RCA says otherwise: the dynos decide (ruling 6). */
async function releaseFailed(
  run: Run,
  world: World,
  operation: Operation,
  runs: number | null,
): Promise<boolean> {
  if (runs !== null && runs !== operation.release?.version) {
    await end(run, world, operation, 'failed', { why: 'release-failed', runs });
    return true;
  }
  if (operation.status === 'verifying')
    await needHuman(run, world, operation, { why: 'release-failed', runs });
  return false;
}

function pauseMs(operation: Operation, { settledAt }: Rounds, now: Date): number {
  return settledAt
    ? pauseForDynos(now.getTime() - settledAt.getTime())
    : pauseForRelease(now.getTime() - (operation.sentAt ?? now).getTime());
}
