/** One field of a form that follows from a schema, and the fields within it. */
import { useId } from 'react';
import type { FormField, FormPart as Part } from '../../../heroku/shape.ts';

interface FormPartProps {
  readonly label: string;
  readonly part: Part;
  readonly value: unknown;
  readonly change: (value: unknown) => void;
  /** Emails: what `by` offers. */
  readonly people: readonly string[];
  readonly optional?: boolean;
}

export function FormPart(props: FormPartProps) {
  const { part } = props;
  switch (part.kind) {
    case 'choice':
      return <Choice {...props} options={part.options} />;
    case 'fields':
      return <Fields {...props} fields={part.fields} />;
    default:
      return <Simple {...props} part={part} />;
  }
}

function Choice({
  label,
  options,
  value,
  change,
  people,
}: FormPartProps & { readonly options: Extract<Part, { kind: 'choice' }>['options'] }) {
  const id = useId();
  const held = recordOf(value);
  const chosen = options.find((option) => option.value === held['kind']);
  return (
    <div className="form-part">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={chosen?.value ?? ''}
        onChange={({ target }) => change(target.value === '' ? undefined : { kind: target.value })}
      >
        <option value="">none</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.value}
          </option>
        ))}
      </select>
      {chosen === undefined || chosen.fields.length === 0 ? null : (
        <Fields
          label={label}
          part={{ kind: 'fields', fields: chosen.fields }}
          fields={chosen.fields}
          value={held}
          change={change}
          people={people}
        />
      )}
    </div>
  );
}

function Fields({
  fields,
  value,
  change,
  people,
}: FormPartProps & { readonly fields: readonly FormField[] }) {
  const held = recordOf(value);
  return (
    <div className="form-fields">
      {fields.map(({ name, optional, part }) => (
        <FormPart
          key={name}
          label={spaced(name)}
          part={name === 'by' ? { kind: 'one-of', values: people } : part}
          optional={optional}
          value={held[name]}
          change={(next) => change({ ...held, [name]: next })}
          people={people}
        />
      ))}
    </div>
  );
}

function Simple({ label, part, value, change, optional = false }: FormPartProps) {
  const id = useId();
  return (
    <div className="form-part">
      <label htmlFor={id}>
        {label}
        {optional ? ' (may be empty)' : ''}
      </label>
      <Input id={id} part={part} value={value} change={change} optional={optional} />
    </div>
  );
}

function Input({
  id,
  part,
  value,
  change,
  optional = false,
}: Pick<FormPartProps, 'part' | 'value' | 'change' | 'optional'> & { readonly id: string }) {
  switch (part.kind) {
    case 'tick':
      return (
        <input
          id={id}
          type="checkbox"
          checked={value === true}
          onChange={({ target }) => change(target.checked)}
        />
      );
    case 'number':
      return (
        <input
          id={id}
          type="number"
          min={part.least ?? undefined}
          value={typeof value === 'number' ? value : ''}
          onChange={({ target }) => change(target.value === '' ? undefined : Number(target.value))}
        />
      );
    case 'one-of':
      return (
        <select
          id={id}
          value={value === undefined ? '' : String(value)}
          onChange={({ target }) => change(part.values.find((each) => String(each) === target.value))}
        >
          <option value="">{optional ? 'none' : 'choose…'}</option>
          {part.values.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      );
    case 'lines':
      return (
        <textarea
          id={id}
          rows={2}
          value={Array.isArray(value) ? value.join('\n') : ''}
          onChange={({ target }) => change(target.value === '' ? undefined : target.value.split('\n'))}
        />
      );
    default:
      return (
        <input
          id={id}
          type="text"
          value={typeof value === 'string' ? value : ''}
          onChange={({ target }) => change(target.value === '' ? undefined : target.value)}
        />
      );
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** `retryAfterSeconds` as people read it. */
function spaced(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
