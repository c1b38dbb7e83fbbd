/** In place of the workspace where it is people's own Slack: what to do there, and the simulated Heroku here. */
import './own-slack.css';
import { HerokuPanel } from '../panels/heroku/heroku-panel.tsx';
import { PagerPanel } from '../panels/outside/pager-panel.tsx';
import { StatusPanel } from '../panels/outside/status-panel.tsx';
import { StartOver } from '../panels/start-over.tsx';
import { StoryClock } from '../panels/story-clock.tsx';
import { useConnected, useSingle } from '../window.ts';

export function OwnSlack() {
  const own = useSingle('ownSlack');
  const connected = useConnected();
  if (own === undefined) return null;
  return (
    <div className="own-slack">
      <header className="bar">
        <strong className="bar-brand">Switchback rehearsal</strong>
        <StoryClock />
        {connected ? null : <span role="status">The rehearsal has stopped.</span>}
        <StartOver loses="Every release and request goes, for everybody at this rehearsal. What was said in your Slack stays." />
      </header>
      <main className="own-slack-words">
        <h1>The workspace is your own Slack</h1>
        <p>
          Type in {own.workspace}, in a channel that your configuration names under <code>ops</code>;{' '}
          <strong>@{own.bot}</strong> answers there. Everything it says is marked <strong>REHEARSAL</strong>.
        </p>
        <p>
          Heroku is simulated: break it here, roll it back there. Whoever the configuration names is mentioned
          and messaged as on a real night. The status page and the pager are simulated, too: customers read
          nothing, and nobody is woken.
        </p>
      </main>
      <aside className="workshop" aria-label="Around the workspace">
        <HerokuPanel />
        <details>
          <summary>Status page</summary>
          <StatusPanel />
        </details>
        <details>
          <summary>Pager</summary>
          <PagerPanel />
        </details>
      </aside>
    </div>
  );
}
