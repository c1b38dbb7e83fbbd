/** What Heroku was asked, newest last. */
import { useEffect, useRef, useState } from 'react';
import type { RequestShown } from '../../../heroku/shape.ts';
import { useAll } from '../../window.ts';
import { storyTime } from '../story-time.ts';

export function Requests() {
  const all = useAll('heroku.request');
  const [writesOnly, setWritesOnly] = useState(false);
  const requests = writesOnly ? all.filter(({ method }) => method !== 'GET') : all;
  const list = useRef<HTMLElement>(null);
  const last = requests.at(-1)?.seq;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest is looked for whenever there is another one.
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [last]);
  return (
    <section aria-labelledby="heroku-requests">
      <h2 id="heroku-requests">Requests</h2>
      <label>
        <input
          type="checkbox"
          checked={writesOnly}
          onChange={({ target }) => setWritesOnly(target.checked)}
        />{' '}
        writes only
      </label>
      <section
        ref={list}
        className="heroku-requests"
        aria-label="Requests, newest last"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by the keys.
        tabIndex={0}
      >
        {requests.length === 0 ? <p className="heroku-quiet">None yet.</p> : null}
        <ol>
          {requests.map((request) => (
            <Request key={request.seq} request={request} />
          ))}
        </ol>
      </section>
    </section>
  );
}

function Request({ request }: { readonly request: RequestShown }) {
  const { at, method, path, status, fate, acted, actor } = request;
  const spoilt = fate !== 'answered' && fate !== 'received';
  return (
    <li>
      <time dateTime={at}>{storyTime(at)}</time> <code>{method}</code> <code>{path}</code>{' '}
      <span className={status === null || status >= 400 ? 'heroku-bad' : 'heroku-quiet'}>
        {status ?? 'no answer'}
        {spoilt ? `, ${fate}` : ''}
        {method !== 'GET' ? (acted ? ', acted' : ', did not act') : ''}
        {actor === null ? '' : `, ${actor}`}
      </span>
    </li>
  );
}
