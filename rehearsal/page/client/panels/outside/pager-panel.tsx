/** The simulated pager: who would be awake by now, and what for. */
import './outside.css';
import type { AlertShown } from '../../../receivers/shape.ts';
import { useSingle } from '../../window.ts';
import { storyTime } from '../story-time.ts';
import { ReceiverTroubles } from './receiver-troubles.tsx';

export function PagerPanel() {
  const pager = useSingle('pager');
  if (pager === undefined) return null;
  const { alerts, refused, troubles } = pager;
  const open = alerts.filter(({ state }) => state !== 'resolved');
  const resolved = alerts.filter(({ state }) => state === 'resolved');
  return (
    <>
      <Alerts title="Open" alerts={open} none="Nobody is woken." />
      {resolved.length === 0 ? null : <Alerts title="Resolved" alerts={resolved} none="" />}
      {refused.length === 0 ? null : (
        <section aria-labelledby="pager-refused">
          <h2 id="pager-refused">Not taken</h2>
          <ul className="outside-list">
            {refused.map((why, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone.
              <li key={n} className="outside-bad">
                {why}
              </li>
            ))}
          </ul>
        </section>
      )}
      <ReceiverTroubles receiver="pager" troubles={troubles} />
    </>
  );
}

interface AlertsProps {
  readonly title: string;
  readonly alerts: readonly AlertShown[];
  readonly none: string;
}

function Alerts({ title, alerts, none }: AlertsProps) {
  const id = `pager-${title}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {alerts.length === 0 ? <p className="outside-quiet">{none}</p> : null}
      <ul className="outside-list">
        {alerts.toReversed().map((alert) => (
          <Alert key={alert.n} alert={alert} />
        ))}
      </ul>
    </section>
  );
}

function Alert({ alert }: { readonly alert: AlertShown }) {
  const { key, summary, severity, state, openedAt, changedAt, triggers } = alert;
  return (
    <li data-state={state}>
      <p>
        <strong className={state === 'resolved' ? undefined : 'outside-bad'}>{severity}</strong> {summary}
      </p>
      <p className="outside-quiet">
        since <time dateTime={openedAt}>{storyTime(openedAt)}</time> UTC
        {state === 'open' ? null : (
          <>
            , {state} <time dateTime={changedAt}>{storyTime(changedAt)}</time>
          </>
        )}
        {triggers === 1 ? null : `, triggered ${triggers} times, one alert`}
      </p>
      <p className="outside-quiet">key: {key}</p>
    </li>
  );
}
