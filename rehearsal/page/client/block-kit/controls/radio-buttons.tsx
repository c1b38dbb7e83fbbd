import type { RadioButtons as RadioButtonsElement } from '@slack/types';
import { useId } from 'react';
import type { FieldValue } from '../../../../slack/field-values.ts';
import { Choice } from './choice.tsx';
import { ariaOf, type Naming } from './naming.ts';

interface RadioButtonsProps {
  readonly element: RadioButtonsElement;
  readonly value: FieldValue | undefined;
  readonly naming: Naming;
  onChange(value: FieldValue): void;
}

export function RadioButtons({ element, value, naming, onChange }: RadioButtonsProps) {
  const group = useId();
  const chosen = value?.type === 'radio_buttons' ? value.selected_option : null;
  return (
    <div
      role="radiogroup"
      className="choices"
      {...ariaOf(naming, 'Options')}
      aria-invalid={naming.invalid}
      aria-required={naming.required}
    >
      {element.options.map((option, at) => (
        <Choice
          key={option.value}
          option={option}
          input={{
            type: 'radio',
            name: group,
            autoFocus: element.focus_on_load === true && at === 0,
            checked: chosen?.value === option.value,
            onChange: () => onChange({ type: 'radio_buttons', selected_option: option }),
          }}
        />
      ))}
    </div>
  );
}
