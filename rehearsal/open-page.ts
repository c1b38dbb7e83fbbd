/** The rehearsal in a browser: a theatre, the page that shows its stage, until somebody stops it. */
import { browse } from './browse.ts';
import { type Address, readAddress, writeAddress } from './kept/address.ts';
import { openKeptTheatre } from './kept/theatre.ts';
import { type Bundle, bundlePage } from './page/bundle.ts';
import { type House, openHouse } from './page/house.ts';
import { type PageServer, servePage } from './page/serve.ts';
import type { Setting } from './theatre.ts';
import { toldToStop } from './told-to-stop.ts';

type Tell = (line: string) => void;

export interface PageWishes {
  readonly tell: Tell;
  /** Null: the last one's where it is free, else any. */
  readonly port: number | null;
  /** Shows the page in a browser. */
  readonly browser: boolean;
}

export interface PageRehearsal extends PageWishes {
  readonly logLevel: string;
  /** Forgets the world that was kept. */
  readonly fresh: boolean;
}

/** The exit code. */
export async function openPage({ logLevel, fresh, ...wishes }: PageRehearsal): Promise<number> {
  const { tell } = wishes;
  const bundle = bundlePage();
  const [kept, before] = await Promise.all([openKeptTheatre({ logLevel, tell, fresh }), readAddress()]);
  if (kept === null) {
    tell('A rehearsal is open in this directory already.');
    if (before !== null) tell(`Its page: http://127.0.0.1:${before.port}/?token=${before.token}`);
    return 1;
  }
  const { theatre, first, goesOn } = kept;
  const showing: Showing = {
    ...wishes,
    bundle,
    first,
    before,
    remember: writeAddress,
    about: goesOn
      ? 'It goes on where it was; [Start over], or --fresh, begins anew. Nothing leaves this machine.'
      : 'Nothing leaves this machine.',
  };
  try {
    return await showHouse(openHouse(theatre), showing);
  } catch (error) {
    if (goesOn) tell('It could not go on where it was. --fresh begins anew.');
    throw error;
  }
}

export interface Showing extends PageWishes {
  /** One line on what it may do. */
  readonly about: string;
  readonly bundle?: Promise<Bundle>;
  readonly first?: Setting;
  /** Where windows may be waiting. */
  readonly before?: Address | null;
  readonly remember?: (address: Address) => void;
}

/** Until somebody stops it: the exit code. Throws what keeps the first stage from being set. */
export async function showHouse(house: House, showing: Showing): Promise<number> {
  const { tell, about, browser, first = { rate: 1, mortal: false }, bundle = bundlePage() } = showing;
  const { theatre } = house;
  const told = toldToStop(tell);
  const serving = serve(house, bundle, showing);
  try {
    const setting = theatre.renew(first);
    const [page] = await Promise.all([serving, Promise.race([Promise.all([setting, bundle]), told])]);
    if (theatre.state() === 'open') {
      tell(`The rehearsal is open: ${page.url}`);
      tell(`${about} Ctrl-C ends it.`);
      if (browser) browse(page.url);
    }
    await told;
    return 0;
  } catch (error) {
    if (!(error instanceof PortTaken)) throw error;
    tell(error.message);
    return 1;
  } finally {
    await serving.then(
      (page) => page.stop(),
      () => undefined,
    );
    await theatre.stop();
  }
}

class PortTaken extends Error {}

/** At the last one's address where that is free, so that windows left open go on; throws `PortTaken` for a wished one. */
async function serve(house: House, bundle: Promise<Bundle>, showing: Showing): Promise<PageServer> {
  const { port, before, remember } = showing;
  const token = before?.token;
  const at = (wanted: number) => servePage({ house, bundle, port: wanted, ...(token && { token }) });
  const page = await at(port ?? before?.port ?? 0).catch((error: unknown) => {
    if (!isTaken(error)) throw error;
    if (port !== null) throw new PortTaken(`Port ${port} is taken by another program. Give another --port.`);
    return at(0);
  });
  remember?.(page.address);
  return page;
}

function isTaken(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  // Ports below 1024 are not everybody's.
  return code === 'EADDRINUSE' || code === 'EACCES';
}
