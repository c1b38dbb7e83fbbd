/** A window of the page, in a browser of its own as far as cookies go: another person at another machine. */
import type { Browser } from 'playwright-core';
import type { PageServer } from '../../../rehearsal/page/serve.ts';
import { DESKTOP } from './axe.ts';
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

export interface OpenWindow extends Window {
  /** Throws for any trouble the window had. */
  close(): Promise<void>;
}

/** Most of a loaded machine's hesitation. */
const PATIENCE_MS = 40_000;

/** Open at the first channel, once it is drawn. */
export async function openWindow(
  browser: Browser,
  server: PageServer,
  handle: string,
  { scheme = 'light', size = DESKTOP, zone, forgives }: WindowOptions = {},
): Promise<OpenWindow> {
  const context = await browser.newContext({
    colorScheme: scheme,
    reducedMotion: 'reduce',
    viewport: size,
    ...(zone === undefined ? {} : { timezoneId: zone }),
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const troubles = watchTrouble(page, new URL(server.url).host, forgives ?? null);
  const heard = listen(page);
  await page.goto(`${server.url}&as=${handle}`);
  await page.getByRole('main').waitFor();
  return {
    ...windowOn(page, heard),
    async close() {
      await context.close();
      if (troubles.length > 0) throw new Error(`${handle}'s window had trouble:\n${troubles.join('\n')}`);
    },
  };
}
