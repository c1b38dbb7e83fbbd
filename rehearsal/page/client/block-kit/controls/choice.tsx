/** One option with its box or dot before it and its description under it. */
import './choices.css';
import type { Option } from '@slack/types';
import { type InputHTMLAttributes, useId } from 'react';
import { Words } from './words.tsx';

interface ChoiceProps {
  readonly option: Option;
  readonly input: InputHTMLAttributes<HTMLInputElement>;
}

export function Choice({ option, input }: ChoiceProps) {
  const id = useId();
  const { text, description } = option;
  return (
    <div className="choice">
      <label className="choice-line">
        <input {...input} aria-describedby={description === undefined ? undefined : id} />
        <span>
          <Words text={text} />
        </span>
      </label>
      {description === undefined ? null : (
        <div className="choice-description" id={id}>
          <Words text={description} />
        </div>
      )}
    </div>
  );
}
