/** A field as lines of text: what it holds, or what it asks for. */
import type { Option } from '@slack/types';
import {
  type FieldElement,
  type FieldValue,
  isTyped,
  type OptionElement,
  optionsOfField,
  writtenOf,
} from '../field-values.ts';
import type { Directory } from '../state.ts';
import { readText } from './mrkdwn.ts';

export function renderField(field: FieldElement, value: FieldValue, directory: Directory): readonly string[] {
  if (isTyped(field)) return [writtenOf(value)[0] ?? `____ ${field.placeholder?.text ?? ''}`.trimEnd()];
  if (field.type === 'checkboxes') return marked(field, value, ['[x]', '[ ]'], directory);
  if (field.type === 'radio_buttons') return marked(field, value, ['(o)', '( )'], directory);
  const words = shown(value, directory).join(', ');
  return [`[${words === '' ? asking(field) : words} ▾]`];
}

function marked(
  field: OptionElement,
  value: FieldValue,
  [yes, no]: readonly [string, string],
  directory: Directory,
): readonly string[] {
  const chosen = writtenOf(value);
  const mark = (option: Option) => (chosen.includes(option.value ?? '') ? yes : no);
  return optionsOfField(field).map((option) => `${mark(option)} ${readText(option.text, directory)}`);
}

function shown(value: FieldValue, { users }: Directory): readonly string[] {
  if ('selected_option' in value)
    return value.selected_option === null ? [] : [value.selected_option.text.text];
  if ('selected_options' in value) return value.selected_options.map(({ text }) => text.text);
  const written = writtenOf(value);
  if (value.type === 'users_select' || value.type === 'multi_users_select')
    return written.map((id) => `@${users.get(id)?.name ?? id}`);
  if (value.type !== 'datetimepicker') return written;
  return written.map(
    (at) => `${new Date(Number(at) * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  );
}

const USUAL = {
  datepicker: 'Date',
  datetimepicker: 'Date and time',
  timepicker: 'Time',
  external_select: 'Search',
};

function asking(field: FieldElement): string {
  const own = 'placeholder' in field ? field.placeholder?.text : undefined;
  return own ?? (USUAL as Readonly<Record<string, string>>)[field.type] ?? 'Choose';
}
