/** The top bar: who sits here, and what time it is in the story. */
import { StartOver } from './panels/start-over.tsx';
import { StoryClock } from './panels/story-clock.tsx';
import { addressOf, placeNow } from './place.ts';
import { useConnected, useSingle } from './window.ts';

export function Bar() {
  const me = useSingle('me');
  const cast = useSingle('cast') ?? [];
  const connected = useConnected();
  return (
    <header className="bar">
      <strong className="bar-brand">Switchback rehearsal</strong>
      <StoryClock />
      {connected ? null : <span role="status">The rehearsal has stopped.</span>}
      <StartOver />
      <label className="bar-person">
        You are{' '}
        <select
          value={me?.handle ?? ''}
          onChange={({ target }) =>
            location.assign(addressOf({ ...placeNow(), as: target.value, thread: null }))
          }
        >
          {cast.map(({ handle, name, part }) => (
            <option key={handle} value={handle}>
              {name} ({part})
            </option>
          ))}
        </select>
      </label>
    </header>
  );
}
