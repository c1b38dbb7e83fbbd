/** The app's Home tab as it published it for this person; opening it tells the app, which may publish anew. */
import type { KnownBlock } from '@slack/types';
import { useEffect, useState } from 'react';
import type { At } from '../block-kit/at.ts';
import { Blocks } from '../block-kit/blocks.tsx';
import { Spinner } from '../block-kit/controls/spinner.tsx';
import { usePage, useSingle } from '../window.ts';

const AT: At = { home: true };
const NOTHING_CHOSEN = {};

export function HomeView() {
  const page = usePage();
  const home = useSingle('home') ?? null;
  const [opened, setOpened] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    let here = true;
    void page.ask({ what: 'home.open' }).then((answered) => {
      if (!here) return;
      setOpened(true);
      setTrouble(answered.ok ? null : answered.why);
    });
    return () => {
      here = false;
    };
  }, [page]);
  return (
    <div className="home-body">
      {trouble === null ? null : <p role="alert">{trouble}</p>}
      {home === null ? (
        <p className="home-nothing" role="status">
          {opened ? 'The app has published no home yet.' : <Spinner />}
        </p>
      ) : (
        <Blocks blocks={home.view.blocks as readonly KnownBlock[]} at={AT} chosen={NOTHING_CHOSEN} />
      )}
    </div>
  );
}
