/** What people press when a rollback did not help, or to say that it did: each is decided anew from the row. */
import type { InputBlock } from '@slack/types';
import { z } from 'zod';
import { TAPS, VIEWS } from '../ids.ts';
import type { Operation } from '../operation.ts';
import type { Answer, FrontDesk, Submission, Tap } from '../ports.ts';
import { entitled } from '../runbooks/entitlement.ts';
import { answer } from '../runbooks/rollback/answer.ts';
import { escalate } from '../runbooks/rollback/escalate.ts';
import { mayNote, note } from '../runbooks/rollback/note.ts';
import { olderRelease } from '../runbooks/rollback/older.ts';
import type { World } from '../runbooks/world.ts';
import { stopByHand } from '../words/after.ts';
import { plainText, section } from '../words/blocks.ts';
import { route } from '../words/rollback.ts';
import { LONGEST_NOTE } from '../words/timeline.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import { readMetadata } from './metadata.ts';
import { openAsk } from './open-ask.ts';
import { quietly, refuseField, tell, tellRefusal } from './tell.ts';

export function outcomeTaps(world: World): FrontDesk['taps'] {
  return {
    [TAPS.olderRelease]: (tap) => older(world, tap),
    [TAPS.stop]: (tap) => stop(world, tap),
    [TAPS.escalate]: async (tap) => quietly(await escalate(world, tap.value, tap.slackId)),
    [TAPS.symptomGone]: async (tap) => quietly(await answer(world, tap.value, tap.slackId, 'symptom-gone')),
    [TAPS.stillBroken]: async (tap) => quietly(await answer(world, tap.value, tap.slackId, 'still-broken')),
    [TAPS.note]: (tap) => openNote(world, tap),
  };
}

async function older(world: World, tap: Tap): Promise<Answer> {
  const found = await olderRelease(world, tap.value, tap.slackId);
  if (!found.ok) return tellRefusal(found.refusal);
  const { operation, app, version } = found.value;
  const metadata = { app: app.name, version, kind: 'rollback', channel: operation.channel } as const;
  return openAsk(world, app, metadata, operation.symptom, tap.slackId);
}

/** The command itself is a person's to type: nothing is stopped by a tap here. */
async function stop(world: World, tap: Tap): Promise<Answer> {
  const may = await entitled(world, tap.slackId, 'rollback.status');
  if (!may.ok) return tellRefusal(may.refusal);
  const operation = await world.ledger.find(tap.value);
  return operation
    ? tell(stopByHand(operation))
    : tellRefusal({ reason: 'unknown-operation', typed: tap.value });
}

const NOTE = { block: 'note', action: 'note' } as const;

async function openNote(world: World, tap: Tap): Promise<Answer> {
  const operation = await mayNote(world, tap.value, tap.slackId);
  if (!operation.ok) return tellRefusal(operation.refusal);
  return {
    kind: 'open',
    view: {
      type: 'modal',
      callback_id: VIEWS.note,
      private_metadata: JSON.stringify({ operationId: operation.value.id }),
      title: plainText('Note', 24),
      submit: plainText('Add', 24),
      close: plainText('Not now', 24),
      blocks: [section(route(operation.value), 'what'), noteInput(operation.value)],
    },
  };
}

function noteInput({ incidentId }: Operation): InputBlock {
  return {
    type: 'input',
    block_id: NOTE.block,
    label: plainText('What do you see?'),
    hint: plainText(
      incidentId
        ? 'For the timeline and the thread. A time first (03:04, UTC) says when it happened.'
        : 'One line, for the thread.',
      150,
    ),
    element: {
      type: 'plain_text_input',
      action_id: NOTE.action,
      multiline: incidentId !== null,
      max_length: incidentId ? LONGEST_NOTE : 300,
    },
  };
}

export function outcomeSubmissions(world: World): FrontDesk['submissions'] {
  return { [VIEWS.note]: (submission) => addNote(world, submission) };
}

const noteMetadata = z.object({ operationId: z.string() });

async function addNote(world: World, submission: Submission): Promise<Answer> {
  const metadata = readMetadata(noteMetadata, submission);
  if (!metadata) return { kind: 'errors', errors: { [NOTE.block]: UNKNOWN_FORM } };
  const { slackId, viewId } = submission;
  const text = submission.values[NOTE.block]?.[NOTE.action] ?? '';
  const outcome = await note(world, { operationId: metadata.operationId, slackId, viewId, text });
  if (outcome.ok) return { kind: 'nothing' };
  return refuseField(NOTE.block, outcome.refusal);
}
