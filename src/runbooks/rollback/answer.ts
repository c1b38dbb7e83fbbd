/** A person says whether the symptom is gone: noted once each way, said, and corrected in the record (rollback.md, verify). */
import type { Mark, Operation, OperationStatus } from '../../operation.ts';
import { done, type Outcome, type Refusal, refused } from '../../outcome.ts';
import * as words from '../../words/after.ts';
import { stillBrokenColumn, symptomGoneColumn } from '../../words/record.ts';
import { entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { handled } from './approve.ts';
import { reply } from './reply.ts';
import { superseded } from './superseded.ts';
import { correction } from './unproven.ts';

export type SymptomAnswer = 'symptom-gone' | 'still-broken';

export async function answer(
  world: World,
  operationId: string,
  slackId: string,
  what: SymptomAnswer,
): Promise<Outcome<Operation>> {
  const person = await entitled(world, slackId, 'rollback.answer');
  if (!person.ok) return person;
  const operation = await world.ledger.find(operationId);
  if (!operation) return refused({ reason: 'unknown-operation', typed: operationId });
  // A later rollback has its own symptom: this one's record stays as it is.
  if (!mayAnswer(operation) || (await superseded(world, operation))) return refused(handled(operation));
  const by = person.value.name;
  const at = await world.clock.now();
  const broken = what === 'still-broken';
  const confirmed = operation.status === 'recovered';
  const column = broken ? stillBrokenColumn(by, at) : symptomGoneColumn(by, at);
  const corrects = confirmed && (broken || operation.marks['still-broken'] !== undefined);
  const drill = corrects ? await correction(world, operation, column) : null;
  const changed = await world.ledger.change(operationId, {
    from: MAY_BE_JUDGED,
    to: null,
    mark: { name: what, by, at },
    audit: [
      {
        action: `rollback.${what}`,
        actor: person.value.id,
        targetType: 'operation',
        targetId: operationId,
        payload: { app: operation.app },
      },
    ],
    posts: [
      broken
        ? reply(operation, what, words.stillBroken(operation, by, at), true)
        : reply(operation, what, words.symptomGone(by, at)),
    ],
    timeline: {
      at,
      actor: by,
      text: (broken ? words.timelineStillBroken(operation) : words.timelineGone()).source,
    },
    ...(drill ? { drill } : {}),
  });
  if (changed) return done(changed);
  return refused(await saidBefore(world, operation, what));
}

/** Who was first. */
export async function saidBefore(world: World, operation: Operation, mark: Mark): Promise<Refusal> {
  const now = (await world.ledger.find(operation.id)) ?? operation;
  const first = now.marks[mark];
  return first ? { reason: 'already-said', by: first.by, at: new Date(first.at) } : handled(now);
}

const MAY_BE_JUDGED: readonly OperationStatus[] = ['verifying', 'needs_human', 'recovered'];

/** Once there is something to judge. */
export function mayAnswer({ status, release }: Operation): boolean {
  return release !== null && MAY_BE_JUDGED.includes(status);
}
