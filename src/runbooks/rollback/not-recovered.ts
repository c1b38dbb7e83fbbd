/** A look that does not prove recovery: people hear of it once and in time, and it ends where looking on is of no use. */
import type { Operation } from '../../operation.ts';
import type { Message, Run } from '../../ports.ts';
import { commandFailed } from '../../words/landed.ts';
import * as words from '../../words/trouble.ts';
import type { World } from '../world.ts';
import { seen as seenRelease } from './attribution.ts';
import { end, needHuman } from './end.ts';
import { followOurOwn } from './late-watch.ts';
import type { Known } from './observe.ts';
import { optionsPost, outputPost } from './output.ts';
import {
  BOOT_MS,
  BUDGET_MS,
  CHANGE_OVER_MS,
  COMMAND_PATIENCE_MS,
  PATIENCE_MS,
  SETTLE_MS,
  WORD_BY_MS,
  WORDS_AFTER_MS,
} from './patience.ts';
import { type Recovery, unseen } from './recovery.ts';
import { reply } from './reply.ts';
import { dueToTell, lasting, nameOf, type Since, type Trouble, troublesOf } from './trouble.ts';

export type NotRecovered = Exclude<Recovery, { kind: 'holds' }>;

/** What verification carries from look to look; all of it can be found out again. */
export interface Rounds {
  readonly known: Known;
  settledAt: Date | null;
  /** What the last look came to, and since when. */
  kind: NotRecovered['kind'] | null;
  kindSince: number;
  troubledSince: Since;
  /** How many of the words due were said. */
  wordsSaid: number;
}

export function startRounds(): Rounds {
  return {
    known: { webQuantity: null, settled: null },
    settledAt: null,
    kind: null,
    kindSince: 0,
    troubledSince: {},
    wordsSaid: 0,
  };
}

const OPEN = ['verifying', 'needs_human'] as const;

interface Case {
  readonly run: Run;
  readonly world: World;
  /** Its progress is that of this look. */
  readonly operation: Operation;
  readonly now: Date;
  readonly rounds: Rounds;
}

/** Whether verification ends here. */
export async function notRecovered(
  run: Run,
  world: World,
  operation: Operation,
  seen: NotRecovered,
  now: Date,
  rounds: Rounds,
): Promise<boolean> {
  const here: Case = { run, world, operation, now, rounds };
  if (seen.kind !== rounds.kind) Object.assign(rounds, { kind: seen.kind, kindSince: now.getTime() });
  const troubles = troublesOf(seen);
  rounds.troubledSince = lasting(troubles, rounds.troubledSince, now.getTime());

  if (seen.kind === 'overtaken') {
    if (await followOurOwn(run, world, operation, seen.head)) {
      // The release that counts from now on is looked at from its beginning.
      rounds.known.settled = null;
      rounds.settledAt = null;
      return false;
    }
    await end(run, world, operation, 'superseded', { why: 'overtaken', head: seenRelease(seen.head) });
    return true;
  }
  if (operation.recoveredAt !== null && !unseen(seen)) {
    await relapse(here, operation.recoveredAt, troubles);
    return false;
  }
  const changingOver = seen.kind === 'release-failed' && seen.current;
  const settled = now.getTime() - rounds.kindSince >= (changingOver ? CHANGE_OVER_MS : SETTLE_MS);
  if (settled && seen.kind === 'nothing-runs') {
    await end(run, world, operation, 'closed', { why: 'nothing-runs' });
    return true;
  }
  if (settled && seen.kind === 'release-failed' && (await releaseFailed(here, seen.runs))) return true;
  for (const trouble of dueToTell(troubles, rounds.troubledSince, now.getTime())) await tell(here, trouble);
  return takesTooLong(here);
}

/** Once each, however often this runs: people hear what is wrong as soon as it is sure. */
async function tell({ run, world, operation, now, rounds }: Case, trouble: Trouble): Promise<void> {
  const name = nameOf(trouble);
  if (operation.marks[name]) return;
  const message = messageFor(world, operation, trouble, now);
  const output = trouble.kind === 'command-failed' ? [await outputPost(world, operation, rounds.known)] : [];
  await world.ledger.change(operation.id, {
    lease: run.lease,
    from: OPEN,
    to: null,
    mark: { name, by: 'switchback', at: now },
    audit: [],
    posts: [reply(operation, name, message, true), ...output],
    timeline: { at: now, actor: 'Switchback', text: words.timelineTrouble(operation).source },
  });
}

function messageFor(world: World, operation: Operation, trouble: Trouble, now: Date): Message {
  switch (trouble.kind) {
    case 'crashed':
      return words.crashed(operation, trouble.dynos, now);
    case 'smoke':
      return words.smokeFails(operation, operation.progress, now);
    case 'wrong-door':
      return words.wrongDoor(operation, smokeUrl(world, operation));
    case 'blind':
      return words.blind(operation, trouble.why, now);
    case 'command-failed':
      return commandFailed(operation);
  }
}

function smokeUrl(world: World, { app }: Operation): string {
  return world.apps.find(app)?.smoke.url ?? app;
}

/** It was up: said in one message, which also tells what troubles it. */
async function relapse(here: Case, recoveredAt: Date, troubles: readonly Trouble[]): Promise<void> {
  const { run, world, operation, now } = here;
  await world.ledger.change(operation.id, {
    lease: run.lease,
    from: OPEN,
    to: null,
    set: { recoveredAt: null },
    audit: [
      {
        action: 'rollback.relapsed',
        actor: 'switchback',
        targetType: 'operation',
        targetId: operation.id,
        payload: { live: operation.release?.version ?? null },
      },
    ],
    posts: [
      reply(
        operation,
        `relapsed-${recoveredAt.getTime()}`,
        words.relapsed(operation, operation.progress, now),
        true,
      ),
    ],
    timeline: { at: now, actor: 'Switchback', text: words.timelineRelapsed(operation).source },
  });
  for (const trouble of troubles) {
    await world.ledger.change(operation.id, {
      lease: run.lease,
      from: OPEN,
      to: null,
      mark: { name: nameOf(trouble), by: 'switchback', at: now },
      audit: [],
    });
  }
}

/** Heroku's documents say the old release goes on running, the RCA says otherwise: the dynos decide (ruling 6). */
async function releaseFailed({ run, world, operation, rounds }: Case, runs: number | null): Promise<boolean> {
  const notLive = runs !== null && runs !== operation.release?.version;
  if (!notLive && operation.status !== 'verifying') return false;
  const ending = { why: 'release-failed', runs } as const;
  const details = [await outputPost(world, operation, rounds.known), optionsPost(operation)];
  if (notLive) await end(run, world, operation, 'failed', ending, details);
  else await needHuman(run, world, operation, ending, 1, details);
  return notLive;
}

/** At two minutes and again later people hear; when the five are spent they are asked; after an hour it closes. */
async function takesTooLong(here: Case): Promise<boolean> {
  const { run, world, operation, now, rounds } = here;
  const { progress } = operation;
  const sinceSent = now.getTime() - (operation.sentAt ?? now).getTime();
  const pending = progress.release === 'pending';
  const sinceSettled = now.getTime() - (rounds.settledAt ?? operation.sentAt ?? now).getTime();
  // A command that took its hour has only now ended: what came of it is seen in minutes.
  const spentAll = pending
    ? sinceSent >= COMMAND_PATIENCE_MS
    : sinceSent >= PATIENCE_MS && sinceSettled >= BUDGET_MS;
  if (spentAll) {
    await end(run, world, operation, 'closed', { why: 'closed-by-itself' });
    return true;
  }
  if (operation.status !== 'verifying') return false;
  const spent = now.getTime() - operation.requestedAt.getTime() >= BUDGET_MS;
  // A release command may take its hour; only what runs and does not recover needs a person now.
  if (spent && !pending && sinceSent >= WORD_BY_MS && sinceSettled >= BOOT_MS) {
    await needHuman(run, world, operation, { why: 'not-recovered-in-time' });
    return false;
  }
  if (spent && !operation.marks.overdue) await sayOverdue(here);
  else await keepInformed(here, sinceSent);
  return false;
}

async function sayOverdue({ run, world, operation, now }: Case): Promise<void> {
  await world.ledger.change(operation.id, {
    lease: run.lease,
    from: OPEN,
    to: null,
    mark: { name: 'overdue', by: 'switchback', at: now },
    audit: [],
    posts: [reply(operation, 'overdue', words.overdue(operation, operation.progress, now), true)],
  });
}

async function keepInformed({ run, world, operation, now, rounds }: Case, sinceSent: number): Promise<void> {
  const due = WORDS_AFTER_MS.filter((after) => after <= sinceSent).length;
  if (due <= rounds.wordsSaid) return;
  const word = words.notYet(operation, operation.progress, now, smokeUrl(world, operation));
  await world.ledger.post([reply(operation, `not-yet-${due}`, word)]);
  // The card says when to expect the next.
  await world.ledger.progress(run.lease, operation.progress);
  rounds.wordsSaid = due;
}
