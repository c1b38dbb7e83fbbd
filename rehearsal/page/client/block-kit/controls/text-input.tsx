/** One line of text, or several. Nothing typed is ever cut: what is too long is said. */
import './text-input.css';
import { useId } from 'react';
import { type FieldValue, type TypedElement, writtenOf } from '../../../../slack/field-values.ts';
import { ariaOf, type Naming } from './naming.ts';

/** From so many characters left on, they are counted. */
const NEAR = 20;
const LONGEST = 3000;

/** A line of text whatever it has to be: the browser's own field for numbers swallows what it does not take. */
const USUAL = {
  plain_text_input: { words: 'Text', keys: 'text' },
  number_input: { words: 'Number', keys: 'decimal' },
  url_text_input: { words: 'Address', keys: 'url' },
} as const;

interface TextInputProps {
  readonly element: TypedElement;
  readonly value: FieldValue | undefined;
  readonly naming: Naming;
  onChange(value: FieldValue): void;
  /** Enter, where it does not begin a new line. */
  onEnter(): void;
}

export function TextInput({ element, value, naming, onChange, onEnter }: TextInputProps) {
  const counter = useId();
  const { type, placeholder, focus_on_load: focused } = element;
  const { multiline = false, max_length: most = LONGEST } = type === 'plain_text_input' ? element : {};
  const [text = ''] = value === undefined ? [] : writtenOf(value);
  const left = most - [...text].length;
  const counted = left <= NEAR;
  const describedBy = [naming.describedBy, counted ? counter : null].filter((id) => id !== null).join(' ');
  const shared = {
    id: naming.id,
    className: 'text-input',
    ...ariaOf(
      { ...naming, describedBy: describedBy === '' ? null : describedBy },
      placeholder?.text ?? USUAL[type].words,
    ),
    'aria-invalid': naming.invalid || left < 0,
    'aria-required': naming.required,
    placeholder: placeholder?.text,
    autoFocus: focused === true,
    value: text,
    onChange: ({ target }: { readonly target: { readonly value: string } }) =>
      onChange({ type, value: target.value === '' ? null : target.value }),
  };
  return (
    <>
      {multiline ? (
        <textarea {...shared} rows={4} />
      ) : (
        <input
          {...shared}
          type="text"
          inputMode={USUAL[type].keys}
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
