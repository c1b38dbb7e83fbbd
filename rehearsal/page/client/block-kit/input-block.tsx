/** A field of a form: its label, the control, what to know about it, and what is wrong with it. */
import './input-block.css';
import type { InputBlock as Input } from '@slack/types';
import { useId } from 'react';
import { type FieldElement, isTyped } from '../../../slack/field-values.ts';
import { fieldKey, reportsEnter } from '../../../slack/fields.ts';
import { Acting } from './acting.tsx';
import type { At } from './at.ts';
import { TextInput } from './controls/text-input.tsx';
import type { Form } from './use-form.ts';

interface InputBlockProps {
  readonly block: Input;
  readonly at: At;
  readonly form: Form;
  readonly error: string | undefined;
}

export function InputBlock({ block, at, form, error }: InputBlockProps) {
  const id = useId();
  const { label, hint, optional = false, block_id: blockId = '' } = block;
  // The workspace takes no form with any other kind of field.
  const element = block.element as FieldElement;
  const place = { blockId, actionId: element.action_id ?? '' };
  const entered = reportsEnter(block);
  const ids = {
    control: `${id}-control`,
    label: `${id}-label`,
    hint: `${id}-hint`,
    enter: `${id}-enter`,
    error: `${id}-error`,
  };
  const described = [hint && ids.hint, entered && ids.enter, error !== undefined && ids.error];
  const naming = {
    id: ids.control,
    labelledBy: ids.label,
    describedBy: described.filter((each) => typeof each === 'string').join(' ') || null,
    invalid: error !== undefined,
    required: !optional,
  };
  return (
    <div className="field">
      <label className="field-label" id={ids.label} htmlFor={ids.control}>
        {label.text}
        {optional ? <span className="field-optional"> (optional)</span> : null}
      </label>
      {isTyped(element) ? (
        <TextInput
          element={element}
          value={form.held[fieldKey(place.blockId, place.actionId)]}
          naming={naming}
          onChange={(value) => form.type(place, value)}
          onEnter={() => (entered ? form.enter(place) : form.submit())}
        />
      ) : (
        <Acting element={element} blockId={blockId} at={at} chosen={form.held} naming={naming} />
      )}
      {error === undefined ? null : (
        <div className="field-error" id={ids.error}>
          {error}
        </div>
      )}
      {hint === undefined ? null : (
        <div className="field-hint" id={ids.hint}>
          {hint.text}
        </div>
      )}
      {entered ? (
        <div className="field-hint" id={ids.enter}>
          Press Enter to send
        </div>
      ) : null}
    </div>
  );
}
