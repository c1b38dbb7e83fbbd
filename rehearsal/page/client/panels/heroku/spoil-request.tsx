/** Any fault that the simulator knows, for any request: where the list of troubles has no name for it. */
import { useState } from 'react';
import type { SpoilForm } from '../../../heroku/shape.ts';
import { useSingle } from '../../window.ts';
import { useAsk } from '../use-ask.ts';
import { filled } from './filled.ts';
import { FormPart } from './form-part.tsx';

export function SpoilRequest({ app }: { readonly app: string }) {
  const form = useSingle('heroku.form');
  if (form === undefined) return null;
  return (
    <details>
      <summary>Spoil a request</summary>
      <Spoil form={form} app={app} />
    </details>
  );
}

function Spoil({ form, app }: { readonly form: SpoilForm; readonly app: string }) {
  const [ask, trouble] = useAsk();
  const [on, setOn] = useState('rollback-post');
  const [everyApp, setEveryApp] = useState(false);
  const [times, setTimes] = useState<number | 'always' | null>(1);
  const [skip, setSkip] = useState<number | null>(0);
  const [fate, setFate] = useState<unknown>(undefined);
  const [modifier, setModifier] = useState<unknown>(undefined);
  const { people } = form;
  return (
    <form
      aria-label="Spoil a request"
      className="heroku-spoil"
      onSubmit={(event) => {
        event.preventDefault();
        const fault = {
          on,
          ...(everyApp ? {} : { app }),
          times: times ?? 1,
          skip: skip ?? 0,
          ...(fate === undefined ? {} : { fate: filled(fate, form.fate) }),
          ...(modifier === undefined ? {} : { modifiers: [filled(modifier, form.modifier)] }),
        };
        void ask({ what: 'heroku.fault', fault });
      }}
    >
      <label className="form-part">
        <span>Request</span>
        <select value={on} onChange={({ target }) => setOn(target.value)}>
          <option value="any">any</option>
          {form.requests.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <input type="checkbox" checked={everyApp} onChange={({ target }) => setEveryApp(target.checked)} /> of
        every app, not of {app} alone
      </label>
      <FormPart label="Fate" part={form.fate} value={fate} change={setFate} people={people} />
      <FormPart label="Besides" part={form.modifier} value={modifier} change={setModifier} people={people} />
      <label>
        <input
          type="checkbox"
          checked={times === 'always'}
          onChange={({ target }) => setTimes(target.checked ? 'always' : 1)}
        />{' '}
        until it is lifted
      </label>
      {times === 'always' ? null : (
        <label className="form-part">
          <span>How many requests</span>
          <input
            type="number"
            min={1}
            value={times ?? ''}
            onChange={({ target }) => setTimes(typed(target))}
          />
        </label>
      )}
      <label className="form-part">
        <span>How many pass before</span>
        <input type="number" min={0} value={skip ?? ''} onChange={({ target }) => setSkip(typed(target))} />
      </label>
      {trouble === '' ? null : (
        <p role="alert" className="panel-trouble">
          {trouble}
        </p>
      )}
      <button type="submit" className="panel-button">
        Arm it
      </button>
    </form>
  );
}

function typed({ value }: { readonly value: string }): number | null {
  return value === '' ? null : Number(value);
}
