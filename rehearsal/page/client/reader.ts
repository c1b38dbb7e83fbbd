/** Whoever reads this window: their zone, and what time it is in the story. */
import { createContext, useContext, useEffect, useState } from 'react';
import type { Reader } from '../../slack/render/date-words.ts';
import { useSingle } from './window.ts';

const MINUTE = 60_000;
const LOOK_MS = 1_000;

export const ReaderContext = createContext<Reader | null>(null);

export function useReader(): Reader {
  const reader = useContext(ReaderContext);
  if (reader === null) throw new Error('nobody reads this');
  return reader;
}

/** The same object for a whole minute of the story, so that what shows times is drawn once a minute. */
export function useMinuteReader(): Reader {
  const clock = useSingle('clock');
  const [reader, setReader] = useState<Reader>(() => readerAt(Date.now()));
  useEffect(() => {
    if (clock === undefined) return;
    const look = () => {
      const durable = clock.durable + (Date.now() - clock.real) * clock.rate;
      const minute = Math.floor(durable / MINUTE) * MINUTE;
      setReader((before) => (before.now.getTime() === minute ? before : readerAt(minute)));
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [clock]);
  return reader;
}

function readerAt(ms: number): Reader {
  return { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, now: new Date(ms) };
}
