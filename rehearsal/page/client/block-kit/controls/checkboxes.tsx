import type { Checkboxes as CheckboxesElement } from '@slack/types';
import type { FieldValue } from '../../../../slack/field-values.ts';
import { Choice } from './choice.tsx';
import { ariaOf, type Naming } from './naming.ts';

interface CheckboxesProps {
  readonly element: CheckboxesElement;
  readonly value: FieldValue | undefined;
  readonly naming: Naming;
  onChange(value: FieldValue): void;
}

export function Checkboxes({ element, value, naming, onChange }: CheckboxesProps) {
  const ticked = value?.type === 'checkboxes' ? value.selected_options : [];
  const isTicked = (option: { readonly value?: string }) =>
    ticked.some((each) => each.value === option.value);
  return (
    // biome-ignore lint/a11y/useSemanticElements: the label of a field is not a legend inside of it.
    <div role="group" className="choices" {...ariaOf(naming, 'Checkboxes')}>
      {element.options.map((option, at) => (
        <Choice
          key={option.value}
          option={option}
          input={{
            type: 'checkbox',
            autoFocus: element.focus_on_load === true && at === 0,
            'aria-invalid': naming.invalid,
            checked: isTicked(option),
            onChange: ({ target }) =>
              onChange({
                type: 'checkboxes',
                // In the order of the app, however they were ticked.
                selected_options: element.options.filter((each) =>
                  each.value === option.value ? target.checked : isTicked(each),
                ),
              }),
          }}
        />
      ))}
    </div>
  );
}
