/** Where there is room for one pane only, that pane is the page's main part, whatever it is beside others. */
import { useSyncExternalStore } from 'react';

/** As in page.css: from here on the workshop or a thread takes the channel's place, and the list of channels too. */
const NARROW = '(max-width: 68rem)';
const PHONE = '(max-width: 44rem)';

/** `main`, where a pane stands alone; else what it is `beside` the channel. */
export function useSolePane<Beside extends 'aside' | 'div'>(
  beside: Beside,
  when: 'narrow' | 'phone',
): Beside | 'main' {
  const query = when === 'narrow' ? NARROW : PHONE;
  const alone = useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
  );
  return alone ? 'main' : beside;
}
