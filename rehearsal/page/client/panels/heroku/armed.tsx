/** Faults that wait for a request, with a way to lift them. */
import { useSingle } from '../../window.ts';
import { useAsk } from '../use-ask.ts';

export function Armed() {
  const faults = useSingle('heroku.faults') ?? [];
  const [ask, trouble] = useAsk();
  return (
    <section aria-labelledby="heroku-armed">
      <h3 id="heroku-armed">Waiting to strike</h3>
      {trouble === '' ? null : (
        <p role="alert" className="panel-trouble">
          {trouble}
        </p>
      )}
      {faults.length === 0 ? <p className="heroku-quiet">Nothing.</p> : null}
      <ul className="heroku-armed">
        {faults.map(({ id, app, words, left }) => (
          <li key={id}>
            <span>
              {words}{' '}
              <span className="heroku-quiet">
                ({app ?? 'every app'}, {timesIn(left)})
              </span>
            </span>
            <button
              type="button"
              className="panel-button"
              aria-label={`Lift: ${words}`}
              onClick={() => void ask({ what: 'heroku.lift', id })}
            >
              Lift
            </button>
          </li>
        ))}
      </ul>
      {faults.length < 2 ? null : (
        <button
          type="button"
          className="panel-button"
          onClick={() => void ask({ what: 'heroku.lift', id: null })}
        >
          Lift all
        </button>
      )}
    </section>
  );
}

function timesIn(left: number | null): string {
  if (left === null) return 'until lifted';
  return left === 1 ? 'once' : `${left} times`;
}
