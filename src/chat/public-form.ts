/** The form in which people write or edit a text for customers, and tick the one claim in it. */
import type { ModalView } from '@slack/types';
import { TAPS } from '../ids.ts';
import type { Refusal } from '../outcome.ts';
import type { Answer, Submission } from '../ports.ts';
import { LONGEST_PUBLIC_TEXT } from '../public-text.ts';
import type { Written } from '../runbooks/incident/write-draft.ts';
import { plainText, section } from '../words/blocks.ts';
import type { Mrkdwn } from '../words/mrkdwn.ts';
import { CLAIM, claimOption } from '../words/public-texts.ts';
import { refuseField, refuseForm } from './tell.ts';

const TITLE = 'Text for customers';
const TEXT = { block: 'text', action: 'text' } as const;

export function publicForm(
  callbackId: string,
  metadata: Readonly<Record<string, string>>,
  about: Mrkdwn,
  shown: { readonly text: string; readonly ticked: boolean },
): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: JSON.stringify(metadata),
    title: plainText(TITLE, 24),
    submit: plainText('Save draft', 24),
    close: plainText('Not now', 24),
    blocks: [
      section(about, 'what'),
      {
        type: 'input',
        block_id: TEXT.block,
        label: plainText('What customers read'),
        element: {
          type: 'plain_text_input',
          action_id: TEXT.action,
          multiline: true,
          max_length: LONGEST_PUBLIC_TEXT,
          ...(shown.text === '' ? {} : { initial_value: shown.text }),
        },
      },
      {
        type: 'input',
        block_id: CLAIM.block,
        optional: true,
        label: plainText('Account data'),
        element: {
          type: 'checkboxes',
          action_id: TAPS.claimNoAccountData,
          options: [claimOption()],
          ...(shown.ticked ? { initial_options: [claimOption()] } : {}),
        },
      },
    ],
  };
}

export function writtenIn({ values, slackId, viewId }: Submission): Written {
  return {
    text: values[TEXT.block]?.[TEXT.action] ?? '',
    ticked: values[CLAIM.block]?.[TAPS.claimNoAccountData] === CLAIM.value,
    slackId,
    key: viewId,
  };
}

/** What people can mend stays in the form. */
export function refuseText(refusal: Refusal): Answer {
  return refusal.reason === 'public-text'
    ? refuseField(refusal.why === 'claim' ? CLAIM.block : TEXT.block, refusal)
    : refuseForm(TITLE, refusal);
}
