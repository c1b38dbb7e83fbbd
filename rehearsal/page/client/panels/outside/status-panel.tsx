/** The simulated status page: what customers read, and whether each request was the bot's. */
import './outside.css';
import type { StatusRequestShown } from '../../../receivers/shape.ts';
import { useSingle } from '../../window.ts';
import { storyTime } from '../story-time.ts';
import { ReceiverTroubles } from './receiver-troubles.tsx';

export function StatusPanel() {
  const page = useSingle('statusPage');
  if (page === undefined) return null;
  const { updates, requests, troubles } = page;
  return (
    <>
      <section aria-labelledby="status-updates">
        <h2 id="status-updates">What customers read</h2>
        {updates.length === 0 ? <p className="outside-quiet">All systems operational.</p> : null}
        <ul className="outside-list">
          {updates.toReversed().map(({ key, at, text, with: rest }) => (
            <li key={key} data-state="taken">
              <time dateTime={at} className="outside-quiet">
                {storyTime(at)} UTC
              </time>
              <p>{text}</p>
              <details>
                <summary className="outside-quiet">What came with it</summary>
                {rest.map((line) => (
                  <p key={line} className="outside-quiet">
                    {line}
                  </p>
                ))}
                <p className="outside-quiet">key: {key}</p>
              </details>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="status-requests">
        <h2 id="status-requests">Requests</h2>
        {requests.length === 0 ? <p className="outside-quiet">None yet.</p> : null}
        <ul className="outside-list">
          {requests.toReversed().map((request) => (
            <Request key={request.n} request={request} />
          ))}
        </ul>
      </section>
      <ReceiverTroubles receiver="statusPage" troubles={troubles} />
    </>
  );
}

const CAME = { taken: 'taken', again: 'had that one already', refused: 'refused' };

function Request({ request: { at, signature, came } }: { readonly request: StatusRequestShown }) {
  return (
    <li>
      <time dateTime={at}>{storyTime(at)}</time>{' '}
      <span className={signature === 'ok' ? 'outside-good' : 'outside-bad'}>signature {signature}</span>
      {', '}
      {CAME[came]}
    </li>
  );
}
