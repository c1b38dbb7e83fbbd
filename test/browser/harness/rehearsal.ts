/** One stage and its page for the tests of a file, and a window for each person, as two colleagues at two machines. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, inject, onTestFinished, vi } from 'vitest';
import { openHouse } from '../../../rehearsal/page/house.ts';
import { type PageServer, servePage } from '../../../rehearsal/page/serve.ts';
import type { Stage } from '../../../rehearsal/stage.ts';
import { openTheatre, type Theatre } from '../../../rehearsal/theatre.ts';
import { pageBundle } from '../../support/program.ts';
import { launchChromium } from './launch.ts';
import { openWindow, type WindowOptions } from './open-window.ts';
import type { Window } from './window.ts';

export interface Rehearsal {
  stage(): Stage;
  theatre(): Theatre;
  page(): PageServer;
  /** Opens the page as this person; closed at the end of the test, which fails for any trouble that it had. */
  window(handle: string, options?: WindowOptions): Promise<Window>;
}

/** Opens before the file's first test and closes after its last. `rate`: durable seconds per real second. */
export function openRehearsal({ rate = 20 }: { readonly rate?: number } = {}): Rehearsal {
  let open: { readonly theatre: Theatre; readonly page: PageServer; readonly browser: Browser } | null = null;

  vi.setConfig({ testTimeout: 180_000 });

  function opened() {
    if (open === null) throw new Error('the rehearsal opens before the first test');
    return open;
  }

  beforeAll(async () => {
    const theatre = openTheatre({ logLevel: 'error', serverUrl: inject('postgres').url });
    const [page, browser] = await Promise.all([
      servePage({ house: openHouse(theatre), bundle: pageBundle() }),
      launchChromium(),
      theatre.renew({ rate, mortal: false }),
    ]);
    open = { theatre, page, browser };
  });

  afterAll(async () => {
    if (open === null) return;
    await open.browser.close();
    await open.page.stop();
    await open.theatre.stop();
  });

  return {
    stage() {
      const stage = opened().theatre.stage();
      if (stage === null) throw new Error('another stage is being set');
      return stage;
    },
    theatre: () => opened().theatre,
    page: () => opened().page,
    async window(handle, options) {
      const { browser, page } = opened();
      const window = await openWindow(browser, page, handle, options);
      onTestFinished(() => window.close());
      return window;
    },
  };
}
