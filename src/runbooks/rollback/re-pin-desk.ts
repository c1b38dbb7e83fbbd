/** What people may note in the checklist of a re-pin, whoever does the work; decided again until nobody came between. */
import type { Actor, Operation } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Checklist, RePinNote, RePinStep } from '../../re-pin.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { handled } from './approve.ts';
import { isOpen, mayBeIt } from './checklist.ts';
import { imageTag } from './image.ts';
import { readChecklist } from './re-pin.ts';
import { addNote } from './re-pin-notes.ts';

export interface Desk {
  readonly operation: Operation;
  readonly list: Checklist;
  readonly person: Actor;
}

/** The open checklist, for somebody who may work on it. */
export async function atChecklist(
  world: World,
  operationId: string,
  slackId: string,
): Promise<Outcome<Desk>> {
  const [operation, person] = await Promise.all([
    world.ledger.find(operationId),
    entitled(world, slackId, 'rollback.re-pin'),
  ]);
  if (!person.ok) return person;
  if (!operation) return refused({ reason: 'unknown-operation', typed: operationId });
  if (!isOpen(operation)) return refused(handled(operation));
  return done({ operation, list: await readChecklist(world, operation), person: actor(person.value) });
}

export function tick(
  world: World,
  operationId: string,
  slackId: string,
  step: RePinStep,
): Promise<Outcome<Operation>> {
  return note(world, operationId, slackId, ({ list }) => {
    const found = list.steps.find((each) => each.step === step);
    if (found?.ticked) {
      const { by, at } = found.ticked;
      return refused({ reason: 'already-ticked', step, by: by.name, at });
    }
    if (found?.commands.length === 0) return refused({ reason: 'tag-missing' });
    return done({ what: 'ticked', step });
  });
}

export function tickWasWrong(
  world: World,
  operationId: string,
  slackId: string,
  step: RePinStep,
): Promise<Outcome<Operation>> {
  return note(world, operationId, slackId, ({ list }) =>
    list.steps.some((each) => each.step === step && each.ticked !== null)
      ? done({ what: 'wrong', step })
      : refused({ reason: 'not-ticked', step }),
  );
}

export function giveTag(
  world: World,
  operationId: string,
  slackId: string,
  typed: string,
): Promise<Outcome<Operation>> {
  return note(world, operationId, slackId, ({ operation }) => {
    const tag = imageTag(typed, world.apps.find(operation.app)?.image ?? '');
    return tag === null ? refused({ reason: 'bad-tag', typed }) : done({ what: 'tag', tag });
  });
}

/** Only a release that was seen and may be it; verification finds out whether it is. */
export function takeRelease(
  world: World,
  operationId: string,
  slackId: string,
  version: number | null,
): Promise<Outcome<Operation>> {
  return note(world, operationId, slackId, ({ operation, list }) => {
    const release = mayBeIt(list.seen).find((each) => each.version === version);
    return release
      ? done({ what: 'taken', release })
      : refused({ reason: 'no-release-yet', app: operation.app });
  });
}

async function note(
  world: World,
  operationId: string,
  slackId: string,
  decide: (desk: Desk) => Outcome<RePinNote>,
): Promise<Outcome<Operation>> {
  for (;;) {
    const desk = await atChecklist(world, operationId, slackId);
    if (!desk.ok) return desk;
    const { operation, list, person } = desk.value;
    const decided = decide(desk.value);
    if (!decided.ok) return decided;
    const changed = await addNote(world, operation, { list, note: decided.value, by: person });
    if (changed) return done(changed);
  }
}
