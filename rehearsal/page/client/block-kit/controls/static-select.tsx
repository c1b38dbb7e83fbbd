/** A menu whose options the app gave; typing narrows them. */
import type { StaticSelect as StaticSelectElement } from '@slack/types';
import type { FieldValue } from '../../../../slack/field-values.ts';
import type { Naming } from './naming.ts';
import { OptionBox } from './option-box.tsx';

interface StaticSelectProps {
  readonly element: StaticSelectElement;
  readonly value: FieldValue | undefined;
  readonly naming: Naming;
  onChange(value: FieldValue): void;
}

export function StaticSelect({ element, value, naming, onChange }: StaticSelectProps) {
  const { options = [], option_groups: groups = [], focus_on_load: focused = false } = element;
  const chosen = value?.type === 'static_select' ? value.selected_option : null;
  return (
    <OptionBox
      options={options}
      groups={groups.map(({ label, options: inGroup }) => ({ label: label.text, options: inGroup }))}
      chosen={chosen?.value ?? null}
      placeholder={element.placeholder?.text ?? 'Choose an option'}
      focused={focused}
      naming={naming}
      onPick={(option) => onChange({ type: 'static_select', selected_option: option })}
    />
  );
}
