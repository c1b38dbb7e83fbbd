/** In place of the workspace where it is people's own Slack: what to do there, and the simulated Heroku here. */
import './own-slack.css';
import { HerokuPanel } from '../panels/heroku/heroku-panel.tsx';
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
          and messaged as on a real night.
        </p>
      </main>
      <aside className="workshop" aria-label="Heroku">
        <HerokuPanel />
      </aside>
    </div>
  );
}
