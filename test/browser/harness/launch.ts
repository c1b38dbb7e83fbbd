/** A Chromium that talks to nobody but the page. */
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './find-chromium.ts';

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

/** Throws where there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null)
    throw new Error(
      'No Chromium here: install one (Debian: apt-get install chromium) or set CHROMIUM to its path.',
    );
  return chromium.launch({
    executablePath,
    args: [...QUIET],
    // Chromium refuses to sandbox what root starts.
    chromiumSandbox: process.getuid?.() !== 0,
  });
}
