/** One of the options given, by a line that narrows them. */
import type { Option } from '@slack/types';
import { ComboBox, Header, ListBoxSection } from 'react-aria-components';
import { ariaOf, type Naming } from './naming.ts';
import { SelectBox, SelectOption } from './select-box.tsx';

export interface OptionGroup {
  readonly label: string;
  readonly options: readonly Option[];
}

interface OptionBoxProps {
  readonly options: readonly Option[];
  readonly groups?: readonly OptionGroup[];
  /** Value of the option that is chosen. */
  readonly chosen: string | null;
  readonly placeholder: string;
  readonly focused: boolean;
  readonly naming: Naming;
  onPick(option: Option): void;
}

export function OptionBox(props: OptionBoxProps) {
  const { options, groups = [], chosen, placeholder, focused, naming, onPick } = props;
  const all = [...options, ...groups.flatMap((group) => group.options)];
  return (
    <ComboBox
      className="select"
      {...ariaOf(naming, placeholder)}
      autoFocus={focused}
      isInvalid={naming.invalid}
      isRequired={naming.required}
      validationBehavior="aria"
      value={chosen}
      onChange={(key) => {
        // Emptying the line chooses nothing else: Slack's menus cannot be emptied either.
        const option = all.find((each) => each.value === key);
        if (option !== undefined && option.value !== chosen) onPick(option);
      }}
    >
      <SelectBox placeholder={placeholder} empty="No results">
        {options.map((option) => (
          <SelectOption key={option.value} option={option} />
        ))}
        {groups.map((group) => (
          <ListBoxSection key={group.label}>
            <Header className="menu-section-name">{group.label}</Header>
            {group.options.map((option) => (
              <SelectOption key={option.value} option={option} />
            ))}
          </ListBoxSection>
        ))}
      </SelectBox>
    </ComboBox>
  );
}
