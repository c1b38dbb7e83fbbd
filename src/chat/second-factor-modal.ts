/** Setting up a second factor: the key stands in the modal's blocks alone, and its metadata holds a number. */
import type { InputBlock, ModalView } from '@slack/types';
import { VIEWS } from '../ids.ts';
import type { Shown } from '../runbooks/second-factor/enrol.ts';
import { plainText, section } from '../words/blocks.ts';
import { HAS_ONE, keyShown } from '../words/second-factor.ts';
import { MAKING_A_KEY } from '../words/waiting.ts';

export const CODE = { block: 'code', action: 'code' } as const;
const TITLE = 'Second factor';

export function startingModal(): ModalView {
  return {
    type: 'modal',
    title: plainText(TITLE, 24),
    close: plainText('Cancel', 24),
    blocks: [section(MAKING_A_KEY, 'key')],
  };
}

export function keyModal(shown: Shown): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.enrol,
    private_metadata: JSON.stringify({ no: shown.no }),
    title: plainText(TITLE, 24),
    submit: plainText('Turn it on', 24),
    close: plainText('Cancel', 24),
    blocks: [
      section(keyShown(shown.key, shown.uri, shown.page), 'key'),
      codeInput('The code your app shows now'),
    ],
  };
}

export function oldCodeModal(): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.oldCode,
    title: plainText(TITLE, 24),
    submit: plainText('Show a new key', 24),
    close: plainText('Keep it', 24),
    blocks: [section(HAS_ONE, 'key'), codeInput('The code of the one you have')],
  };
}

export function codeInput(label: string): InputBlock {
  return {
    type: 'input',
    block_id: CODE.block,
    label: plainText(label),
    element: {
      type: 'plain_text_input',
      action_id: CODE.action,
      min_length: 6,
      // Apps show it as `123 456`.
      max_length: 9,
      placeholder: plainText('123456'),
    },
  };
}
