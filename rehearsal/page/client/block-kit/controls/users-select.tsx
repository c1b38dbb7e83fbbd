/** A menu of everybody in the workspace. */
import type { Option, UsersSelect as UsersSelectElement } from '@slack/types';
import type { FieldValue } from '../../../../slack/field-values.ts';
import { useSingle } from '../../window.ts';
import type { Naming } from './naming.ts';
import { OptionBox } from './option-box.tsx';

interface UsersSelectProps {
  readonly element: UsersSelectElement;
  readonly value: FieldValue | undefined;
  readonly naming: Naming;
  onChange(value: FieldValue): void;
}

export function UsersSelect({ element, value, naming, onChange }: UsersSelectProps) {
  const people = usePeople();
  return (
    <OptionBox
      options={people}
      chosen={value?.type === 'users_select' ? value.selected_user : null}
      placeholder={element.placeholder?.text ?? 'Choose a person'}
      focused={element.focus_on_load === true}
      naming={naming}
      onPick={(option) => onChange({ type: 'users_select', selected_user: option.value ?? null })}
    />
  );
}

/** Whoever has an account, by name; the value is the id. */
export function usePeople(): readonly Option[] {
  const { users = {}, active = [] } = useSingle('directory') ?? {};
  return active
    .map((id): Option => ({ text: { type: 'plain_text', text: users[id] ?? id }, value: id }))
    .toSorted((one, other) => one.text.text.localeCompare(other.text.text, 'en'));
}
