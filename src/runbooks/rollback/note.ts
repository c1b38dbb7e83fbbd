/** One line from whoever sees something, into the thread: a note of the incident, if there is one. */
import { type Operation, STATUSES } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import { noted } from '../../words/after.ts';
import { plain } from '../../words/mrkdwn.ts';
import { entitled } from '../entitlement.ts';
import { note as noteIncident } from '../incident/note.ts';
import type { World } from '../world.ts';
import { reply } from './reply.ts';

/** Without an incident, and so without a timeline. */
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
  const operation = await world.ledger.find(operationId);
  if (!operation) return refused({ reason: 'unknown-operation', typed: operationId });
  const { incidentId } = operation;
  const incident = incidentId === null ? null : await world.incidents.find(incidentId);
  if (incident) {
    const outcome = await noteIncident(world, { incident, slackId, text, key: viewId });
    return outcome.ok ? done(operation) : outcome;
  }
  const line = plain(text, LONGEST_NOTE);
  if (line === '') return refused({ reason: 'note-empty' });
  const by = person.value.name;
  const at = await world.clock.now();
  // Zero rows: this very note is there already.
  await world.ledger.change(operationId, {
    from: STATUSES,
    to: null,
    mark: { name: `note-${viewId}`, by, at },
    audit: [],
    posts: [reply(operation, `note-${viewId}`, { text: noted(by, at, line).source })],
  });
  return done(operation);
}
