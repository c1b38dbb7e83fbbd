/** Every request of Slack to the bot and every call of the bot to Slack, in one order, newest last. */
import { useState } from 'react';
import type { ExchangeShown } from '../../../inspector/shape.ts';
import { useAll } from '../../window.ts';
import { Exchange } from './exchange.tsx';
import { wentWrong } from './outcome.ts';

const SHOWN = {
  all: { words: 'all', fits: () => true },
  requests: { words: 'requests to the bot', fits: ({ side }) => side === 'request' },
  calls: { words: "the bot's calls", fits: ({ side }) => side === 'call' },
  trouble: { words: 'what went wrong', fits: wentWrong },
} as const satisfies Record<
  string,
  { readonly words: string; readonly fits: (each: ExchangeShown) => boolean }
>;

type Filter = keyof typeof SHOWN;

export function Exchanges() {
  const all = useAll('slack.exchange');
  const [filter, setFilter] = useState<Filter>('all');
  const [search, setSearch] = useState('');
  // A request is known once it was acknowledged, after calls that it led to.
  const exchanges = all
    .filter((each) => SHOWN[filter].fits(each) && textOf(each).includes(search.toLowerCase()))
    .sort((a, b) => a.order - b.order);
  return (
    <section aria-labelledby="slack-exchanges">
      <h2 id="slack-exchanges">Requests and calls</h2>
      <p className="slack-filter">
        <label>
          Show{' '}
          <select value={filter} onChange={({ target }) => setFilter(target.value as Filter)}>
            {Object.entries(SHOWN).map(([id, { words }]) => (
              <option key={id} value={id}>
                {words}
              </option>
            ))}
          </select>
        </label>{' '}
        <label>
          with{' '}
          <input
            type="text"
            placeholder="chat.update, bo…"
            value={search}
            onChange={({ target }) => setSearch(target.value)}
          />
        </label>
      </p>
      {exchanges.length === 0 ? <p className="slack-quiet">None.</p> : null}
      <ol className="slack-exchanges">
        {exchanges.map((each) => (
          <Exchange key={`${each.side}/${each.n}`} exchange={each} />
        ))}
      </ol>
    </section>
  );
}

function textOf({ name, about, who, error }: ExchangeShown): string {
  return [name, about, who, error].join(' ').toLowerCase();
}
