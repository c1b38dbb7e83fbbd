/** The three forms beside the checklist of a re-pin: which image, which tick was wrong, which release it is. */
import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { VIEWS } from '../ids.ts';
import type { Operation } from '../operation.ts';
import { RE_PIN_STEPS, type RePinStep } from '../re-pin.ts';
import { mayBeIt } from '../runbooks/rollback/checklist.ts';
import type { Desk } from '../runbooks/rollback/re-pin-desk.ts';
import { plainText, section } from '../words/blocks.ts';
import { plain } from '../words/mrkdwn.ts';
import { rePinSubject, stepName, WHICH_RELEASE } from '../words/re-pin.ts';
import { hourMinute } from '../words/time.ts';

export const TAG = { block: 'tag', action: 'tag' } as const;
export const STEP = { block: 'step', action: 'step' } as const;
export const RELEASE = { block: 'release', action: 'release' } as const;

export function tagModal({ operation, list }: Desk): ModalView {
  const input: InputBlock = {
    type: 'input',
    block_id: TAG.block,
    label: plainText('Tag or digest of the image'),
    hint: plainText('As GHCR or the CI log has it: main-c0ffee12, or sha256: and 64 digits.', 150),
    element: {
      type: 'plain_text_input',
      action_id: TAG.action,
      max_length: 300,
      ...(list.tag ? { initial_value: plain(list.tag.value, 200) } : {}),
    },
  };
  return form(VIEWS.rePinTag, 'Which image?', 'Use it', operation, [input]);
}

export function wrongTickModal({ operation, list }: Desk): ModalView {
  const ticked = list.steps.filter((each) => each.ticked !== null).map(({ step }) => step);
  return form(VIEWS.rePinWrong, 'A tick is wrong', 'Take it back', operation, [
    choice(
      STEP,
      'Not done after all',
      ticked.map((step) => ({ text: plainText(stepName(step)), value: step })),
    ),
  ]);
}

export function releaseModal({ operation, list }: Desk): ModalView {
  const options = mayBeIt(list.seen).map((release) => ({
    text: plainText(
      `v${release.version} ${plain(release.description, 40)} · ${hourMinute(new Date(release.at))}`,
    ),
    value: `v${release.version}`,
  }));
  return form(VIEWS.rePinRelease, 'Which release is it?', 'This is it', operation, [
    section(WHICH_RELEASE),
    choice(RELEASE, 'Release', options),
  ]);
}

/** The step a form named, if it is one. */
export function stepOf(value: string | undefined): RePinStep | null {
  return RE_PIN_STEPS.find((step) => step === value) ?? null;
}

function choice(
  id: { readonly block: string; readonly action: string },
  label: string,
  options: PlainTextOption[],
): InputBlock {
  const [only, ...others] = options;
  return {
    type: 'input',
    block_id: id.block,
    label: plainText(label),
    element: {
      type: 'static_select',
      action_id: id.action,
      options: options.slice(0, 100),
      ...(only && others.length === 0 ? { initial_option: only } : {}),
    },
  };
}

function form(
  callbackId: string,
  title: string,
  submit: string,
  operation: Operation,
  blocks: ModalView['blocks'],
): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: JSON.stringify({ operationId: operation.id }),
    title: plainText(title, 24),
    submit: plainText(submit, 24),
    close: plainText('Not now', 24),
    blocks: [section(rePinSubject(operation), 'what'), ...blocks],
  };
}
