/** Where a Chromium may be found on this machine. */
import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
] as const;

/** The path of the one that `CHROMIUM` names, else of the first in its usual place; null when there is none. */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM'];
  const candidates = named ? [named] : PLACES;
  return candidates.find((path) => existsSync(path)) ?? null;
}
