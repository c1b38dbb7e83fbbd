/** `/incident note` and `correct`, [Note] on the headline and [Correct] beside a line: words into a timeline. */
import type { InputBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { TAPS, VIEWS } from '../ids.ts';
import type { Answer, Command, FrontDesk, Submission, Tap } from '../ports.ts';
import { entitled } from '../runbooks/entitlement.ts';
import { correct, mayCorrect } from '../runbooks/incident/correct.ts';
import { type Noted, note, whichToNote } from '../runbooks/incident/note.ts';
import type { World } from '../runbooks/world.ts';
import { plainText, section } from '../words/blocks.ts';
import type { Mrkdwn } from '../words/mrkdwn.ts';
import { LONGEST_NOTE, noted, shown, whatItIs } from '../words/timeline.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import { readMetadata } from './metadata.ts';
import { refuseField, tell, tellRefusal } from './tell.ts';

/** `/incident note [ID|APP] [03:04] TEXT` */
export async function notePart(
  world: World,
  { channel, slackId }: Command,
  rest: readonly string[],
): Promise<Answer> {
  const meant = await whichToNote(world, channel, rest);
  if (!meant.ok) return tellRefusal(meant.refusal);
  // Slack sends a command once, and a copy of it is refused at the door.
  const outcome = await note(world, { ...meant.value, slackId, key: world.newId('in') });
  return outcome.ok ? tellNoted(outcome.value) : tellRefusal(outcome.refusal);
}

/** `/incident correct N TEXT` */
export async function correctPart(
  world: World,
  { slackId }: Command,
  [line = '', ...rest]: readonly string[],
): Promise<Answer> {
  const outcome = await correct(world, { line, slackId, text: rest.join(' '), key: world.newId('in') });
  return outcome.ok ? tellNoted(outcome.value) : tellRefusal(outcome.refusal);
}

function tellNoted({ entry, at, incident }: Noted): Answer {
  return tell(noted(entry, at, incident));
}

export function noteTaps(world: World): FrontDesk['taps'] {
  return {
    [TAPS.incidentNote]: (tap) => openNote(world, tap),
    [TAPS.correctLine]: (tap) => openCorrection(world, tap),
  };
}

export function noteSubmissions(world: World): FrontDesk['submissions'] {
  return {
    [VIEWS.incidentNote]: (submission) => addNote(world, submission),
    [VIEWS.correctLine]: (submission) => addCorrection(world, submission),
  };
}

const TEXT = { block: 'text', action: 'text' } as const;
const noteMetadata = z.object({ incidentId: z.string() });
const lineMetadata = z.object({ line: z.string() });

async function openNote(world: World, { value, slackId }: Tap): Promise<Answer> {
  const may = await entitled(world, slackId, 'incident.note');
  if (!may.ok) return tellRefusal(may.refusal);
  const incident = await world.incidents.find(value);
  if (!incident) return tellRefusal({ reason: 'incident-not-open', id: value, closed: null });
  const view = form(VIEWS.incidentNote, { incidentId: incident.id }, 'Note', whatItIs(incident));
  return { kind: 'open', view: { ...view, blocks: [...view.blocks, textInput('What do you see?')] } };
}

async function openCorrection(world: World, { value, slackId }: Tap): Promise<Answer> {
  const found = await mayCorrect(world, value, slackId);
  if (!found.ok) return tellRefusal(found.refusal);
  const view = form(VIEWS.correctLine, { line: value }, 'Correct a line', shown(found.value.old));
  return { kind: 'open', view: { ...view, blocks: [...view.blocks, textInput('What is right?')] } };
}

function form(callbackId: string, metadata: object, title: string, what: Mrkdwn): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: JSON.stringify(metadata),
    title: plainText(title, 24),
    submit: plainText('Add', 24),
    close: plainText('Not now', 24),
    blocks: [section(what, 'what')],
  };
}

function textInput(label: string): InputBlock {
  return {
    type: 'input',
    block_id: TEXT.block,
    label: plainText(label),
    hint: plainText('For the timeline and the thread. A time first (03:04, UTC) says when it happened.', 150),
    element: {
      type: 'plain_text_input',
      action_id: TEXT.action,
      multiline: true,
      max_length: LONGEST_NOTE,
    },
  };
}

async function addNote(world: World, submission: Submission): Promise<Answer> {
  const metadata = readMetadata(noteMetadata, submission);
  const incident = metadata && (await world.incidents.find(metadata.incidentId));
  if (!incident) return { kind: 'errors', errors: { [TEXT.block]: UNKNOWN_FORM } };
  const { slackId, viewId } = submission;
  const outcome = await note(world, { incident, slackId, text: typed(submission), key: viewId });
  return outcome.ok ? { kind: 'nothing' } : refuseField(TEXT.block, outcome.refusal);
}

async function addCorrection(world: World, submission: Submission): Promise<Answer> {
  const metadata = readMetadata(lineMetadata, submission);
  if (!metadata) return { kind: 'errors', errors: { [TEXT.block]: UNKNOWN_FORM } };
  const { slackId, viewId } = submission;
  const outcome = await correct(world, {
    line: metadata.line,
    slackId,
    text: typed(submission),
    key: viewId,
  });
  return outcome.ok ? { kind: 'nothing' } : refuseField(TEXT.block, outcome.refusal);
}

function typed({ values }: Submission): string {
  return values[TEXT.block]?.[TEXT.action] ?? '';
}
