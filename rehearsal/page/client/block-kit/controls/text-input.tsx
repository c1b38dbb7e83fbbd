/** One line of text, or several. Nothing typed is ever cut: what is too long is said. */
import './text-input.css';
import type { PlainTextInput } from '@slack/types';
import { useId } from 'react';
import type { FieldValue } from '../../../../slack/fields.ts';
import { ariaOf, type Naming } from './naming.ts';

/** From so many characters left on, they are counted. */
const NEAR = 20;
const LONGEST = 3000;

interface TextInputProps {
  readonly element: PlainTextInput;
  readonly value: FieldValue | undefined;
  readonly naming: Naming;
  onChange(value: FieldValue): void;
  /** Enter, where it does not begin a new line. */
  onEnter(): void;
}

export function TextInput({ element, value, naming, onChange, onEnter }: TextInputProps) {
  const counter = useId();
  const { placeholder, multiline = false, max_length: most = LONGEST, focus_on_load: focused } = element;
  const text = value?.type === 'plain_text_input' ? (value.value ?? '') : '';
  const left = most - [...text].length;
  const counted = left <= NEAR;
  const describedBy = [naming.describedBy, counted ? counter : null].filter((id) => id !== null).join(' ');
  const shared = {
    id: naming.id,
    className: 'text-input',
    ...ariaOf(
      { ...naming, describedBy: describedBy === '' ? null : describedBy },
      placeholder?.text ?? 'Text',
    ),
    'aria-invalid': naming.invalid || left < 0,
    'aria-required': naming.required,
    placeholder: placeholder?.text,
    autoFocus: focused === true,
    value: text,
    onChange: ({ target }: { readonly target: { readonly value: string } }) =>
      onChange({ type: 'plain_text_input', value: target.value === '' ? null : target.value }),
  };
  return (
    <>
      {multiline ? (
        <textarea {...shared} rows={4} />
      ) : (
        <input
          {...shared}
          type="text"
          autoComplete="off"
          onKeyDown={(event) => {
            const plain = !event.ctrlKey && !event.metaKey && !event.nativeEvent.isComposing;
            if (event.key === 'Enter' && plain) {
              event.preventDefault();
              onEnter();
            }
          }}
        />
      )}
      {counted ? (
        <div id={counter} className={left < 0 ? 'text-input-over' : 'text-input-left'}>
          {left < 0 ? `${-left} too many` : `${left} left`}
        </div>
      ) : null}
    </>
  );
}
