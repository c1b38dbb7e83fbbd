/** A menu that asks the app for its options while somebody types. */
import type { ExternalSelect as ExternalSelectElement, Option } from '@slack/types';
import { useState } from 'react';
import { ComboBox, VisuallyHidden } from 'react-aria-components';
import type { FieldValue } from '../../../../slack/field-values.ts';
import { ariaOf, type Naming } from './naming.ts';
import { SelectBox, SelectOption } from './select-box.tsx';
import { type Search, useSuggestions } from './use-suggestions.ts';

/** Slack asks from the third letter on, unless told otherwise. */
const LETTERS = 3;

interface ExternalSelectProps {
  readonly element: ExternalSelectElement;
  readonly value: FieldValue | undefined;
  readonly naming: Naming;
  readonly search: Search;
  onChange(value: FieldValue): void;
}

export function ExternalSelect({ element, value, naming, search, onChange }: ExternalSelectProps) {
  const { min_query_length: least = LETTERS, focus_on_load: focused = false } = element;
  const placeholder = element.placeholder?.text ?? 'Choose an option';
  const chosen = value?.type === 'external_select' ? value.selected_option : null;
  /** Null: nothing is being looked for, so the line shows what is chosen. */
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const { options, state, ask } = useSuggestions(search, least);
  const words = { ready: 'No results', looking: 'Looking…', short: `Type ${least} letters or more` };
  const empty = state.kind === 'failed' ? state.why : words[state.kind];

  return (
    <>
      <ComboBox
        className="select"
        {...ariaOf(naming, placeholder)}
        autoFocus={focused}
        isInvalid={naming.invalid}
        isRequired={naming.required}
        validationBehavior="aria"
        allowsEmptyCollection
        items={options.map((option) => ({ option, id: option.value ?? '' }))}
        value={chosen?.value ?? null}
        inputValue={typed ?? chosen?.text.text ?? ''}
        onInputChange={(text) => {
          setTyped(text);
          ask(text);
        }}
        onOpenChange={(opened) => {
          setOpen(opened);
          if (opened && typed === null) ask('', 0);
        }}
        onChange={(key) => {
          setTyped(null);
          const option = options.find((each) => each.value === key);
          if (option !== undefined && option.value !== chosen?.value)
            onChange({ type: 'external_select', selected_option: option });
        }}
      >
        <SelectBox placeholder={placeholder} empty={empty}>
          {options.map((option: Option) => (
            <SelectOption key={option.value} option={option} />
          ))}
        </SelectBox>
      </ComboBox>
      <VisuallyHidden>
        <span role="status">{open && options.length === 0 ? empty : ''}</span>
      </VisuallyHidden>
    </>
  );
}
