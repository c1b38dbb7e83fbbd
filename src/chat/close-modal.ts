/** The form that closes an incident: what is known is filled in, so that nothing but a tap need be missing. */
import type { InputBlock, KnownBlock, ModalView, Option } from '@slack/types';
import { VIEWS } from '../ids.ts';
import { LONGEST_RESOLUTION } from '../runbooks/incident/close.ts';
import type { Closable, Told } from '../runbooks/incident/closing.ts';
import { context, plainText, section } from '../words/blocks.ts';
import * as words from '../words/closing.ts';

export const RESOLUTION = { block: 'resolution', action: 'resolution' } as const;
export const REVIEW = { block: 'review', action: 'review' } as const;
export const SAME_AS = { block: 'same-as', action: 'same-as' } as const;
export const PUBLISH = { block: 'publish', action: 'publish', ticked: 'publish' } as const;
export const UNLOCK = { block: 'unlock', action: 'unlock' } as const;

export const CLOSE_TITLE = 'Close incident';
/** Slack shows so many boxes and so many options. */
const MOST_BOXES = 10;
const MOST_OPTIONS = 50;

export function closeModal(found: Closable): ModalView {
  const { incident, now, down, underWay, toDo, owed } = found;
  return {
    type: 'modal',
    callback_id: VIEWS.closeIncident,
    private_metadata: JSON.stringify({ incidentId: incident.id }),
    title: plainText(CLOSE_TITLE, 24),
    submit: plainText(CLOSE_TITLE, 24),
    close: plainText('Not yet', 24),
    blocks: [
      section(words.closes(incident, now), 'what'),
      ...(down.length > 0 ? [section(words.stillDown(down), 'down')] : []),
      ...(underWay.length > 0 ? [section(words.goesOn(underWay), 'under-way')] : []),
      resolutionInput(found.resolution),
      ...customers(found.recoveredText),
      ...(owed ? [context(words.promiseEnds(owed, now))] : []),
      ...unlockInput(found),
      reviewInput(),
      ...sameAsInput(found),
      ...(toDo.length > 0 ? [context(words.stillToDo(toDo))] : []),
    ],
  };
}

function resolutionInput(resolution: string): InputBlock {
  return {
    type: 'input',
    block_id: RESOLUTION.block,
    label: plainText('What ended it?'),
    element: {
      type: 'plain_text_input',
      action_id: RESOLUTION.action,
      multiline: true,
      max_length: LONGEST_RESOLUTION,
      ...(resolution === '' ? {} : { initial_value: resolution }),
    },
  };
}

function customers(told: Told): readonly KnownBlock[] {
  if (told.is === 'published') return [context(words.publishedAlready(told.publication))];
  if (told.is === 'not-possible') return [context(words.NOT_TOLD[told.why])];
  const option: Option = { text: plainText('Publish it now'), value: PUBLISH.ticked };
  return [
    section(words.publishNow(told.text, told.where), 'customers'),
    {
      type: 'input',
      block_id: PUBLISH.block,
      optional: true,
      label: plainText('Customers'),
      element: { type: 'checkboxes', action_id: PUBLISH.action, options: [option] },
    },
  ];
}

function unlockInput({ locks }: Closable): readonly InputBlock[] {
  if (locks.length === 0) return [];
  return [
    {
      type: 'input',
      block_id: UNLOCK.block,
      optional: true,
      label: plainText('Deploys stay locked, unless ticked'),
      element: {
        type: 'checkboxes',
        action_id: UNLOCK.action,
        options: locks.slice(0, MOST_BOXES).map((lock) => ({
          text: plainText(words.lockLabel(lock)),
          description: plainText(words.lockWhy(lock)),
          value: lock.operationId ?? '',
        })),
      },
    },
  ];
}

function reviewInput(): InputBlock {
  return {
    type: 'input',
    block_id: REVIEW.block,
    optional: true,
    label: plainText('Where is the post-incident review?'),
    hint: plainText('A link; empty means TBD, and I remind you.', 150),
    element: { type: 'plain_text_input', action_id: REVIEW.action, max_length: 500 },
  };
}

function sameAsInput({ others }: Closable): readonly InputBlock[] {
  if (others.length === 0) return [];
  return [
    {
      type: 'input',
      block_id: SAME_AS.block,
      optional: true,
      label: plainText('Was it the same as another incident?'),
      element: {
        type: 'static_select',
        action_id: SAME_AS.action,
        options: others
          .slice(0, MOST_OPTIONS)
          .map((each) => ({ text: plainText(words.otherLabel(each)), value: each.id })),
      },
    },
  ];
}
