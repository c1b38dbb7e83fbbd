/** One line into the incident's timeline and the thread, from whoever sees something. */
import { type Operation, STATUSES } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import { noted } from '../../words/after.ts';
import { plain, say } from '../../words/mrkdwn.ts';
import { entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { reply } from './reply.ts';

const LONGEST_NOTE = 300;

export interface Note {
  readonly operationId: string;
  readonly slackId: string;
  /** Untrusted text. */
  readonly text: string;
  /** Of the form it was written in: one note a form. */
  readonly viewId: string;
}

/** Before anybody writes: decided again when it comes. */
export async function mayNote(
  world: World,
  operationId: string,
  slackId: string,
): Promise<Outcome<Operation>> {
  const person = await entitled(world, slackId, 'incident.note');
  if (!person.ok) return person;
  const operation = await world.ledger.find(operationId);
  return operation ? done(operation) : refused({ reason: 'unknown-operation', typed: operationId });
}

export async function note(
  world: World,
  { operationId, slackId, text, viewId }: Note,
): Promise<Outcome<Operation>> {
  const person = await entitled(world, slackId, 'incident.note');
  if (!person.ok) return person;
  const line = plain(text, LONGEST_NOTE);
  if (line === '') return refused({ reason: 'note-empty' });
  const operation = await world.ledger.find(operationId);
  if (!operation) return refused({ reason: 'unknown-operation', typed: operationId });
  const by = person.value.name;
  const at = await world.clock.now();
  // Zero rows: this very note is there already.
  await world.ledger.change(operationId, {
    from: STATUSES,
    to: null,
    mark: { name: `note-${viewId}`, by, at },
    audit: [],
    posts: [reply(operation, `note-${viewId}`, { text: noted(by, at, line).source })],
    timeline: { at, actor: by, text: say`${line}`.source },
  });
  return done(operation);
}
