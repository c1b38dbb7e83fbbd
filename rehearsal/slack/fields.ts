/** The fields of a payload that hold something a person chose: where they are, and how Slack reports them. */
import type { InputBlock, KnownBlock } from '@slack/types';
import type { OfferedInput } from './block-kit/offered.ts';
import { type FieldElement, type FieldValue, initialValue, isTyped } from './field-values.ts';

export interface Field {
  readonly blockId: string;
  readonly actionId: string;
  readonly label: string;
  readonly required: boolean;
  /** Each change is reported to the app at once. */
  readonly dispatches: boolean;
  /** So is Enter, pressed in a line of text. */
  readonly dispatchesEnter: boolean;
  readonly element: FieldElement;
}

export function fieldsOf(blocks: readonly KnownBlock[]): readonly Field[] {
  return blocks.flatMap((block) => {
    const input = block.type === 'input' ? block : null;
    return elementsOf(block)
      .filter(isField)
      .map((element) => ({
        blockId: block.block_id ?? '',
        actionId: element.action_id ?? '',
        label: input?.label.text ?? '',
        required: input !== null && input.optional !== true,
        ...dispatching(element, input === null || input.dispatch_action === true),
        element,
      }));
  });
}

/** Enter in this field goes to the app instead of submitting the form. */
export function reportsEnter(block: InputBlock): boolean {
  return fieldsOf([block]).some(({ dispatchesEnter }) => dispatchesEnter);
}

/** Text is reported on Enter unless the app asks for every letter. */
function dispatching(element: FieldElement, wanted: boolean) {
  if (!isTyped(element)) return { dispatches: wanted, dispatchesEnter: false };
  const on = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  return {
    dispatches: wanted && on.includes('on_character_entered'),
    dispatchesEnter: wanted && on.includes('on_enter_pressed'),
  };
}

export type AnyElement = { readonly type: string; readonly action_id?: string };

/** Everything inside a block that a person can touch. */
export function elementsOf(block: KnownBlock): readonly AnyElement[] {
  switch (block.type) {
    case 'actions':
      return block.elements;
    case 'input':
      return [block.element];
    case 'section':
      return block.accessory === undefined ? [] : [block.accessory];
    default:
      return [];
  }
}

const HOLDS_SOMETHING: { readonly [T in OfferedInput]: true } = {
  checkboxes: true,
  datepicker: true,
  datetimepicker: true,
  external_select: true,
  multi_static_select: true,
  multi_users_select: true,
  number_input: true,
  plain_text_input: true,
  radio_buttons: true,
  static_select: true,
  timepicker: true,
  url_text_input: true,
  users_select: true,
};

export function isField(element: AnyElement): element is FieldElement & AnyElement {
  return Object.hasOwn(HOLDS_SOMETHING, element.type);
}

export function fieldKey(blockId: string, actionId: string): string {
  return `${blockId}/${actionId}`;
}

export type StateValues = Readonly<Record<string, Readonly<Record<string, FieldValue>>>>;

/** `state.values` as Slack sends it: every field, touched or not. */
export function stateValues(
  blocks: readonly KnownBlock[],
  typed: ReadonlyMap<string, FieldValue>,
): StateValues {
  const values: Record<string, Record<string, FieldValue>> = {};
  for (const { blockId, actionId, element } of fieldsOf(blocks)) {
    values[blockId] = {
      ...values[blockId],
      [actionId]: typed.get(fieldKey(blockId, actionId)) ?? initialValue(element),
    };
  }
  return values;
}
