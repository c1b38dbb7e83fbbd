/** What time it is in the story, how fast it goes, and a way to skip what nobody practises: waiting. */
import './story-clock.css';
import { useEffect, useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { usePage, useSingle } from '../window.ts';

const RATES = [1, 6, 60, 600] as const;

const MINUTE = 60_000;
const LEAPS = [
  { ms: MINUTE, words: '1 minute' },
  { ms: 5 * MINUTE, words: '5 minutes' },
  { ms: 15 * MINUTE, words: '15 minutes' },
  { ms: 60 * MINUTE, words: '1 hour' },
  { ms: 24 * 60 * MINUTE, words: '24 hours' },
] as const;

const TICK_MS = 200;

export function StoryClock() {
  const page = usePage();
  const clock = useSingle('clock');
  const [trouble, setTrouble] = useState('');
  if (clock === undefined) return null;
  const ask = async (request: Parameters<typeof page.ask>[0]) => {
    const answered = await page.ask(request);
    setTrouble(answered.ok ? '' : answered.why);
  };
  // A story may run at a rate of its own.
  const rates = [...new Set([...RATES, clock.rate])].sort((a, b) => a - b);
  return (
    <fieldset className="story-clock" aria-label="Story time">
      <StoryTime />
      <select
        aria-label="Speed"
        value={clock.rate}
        onChange={({ target }) => void ask({ what: 'clock.rate', rate: Number(target.value) })}
      >
        {rates.map((rate) => (
          <option key={rate} value={rate}>
            {rate}×
          </option>
        ))}
      </select>
      <MenuTrigger>
        <Button className="story-jump">Jump ahead</Button>
        <Popover className="story-jumps">
          <Menu aria-label="Jump ahead" onAction={(ms) => void ask({ what: 'clock.leap', ms: Number(ms) })}>
            {LEAPS.map(({ ms, words }) => (
              <MenuItem key={ms} id={ms} className="story-leap">
                {words}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      {trouble === '' ? null : <span role="alert">{trouble}</span>}
    </fieldset>
  );
}

/** By itself, so that nothing else is drawn five times a second. */
function StoryTime() {
  const now = useStoryTime();
  if (now === null) return null;
  const second = now.toISOString().slice(0, 19);
  return <time dateTime={`${second}Z`}>{second.slice(11)} UTC</time>;
}

/** Null until the server has said. */
export function useStoryTime(): Date | null {
  const clock = useSingle('clock');
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return clock === undefined ? null : new Date(clock.durable + (Date.now() - clock.real) * clock.rate);
}
