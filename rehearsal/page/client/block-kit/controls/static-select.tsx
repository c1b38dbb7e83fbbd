/** A menu whose options the app gave; typing narrows them. */
import type { StaticSelect as StaticSelectElement } from '@slack/types';
import { ComboBox, Header, ListBoxSection } from 'react-aria-components';
import { type FieldValue, optionsOfField } from '../../../../slack/fields.ts';
import { ariaOf, type Naming } from './naming.ts';
import { SelectBox, SelectOption } from './select-box.tsx';

interface StaticSelectProps {
  readonly element: StaticSelectElement;
  readonly value: FieldValue | undefined;
  readonly naming: Naming;
  onChange(value: FieldValue): void;
}

export function StaticSelect({ element, value, naming, onChange }: StaticSelectProps) {
  const { options = [], option_groups: groups = [], focus_on_load: focused = false } = element;
  const placeholder = element.placeholder?.text ?? 'Choose an option';
  const chosen = value?.type === 'static_select' ? value.selected_option : null;
  return (
    <ComboBox
      className="select"
      {...ariaOf(naming, placeholder)}
      autoFocus={focused}
      isInvalid={naming.invalid}
      isRequired={naming.required}
      validationBehavior="aria"
      value={chosen?.value ?? null}
      onChange={(key) => {
        // Emptying the line chooses nothing else: Slack's menus cannot be emptied either.
        const option = optionsOfField(element).find((each) => each.value === key);
        if (option !== undefined && option.value !== chosen?.value)
          onChange({ type: 'static_select', selected_option: option });
      }}
    >
      <SelectBox placeholder={placeholder} empty="No results">
        {options.map((option) => (
          <SelectOption key={option.value} option={option} />
        ))}
        {groups.map((group) => (
          <ListBoxSection key={group.label.text}>
            <Header className="menu-section-name">{group.label.text}</Header>
            {group.options.map((option) => (
              <SelectOption key={option.value} option={option} />
            ))}
          </ListBoxSection>
        ))}
      </SelectBox>
    </ComboBox>
  );
}
