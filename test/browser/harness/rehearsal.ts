/** One stage and its page for the tests of a file, and a window for each person, as two colleagues at two machines. */
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest';
import { bundlePage } from '../../../rehearsal/page/bundle.ts';
import { type PageServer, servePage } from '../../../rehearsal/page/serve.ts';
import type { Stage } from '../../../rehearsal/stage.ts';
import { openTheatre, type Theatre } from '../../../rehearsal/theatre.ts';
import { DESKTOP } from './axe.ts';
import { launchChromium } from './launch.ts';
import { listen, watchTrouble } from './watch.ts';
import { type Window, windowOn } from './window.ts';

export interface WindowOptions {
  readonly scheme?: 'light' | 'dark';
  /** CSS pixels. Default: a desktop's. */
  readonly size?: { readonly width: number; readonly height: number };
  /** The reader's zone. */
  readonly zone?: string;
  /** Troubles that the test brings about itself. */
  readonly forgives?: RegExp;
}

export interface Rehearsal {
  stage(): Stage;
  theatre(): Theatre;
  page(): PageServer;
  /** Opens the page as this person; closed at the end of the test, which fails for any trouble that it had. */
  window(handle: string, options?: WindowOptions): Promise<Window>;
}

/** Most of a loaded machine's hesitation. */
const PATIENCE_MS = 20_000;

/** Opens before the file's first test and closes after its last. `rate`: durable seconds per real second. */
export function openRehearsal({ rate = 20 }: { readonly rate?: number } = {}): Rehearsal {
  let open: { readonly theatre: Theatre; readonly page: PageServer; readonly browser: Browser } | null = null;

  function opened() {
    if (open === null) throw new Error('the rehearsal opens before the first test');
    return open;
  }

  beforeAll(async () => {
    const bundle = bundlePage();
    const theatre = openTheatre({ logLevel: 'error', serverUrl: inject('postgres').url });
    const [page, browser] = await Promise.all([
      servePage({ theatre, bundle }),
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
    async window(handle, { scheme = 'light', size = DESKTOP, zone, forgives } = {}) {
      const { browser, page: server } = opened();
      const options: BrowserContextOptions = {
        colorScheme: scheme,
        reducedMotion: 'reduce',
        viewport: size,
        ...(zone === undefined ? {} : { timezoneId: zone }),
      };
      const context = await browser.newContext(options);
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      const troubles = watchTrouble(page, new URL(server.url).host, forgives ?? null);
      onTestFinished(async () => {
        await context.close();
        if (troubles.length > 0) throw new Error(`${handle}'s window had trouble:\n${troubles.join('\n')}`);
      });
      const heard = listen(page);
      await page.goto(`${server.url}&as=${handle}`);
      await page.getByRole('main').waitFor();
      return windowOn(page, heard);
    },
  };
}
