/** An app's dynos as they are now: a shape and a word for each state, and the release that each runs. */
import type { AppShown } from '../../../heroku/shape.ts';

/** Told apart without their colours. */
const SHAPES: Readonly<Record<string, string>> = {
  up: '●',
  starting: '◐',
  crashed: '✖',
  down: '○',
  idle: '○',
};

export function Dynos({ app }: { readonly app: AppShown }) {
  const { dynos, formation } = app;
  return (
    <section aria-labelledby="heroku-dynos">
      <h2 id="heroku-dynos">Dynos</h2>
      {dynos.length === 0 ? <p className="heroku-quiet">None runs.</p> : null}
      <ul className="heroku-dynos">
        {dynos.map(({ name, state, version }) => (
          <li key={name} data-state={state}>
            <span aria-hidden="true" className="heroku-shape">
              {SHAPES[state] ?? '·'}
            </span>{' '}
            {name} {state}, v{version}
          </li>
        ))}
      </ul>
      <p className="heroku-quiet">
        Formation: {formation.map(({ type, quantity, size }) => `${type}=${quantity} ${size}`).join(', ')}
      </p>
    </section>
  );
}
