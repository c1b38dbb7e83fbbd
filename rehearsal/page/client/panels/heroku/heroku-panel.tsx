/** The simulated Heroku: one app at a time, what can go wrong with it, and every request it gets. */
import './heroku-panel.css';
import { go, usePlace } from '../../place.ts';
import { useAll, useSingle } from '../../window.ts';
import { Troubles } from '../troubles.tsx';
import { useAsk } from '../use-ask.ts';
import { Armed } from './armed.tsx';
import { Dynos } from './dynos.tsx';
import { Releases } from './releases.tsx';
import { Requests } from './requests.tsx';
import { SpoilRequest } from './spoil-request.tsx';

export function HerokuPanel() {
  const place = usePlace();
  const apps = useAll('heroku.app');
  const troubles = useSingle('heroku.troubles') ?? [];
  const [ask, trouble] = useAsk();
  const app = apps.find(({ name }) => name === place.app) ?? apps[0];
  if (app === undefined) return null;
  // The likeliest target first: what a rollback would go to.
  const past = app.releases.filter(({ current, commit }) => !current && commit !== null);
  return (
    <>
      <p>
        <label>
          App{' '}
          <select value={app.name} onChange={({ target }) => go({ app: target.value })}>
            {apps.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {app.maintenance ? <strong className="heroku-bad"> in maintenance</strong> : null}
      </p>
      <Dynos app={app} />
      <Releases releases={app.releases} />
      <details>
        <summary>Config vars ({app.configNames.length}), by name</summary>
        <ul className="heroku-names">
          {app.configNames.map((name) => (
            <li key={name}>
              <code>{name}</code>
            </li>
          ))}
        </ul>
      </details>
      <Requests />
      <section aria-labelledby="heroku-troubles">
        <h2 id="heroku-troubles">Trouble</h2>
        {trouble === '' ? null : (
          <p role="alert" className="panel-trouble">
            {trouble}
          </p>
        )}
        <Troubles
          // What was typed belongs to the app it was typed for.
          key={app.name}
          troubles={troubles}
          at={app.name}
          releases={past.map(({ version }) => version)}
          turn={(id, on, amount) => ask({ what: 'heroku.trouble', id, app: app.name, amount, on })}
        />
        <Armed />
        <SpoilRequest app={app.name} />
      </section>
    </>
  );
}
