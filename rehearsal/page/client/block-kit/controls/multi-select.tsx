/** Several of the options, or of the people: those chosen stand above the line, each with a way out. */
import './multi-select.css';
import type { MultiStaticSelect, MultiUsersSelect, Option } from '@slack/types';
import { useId, useRef } from 'react';
import type { FieldValue } from '../../../../slack/field-values.ts';
import { optionsOfField, writtenOf } from '../../../../slack/field-values.ts';
import type { Naming } from './naming.ts';
import { OptionBox } from './option-box.tsx';
import { usePeople } from './users-select.tsx';

interface MultiSelectProps<E> {
  readonly element: E;
  readonly value: FieldValue | undefined;
  readonly naming: Naming;
  onChange(value: FieldValue): void;
}

export function MultiSelect({ element, value, naming, onChange }: MultiSelectProps<MultiStaticSelect>) {
  return (
    <Several
      options={optionsOfField(element)}
      chosen={value === undefined ? [] : writtenOf(value)}
      most={element.max_selected_items ?? null}
      placeholder={element.placeholder?.text ?? 'Choose options'}
      focused={element.focus_on_load === true}
      naming={naming}
      onPick={(picked) => onChange({ type: element.type, selected_options: picked })}
    />
  );
}

export function MultiUsers({ element, value, naming, onChange }: MultiSelectProps<MultiUsersSelect>) {
  return (
    <Several
      options={usePeople()}
      chosen={value === undefined ? [] : writtenOf(value)}
      most={element.max_selected_items ?? null}
      placeholder={element.placeholder?.text ?? 'Choose people'}
      focused={element.focus_on_load === true}
      naming={naming}
      onPick={(picked) =>
        onChange({ type: element.type, selected_users: picked.flatMap((each) => each.value ?? []) })
      }
    />
  );
}

interface SeveralProps {
  readonly options: readonly Option[];
  /** Values, in the order of choosing. */
  readonly chosen: readonly string[];
  /** Null: as many as one likes. */
  readonly most: number | null;
  readonly placeholder: string;
  readonly focused: boolean;
  readonly naming: Naming;
  onPick(options: readonly Option[]): void;
}

function Several({ options, chosen, most, placeholder, focused, naming, onPick }: SeveralProps) {
  const full = most !== null && chosen.length >= most;
  const limitId = useId();
  const box = useRef<HTMLDivElement>(null);
  const picked = chosen.flatMap((value) => options.find((each) => each.value === value) ?? []);
  const described = [naming.describedBy, full ? limitId : null].filter((id) => id !== null).join(' ');
  function takeOut(option: Option): void {
    onPick(picked.filter((each) => each !== option));
    // The button goes: whoever pressed it stays in the field.
    box.current?.querySelector('input')?.focus();
  }
  return (
    <div ref={box}>
      {picked.length === 0 ? null : (
        <ul className="several">
          {picked.map((option) => (
            <li key={option.value}>
              <button
                type="button"
                className="several-one"
                aria-label={`Take out ${option.text.text}`}
                onClick={() => takeOut(option)}
              >
                {option.text.text} <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <OptionBox
        options={full ? [] : options.filter(({ value = '' }) => !chosen.includes(value))}
        chosen={null}
        placeholder={placeholder}
        focused={focused}
        naming={{ ...naming, describedBy: described === '' ? null : described }}
        onPick={(option) => onPick([...picked, option])}
      />
      {full ? (
        <div className="several-full" id={limitId}>
          No more than {most}
        </div>
      ) : null}
    </div>
  );
}
