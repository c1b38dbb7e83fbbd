/** Options asked of the app: once somebody stops typing, and only the last answer counts. */
import type { Option } from '@slack/types';
import { useEffect, useRef, useState } from 'react';

const STOPPED_TYPING_MS = 200;

export type Search = (
  text: string,
) => Promise<
  { readonly ok: true; readonly options: readonly Option[] } | { readonly ok: false; readonly why: string }
>;

type State =
  | { readonly kind: 'ready' | 'looking' | 'short' }
  | { readonly kind: 'failed'; readonly why: string };

/** `least`: fewer letters are not asked about. */
export function useSuggestions(search: Search, least: number) {
  const [options, setOptions] = useState<readonly Option[]>([]);
  const [state, setState] = useState<State>({ kind: 'ready' });
  const asked = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function ask(text: string, waitMs = STOPPED_TYPING_MS): void {
    asked.current += 1;
    const mine = asked.current;
    clearTimeout(timer.current);
    if ([...text].length < least) {
      setOptions([]);
      setState({ kind: 'short' });
      return;
    }
    setState({ kind: 'looking' });
    timer.current = setTimeout(async () => {
      const found = await search(text);
      if (mine !== asked.current) return;
      setOptions(found.ok ? found.options : []);
      setState(found.ok ? { kind: 'ready' } : { kind: 'failed', why: found.why });
    }, waitMs);
  }

  return { options, state, ask };
}
