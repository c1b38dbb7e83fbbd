/** The rehearsal in a browser: a stage, the page that shows it, until somebody stops it. */
import { once } from 'node:events';
import { bundlePage } from './page/bundle.ts';
import { servePage } from './page/serve.ts';
import { openStage } from './stage.ts';

type Tell = (line: string) => void;

export async function openPage(logLevel: string, tell: Tell): Promise<number> {
  const bundle = bundlePage();
  const stage = await openStage({ rate: 1, logLevel });
  const page = await servePage({ stage: () => stage, bundle });
  tell(`The rehearsal is open: ${page.url}`);
  tell('Nothing leaves this machine. Ctrl-C ends it.');
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  tell('\nStopping.');
  await page.stop();
  await stage.stop();
  return 0;
}
