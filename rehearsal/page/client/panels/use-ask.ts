import { useState } from 'react';
import type { Request } from '../../requests.ts';
import { usePage } from '../window.ts';

/** Asks, and keeps what was wrong with it, in words, until the next one; empty when nothing was. */
export function useAsk(): readonly [ask: (request: Request) => Promise<boolean>, trouble: string] {
  const page = usePage();
  const [trouble, setTrouble] = useState('');
  const ask = async (request: Request) => {
    const answered = await page.ask(request);
    setTrouble(answered.ok ? '' : answered.why);
    return answered.ok;
  };
  return [ask, trouble];
}
