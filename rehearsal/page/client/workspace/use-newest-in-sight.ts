/** Keeps a list scrolled to its end, while its reader is there. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';

/** How far above the end still counts as at the end, CSS pixels. */
const NEAR = 48;

/** `newest`: changes when something is added. What is drawn anew and grows keeps the end in sight, too. */
export function useNewestInSight(newest: string) {
  const scroller = useRef<HTMLDivElement>(null);
  const inside = useRef<HTMLDivElement>(null);
  const [atNewest, setAtNewest] = useState(true);
  const stays = useRef(true);

  function toNewest(): void {
    const element = scroller.current;
    if (element === null) return;
    element.scrollTop = element.scrollHeight;
    stays.current = true;
    setAtNewest(true);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest message is what moves the end.
  useLayoutEffect(() => {
    if (stays.current) toNewest();
  }, [newest]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: watched once; what it calls reads references only.
  useEffect(() => {
    const watcher = new ResizeObserver(() => {
      if (stays.current) toNewest();
    });
    for (const { current } of [scroller, inside]) if (current !== null) watcher.observe(current);
    return () => watcher.disconnect();
  }, []);

  return {
    scroller,
    inside,
    atNewest,
    toNewest,
    onScroll(): void {
      const element = scroller.current;
      if (element === null) return;
      stays.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
      setAtNewest(stays.current);
    },
  };
}
