/** What a field of a payload holds: at first, when it was drawn anew, and as it is written down. */
import type { ExternalSelect, InputBlockElement, Option, UsersSelect } from '@slack/types';
import type { OfferedInput } from './block-kit/offered.ts';

export type FieldElement = Extract<InputBlockElement, { type: OfferedInput }>;

type OneOption = 'external_select' | 'radio_buttons' | 'static_select';
type ManyOptions = 'checkboxes' | 'multi_static_select';
type Typed = 'number_input' | 'plain_text_input' | 'url_text_input';

/** As Slack reports it. */
export type FieldValue =
  | { readonly type: Typed; readonly value: string | null }
  | { readonly type: OneOption; readonly selected_option: Option | null }
  | { readonly type: ManyOptions; readonly selected_options: readonly Option[] }
  | { readonly type: 'users_select'; readonly selected_user: string | null }
  | { readonly type: 'multi_users_select'; readonly selected_users: readonly string[] }
  | { readonly type: 'datepicker'; readonly selected_date: string | null }
  | { readonly type: 'timepicker'; readonly selected_time: string | null; readonly timezone?: string }
  | { readonly type: 'datetimepicker'; readonly selected_date_time: number | null };

export type TypedElement = Extract<FieldElement, { type: Typed }>;
export type OptionElement = Exclude<Extract<FieldElement, { type: OneOption | ManyOptions }>, ExternalSelect>;
export type UsersElement = UsersSelect | Extract<FieldElement, { type: 'multi_users_select' }>;

/** A line or more of text, whatever it has to be. */
export function isTyped(element: FieldElement): element is TypedElement {
  return ['number_input', 'plain_text_input', 'url_text_input'].includes(element.type);
}

/** The view itself says what there is to choose. */
export function offers(element: FieldElement): element is OptionElement {
  return ['checkboxes', 'multi_static_select', 'radio_buttons', 'static_select'].includes(element.type);
}

/** What the view itself offers: an external select asks the app instead. */
export function optionsOfField(element: OptionElement): readonly Option[] {
  if (element.type === 'checkboxes' || element.type === 'radio_buttons') return element.options;
  return [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)];
}

export function initialValue(element: FieldElement): FieldValue {
  const { type } = element;
  switch (type) {
    case 'number_input':
    case 'plain_text_input':
    case 'url_text_input':
      return { type, value: element.initial_value ?? null };
    case 'checkboxes':
    case 'multi_static_select':
      return { type, selected_options: element.initial_options ?? [] };
    case 'external_select':
    case 'radio_buttons':
    case 'static_select':
      return { type, selected_option: element.initial_option ?? null };
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null };
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] };
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null };
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null, ...zoneOf(element) };
    case 'datetimepicker':
      return { type, selected_date_time: element.initial_date_time ?? null };
  }
}

/** Slack hands the zone that the app named back with the time. */
export function zoneOf({ timezone }: { readonly timezone?: string }): { readonly timezone?: string } {
  return timezone === undefined ? {} : { timezone };
}

/** Whether a value can stay in a field that was drawn anew: a chosen option has to be on offer still. */
export function stillFits(element: FieldElement, value: FieldValue): boolean {
  if (value.type !== element.type) return false;
  if (!offers(element) || !('selected_option' in value || 'selected_options' in value)) return true;
  const chosen = 'selected_options' in value ? value.selected_options : [value.selected_option];
  const offered = optionsOfField(element).map((option) => option.value);
  return chosen.every((option) => option === null || offered.includes(option.value));
}

export function isEmpty(value: FieldValue): boolean {
  return writtenOf(value).length === 0;
}

/** As lines: the text, the values of the options, the ids of the people, the date, the time, the seconds since 1970. */
export function writtenOf(value: FieldValue): readonly string[] {
  if ('value' in value) return value.value === null || value.value === '' ? [] : [value.value];
  if ('selected_option' in value)
    return value.selected_option === null ? [] : [optionValue(value.selected_option)];
  if ('selected_options' in value) return value.selected_options.map(optionValue);
  if ('selected_users' in value) return value.selected_users;
  const picked =
    'selected_user' in value
      ? value.selected_user
      : 'selected_date' in value
        ? value.selected_date
        : 'selected_time' in value
          ? value.selected_time
          : value.selected_date_time;
  return picked === null ? [] : [String(picked)];
}

function optionValue({ value = '' }: Option): string {
  return value;
}
