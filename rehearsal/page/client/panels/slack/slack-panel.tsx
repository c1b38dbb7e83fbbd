/** What went between Slack and the bot, Slack's own troubles, and the bot's process. */
import './slack-panel.css';
import { useState } from 'react';
import { useAll, useSingle } from '../../window.ts';
import { Troubles } from '../troubles.tsx';
import { useAsk } from '../use-ask.ts';
import { BotProcess } from './bot-process.tsx';
import { Exchanges } from './exchanges.tsx';

const FIRST = 'ops';

export function SlackPanel() {
  const troubles = useSingle('slack.troubles') ?? [];
  const channels = useAll('channel').filter(({ kind }) => kind !== 'im');
  const [chosen, choose] = useState(FIRST);
  const [ask, trouble] = useAsk();
  const channel = channels.find(({ name }) => name === chosen)?.name ?? channels[0]?.name;
  return (
    <>
      <BotProcess />
      <section aria-labelledby="slack-troubles">
        <h2 id="slack-troubles">Trouble</h2>
        {channel === undefined ? null : (
          <label>
            Channel{' '}
            <select value={channel} onChange={({ target }) => choose(target.value)}>
              {channels.map(({ name }) => (
                <option key={name} value={name}>
                  #{name}
                </option>
              ))}
            </select>
          </label>
        )}
        {trouble === '' ? null : (
          <p role="alert" className="panel-trouble">
            {trouble}
          </p>
        )}
        <Troubles
          troubles={troubles}
          at={channel ?? ''}
          releases={[]}
          turn={(id, on, amount) => ask({ what: 'slack.trouble', id, channel: channel ?? FIRST, amount, on })}
        />
      </section>
      <Exchanges />
    </>
  );
}
