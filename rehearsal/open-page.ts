/** The rehearsal in a browser: a theatre, the page that shows its stage, until somebody stops it. */
import { once } from 'node:events';
import { bundlePage } from './page/bundle.ts';
import { type House, openHouse } from './page/house.ts';
import { servePage } from './page/serve.ts';
import { openTheatre } from './theatre.ts';

type Tell = (line: string) => void;

export async function openPage(logLevel: string, tell: Tell): Promise<number> {
  const theatre = openTheatre({ logLevel });
  return showHouse(openHouse(theatre), tell, 'Nothing leaves this machine.');
}

/** `about`: one line on what it may do. Throws what keeps the first stage from being set. */
export async function showHouse(house: House, tell: Tell, about: string): Promise<number> {
  const { theatre } = house;
  const serving = servePage({ house, bundle: bundlePage() });
  await theatre.renew({ rate: 1, mortal: false }).catch(async (error: unknown) => {
    await (await serving).stop();
    throw error;
  });
  const page = await serving;
  tell(`The rehearsal is open: ${page.url}`);
  tell(`${about} Ctrl-C ends it.`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  tell('\nStopping.');
  await page.stop();
  await theatre.stop();
  return 0;
}
