/** What one person approved alone is looked at by a second one within a day (design.md ruling 2). */
import type { LookVerdict } from '../../ledger.ts';
import type { Operation } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Run } from '../../ports.ts';
import * as words from '../../words/approval.ts';
import { plain } from '../../words/mrkdwn.ts';
import { actor, entitled, isSame } from '../entitlement.ts';
import { approversBut, type World } from '../world.ts';
import { reply } from './reply.ts';

const REMINDED_BEFORE_MS = 12 * 3_600_000;
const LONGEST_NOTE = 300;

/** Reminds, and says loudly when the day is over. A run of its own, without a lease. */
export async function secondLook(run: Run, world: World, operationId: string): Promise<void> {
  const look = await world.ledger.secondLook(operationId);
  if (!look) return;
  await run.sleep('half of the time', new Date(look.dueAt.getTime() - REMINDED_BEFORE_MS));
  await run.step('remind', () => say(world, operationId, 'look-reminder'));
  await run.sleep('all of the time', look.dueAt);
  await run.step('overdue', () => say(world, operationId, 'look-overdue'));
}

async function say(world: World, operationId: string, what: 'look-reminder' | 'look-overdue'): Promise<null> {
  const [operation, look] = await Promise.all([
    world.ledger.find(operationId),
    world.ledger.secondLook(operationId),
  ]);
  // Approved alone, but never sent: there is nothing to look at.
  if (!operation?.approver || !operation.sentAt || !look || look.done) return null;
  const others = approversBut(world.settings, operation.approver.slackId);
  if (what === 'look-reminder') {
    await world.ledger.post([
      reply(operation, what, words.lookReminder(operation, look.dueAt, others), true),
    ]);
    return null;
  }
  await world.ledger.note({
    audit: [
      {
        action: 'rollback.look-overdue',
        actor: 'switchback',
        targetType: 'operation',
        targetId: operationId,
        payload: null,
      },
    ],
    posts: [reply(operation, what, words.lookOverdue(operation, others), true)],
  });
  return null;
}

/** Before anybody is asked what is wrong: decided again when the answer comes. */
export async function mayLook(
  world: World,
  operationId: string,
  slackId: string,
): Promise<Outcome<Operation>> {
  const person = await entitled(world, slackId, 'rollback.second-look');
  if (!person.ok) return person;
  const [operation, look] = await Promise.all([
    world.ledger.find(operationId),
    world.ledger.secondLook(operationId),
  ]);
  if (!operation?.approver || !look) return refused({ reason: 'unknown-operation', typed: operationId });
  if (look.done) return refused({ reason: 'looked-already', by: look.done.by.name, at: look.done.at });
  return isSame(operation.approver, person.value) ? refused({ reason: 'own-look' }) : done(operation);
}

export interface Look {
  readonly operationId: string;
  readonly slackId: string;
  readonly verdict: LookVerdict;
  /** Untrusted text. */
  readonly note: string;
}

export async function lookAgain(world: World, look: Look): Promise<Outcome<Operation>> {
  const { operationId, slackId, verdict } = look;
  const may = await mayLook(world, operationId, slackId);
  if (!may.ok) return may;
  const person = await entitled(world, slackId, 'rollback.second-look');
  if (!person.ok) return person;
  const operation = may.value;
  const by = actor(person.value);
  const at = await world.clock.now();
  const note = plain(look.note, LONGEST_NOTE);
  if (verdict === 'wrong' && note === '') return refused({ reason: 'note-empty' });
  const said =
    verdict === 'right'
      ? reply(operation, 'looked', words.looksRight(operation, by, at))
      : reply(operation, 'looked', words.somethingWrong(operation, by, note, at), true);
  const looked = await world.ledger.lookAgain(
    operationId,
    { by, at, verdict, note },
    {
      audit: [
        {
          action: `rollback.looked-${verdict}`,
          actor: by.id,
          targetType: 'operation',
          targetId: operationId,
          payload: { note },
        },
      ],
      posts: [said],
      timeline: { at, actor: by.name, text: words.timelineLooked(operation, verdict, note).source },
    },
  );
  if (looked) return done(operation);
  const again = await mayLook(world, operationId, slackId);
  return again.ok ? refused({ reason: 'unknown-operation', typed: operationId }) : again;
}
