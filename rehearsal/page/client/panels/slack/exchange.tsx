/** One request or call: a line, and on demand everything that was sent. */
import { memo, useState } from 'react';
import type { ExchangeShown, Inspected } from '../../../inspector/shape.ts';
import { usePage } from '../../window.ts';
import { storyTime } from '../story-time.ts';
import { outcomeIn, wentWrong } from './outcome.ts';

type Opened =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly all: Inspected }
  | { readonly kind: 'gone'; readonly why: string };

export const Exchange = memo(function Exchange({ exchange }: { readonly exchange: ExchangeShown }) {
  const page = usePage();
  const [opened, setOpened] = useState<Opened>({ kind: 'closed' });
  const { side, n, at, name, about, who } = exchange;
  const isOpen = opened.kind !== 'closed';
  async function toggle() {
    if (isOpen) {
      setOpened({ kind: 'closed' });
      return;
    }
    const answered = await page.ask({ what: 'slack.inspect', side, n });
    setOpened(
      answered.ok ? { kind: 'open', all: answered.value as Inspected } : { kind: 'gone', why: answered.why },
    );
  }
  return (
    <li>
      <button type="button" className="slack-exchange" aria-expanded={isOpen} onClick={() => void toggle()}>
        <time dateTime={at}>{storyTime(at)}</time>{' '}
        <span className="slack-side">{side === 'request' ? '→ bot' : '← bot'}</span> <code>{name}</code>{' '}
        {[who, about].filter((part) => part !== null && part !== '').join(': ')}{' '}
        <span className={wentWrong(exchange) ? 'slack-wrong' : 'slack-quiet'}>{outcomeIn(exchange)}</span>
      </button>
      {opened.kind === 'gone' ? <p className="slack-quiet">{opened.why}</p> : null}
      {opened.kind === 'open' ? <All inspected={opened.all} /> : null}
    </li>
  );
});

function All({ inspected }: { readonly inspected: Inspected }) {
  const { headers, sent, answered } = inspected;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const parts = [lines.join('\n'), JSON.stringify(sent, null, 2)];
  if (answered !== null) parts.push(`Acknowledged with:\n${JSON.stringify(answered, null, 2)}`);
  return (
    <pre
      className="slack-all"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by the keys.
      tabIndex={0}
    >
      {parts.filter((part) => part !== '').join('\n\n')}
    </pre>
  );
}
