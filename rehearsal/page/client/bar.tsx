/** The top bar: what time it is in the story, who sits here, and a window for somebody else. */
import './bar.css';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Authenticator } from './panels/authenticator.tsx';
import { StartOver } from './panels/start-over.tsx';
import { StoryStrip } from './panels/story/story-strip.tsx';
import { StoryClock } from './panels/story-clock.tsx';
import { addressOf, go, placeNow, usePlace } from './place.ts';
import { useConnected, useSingle } from './window.ts';

export function Bar() {
  const connected = useConnected();
  return (
    <header className="bar">
      <strong className="bar-brand">Switchback rehearsal</strong>
      <StoryClock />
      <StartOver />
      <WorkshopWay />
      <StoryStrip />
      <Authenticator />
      <People />
      <div role="status" className={connected ? 'unseen' : 'bar-stopped'}>
        {connected
          ? ''
          : 'The rehearsal has stopped. What you see is how it was. Start it again in the terminal.'}
      </div>
    </header>
  );
}

/** Everybody has a desk of their own: the same channel, nobody's thread. */
function deskOf(handle: string): string {
  return addressOf({ ...placeNow(), as: handle, thread: null, pane: 'main' });
}

function People() {
  const me = useSingle('me');
  const cast = useSingle('cast') ?? [];
  usePlace();
  return (
    <div className="bar-people">
      <label>
        <span className="bar-you">You are </span>
        <select
          aria-label="You are"
          value={me?.handle ?? ''}
          onChange={({ target }) => location.assign(deskOf(target.value))}
        >
          {cast.map(({ handle, name, part }) => (
            <option key={handle} value={handle}>
              {name} ({part})
            </option>
          ))}
        </select>
      </label>
      <MenuTrigger>
        <Button className="bar-second">Second window</Button>
        <Popover className="bar-windows">
          <Menu aria-label="Open a second window as">
            {cast
              .filter(({ handle }) => handle !== me?.handle)
              .map(({ handle, name, part }) => (
                <MenuItem key={handle} className="bar-window" href={deskOf(handle)} target="_blank">
                  as {name} ({part})
                </MenuItem>
              ))}
          </Menu>
        </Popover>
      </MenuTrigger>
    </div>
  );
}

/** Where the workshop has no room of its own. */
function WorkshopWay() {
  const { pane, thread } = usePlace();
  const there = pane === 'beside' && thread === null;
  return (
    <button
      type="button"
      className="bar-workshop only-narrow"
      aria-pressed={there}
      onClick={() => go(there ? { pane: 'main' } : { pane: 'beside', thread: null })}
    >
      Workshop
    </button>
  );
}
