/** The rehearsal in a browser: a theatre, the page that shows its stage, until somebody stops it. */
import { once } from 'node:events';
import { bundlePage } from './page/bundle.ts';
import { servePage } from './page/serve.ts';
import { openTheatre } from './theatre.ts';

type Tell = (line: string) => void;

export async function openPage(logLevel: string, tell: Tell): Promise<number> {
  const theatre = openTheatre({ logLevel });
  const [page] = await Promise.all([
    servePage({ theatre, bundle: bundlePage() }),
    theatre.renew({ rate: 1, mortal: false }),
  ]);
  tell(`The rehearsal is open: ${page.url}`);
  tell('Nothing leaves this machine. Ctrl-C ends it.');
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  tell('\nStopping.');
  await page.stop();
  await theatre.stop();
  return 0;
}
