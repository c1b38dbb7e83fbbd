/** The bot's process: killed as by a machine that fails, and started again. */
import { useSingle } from '../../window.ts';
import { useAsk } from '../use-ask.ts';

const SHAPES = { running: '●', starting: '◐', dead: '✖' } as const;

export function BotProcess() {
  const bot = useSingle('bot');
  const [ask, trouble] = useAsk();
  if (bot === undefined) return null;
  const { mortal, state } = bot;
  return (
    <section aria-labelledby="bot-process">
      <h2 id="bot-process">The bot</h2>
      <p>
        <span aria-hidden="true">{SHAPES[state]}</span> {state}{' '}
        {mortal ? (
          <>
            <button
              type="button"
              className="panel-button"
              disabled={state !== 'running'}
              onClick={() => void ask({ what: 'bot.kill' })}
            >
              Kill it
            </button>{' '}
            <button
              type="button"
              className="panel-button"
              disabled={state !== 'dead'}
              onClick={() => void ask({ what: 'bot.start' })}
            >
              Start it
            </button>
          </>
        ) : (
          <span className="slack-quiet">
            in the same process as this page, so it cannot be killed. Stories in which it dies give it one of
            its own.
          </span>
        )}
      </p>
      {trouble === '' ? null : (
        <p role="alert" className="panel-trouble">
          {trouble}
        </p>
      )}
    </section>
  );
}
