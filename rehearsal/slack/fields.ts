/** The fields of a payload that hold something a person chose: initial values, and how Slack reports them. */
import type {
  ExternalSelect,
  InputBlock,
  InputBlockElement,
  KnownBlock,
  Option,
  PlainTextInput,
} from '@slack/types';
import type { OfferedInput } from './block-kit/offered.ts';

export type FieldElement = Extract<InputBlockElement, { type: OfferedInput }>;

export type FieldValue =
  | { readonly type: 'plain_text_input'; readonly value: string | null }
  | {
      readonly type: 'external_select' | 'radio_buttons' | 'static_select';
      readonly selected_option: Option | null;
    }
  | { readonly type: 'checkboxes'; readonly selected_options: readonly Option[] };

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
  if (element.type !== 'plain_text_input') return { dispatches: wanted, dispatchesEnter: false };
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

function isField(element: AnyElement): element is FieldElement & AnyElement {
  return ['checkboxes', 'external_select', 'plain_text_input', 'radio_buttons', 'static_select'].includes(
    element.type,
  );
}

/** What the view itself offers: an external select asks the app instead. */
export function optionsOfField(
  element: Exclude<FieldElement, ExternalSelect | PlainTextInput>,
): readonly Option[] {
  if (element.type !== 'static_select') return element.options;
  return [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)];
}

export function initialValue(element: FieldElement): FieldValue {
  switch (element.type) {
    case 'plain_text_input':
      return { type: element.type, value: element.initial_value ?? null };
    case 'checkboxes':
      return { type: element.type, selected_options: element.initial_options ?? [] };
    case 'external_select':
    case 'radio_buttons':
    case 'static_select':
      return { type: element.type, selected_option: element.initial_option ?? null };
  }
}

/** Whether a value can stay in a field that was drawn anew. */
export function stillFits(element: FieldElement, value: FieldValue): boolean {
  if (value.type !== element.type) return false;
  if (element.type === 'plain_text_input' || value.type === 'plain_text_input') return true;
  if (element.type === 'external_select') return true;
  const chosen = value.type === 'checkboxes' ? value.selected_options : [value.selected_option];
  const offered = optionsOfField(element).map((option) => option.value);
  return chosen.every((option) => option === null || offered.includes(option.value));
}

export function isEmpty(value: FieldValue): boolean {
  switch (value.type) {
    case 'plain_text_input':
      return value.value === null || value.value === '';
    case 'checkboxes':
      return value.selected_options.length === 0;
    case 'external_select':
    case 'radio_buttons':
    case 'static_select':
      return value.selected_option === null;
  }
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
