/** What axe-core finds wrong with a page as it is drawn. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

export const DESKTOP = { width: 1280, height: 800 } as const;
export const PHONE = { width: 360, height: 740 } as const;

/** Structure is the same in both schemes; colours are not. */
const LOOKS = [
  { place: 'light', size: DESKTOP, colorScheme: 'light', coloursOnly: false },
  { place: 'dark', size: DESKTOP, colorScheme: 'dark', coloursOnly: true },
  { place: 'phone, dark', size: PHONE, colorScheme: 'dark', coloursOnly: false },
] as const;

/**
 * Looks at the page in light, in dark and on a phone, and leaves it on a light desktop.
 * One line per fault: where it was seen, the rule, the elements. `but`: rules that are wrong about this place.
 */
export async function accessibilityFaults(
  page: Page,
  but: readonly string[] = [],
): Promise<readonly string[]> {
  const rules = Object.fromEntries(but.map((rule) => [rule, { enabled: false }]));
  await page.evaluate(axe.source);
  const faults: string[] = [];
  for (const { place, size, colorScheme, coloursOnly } of LOOKS) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    const found = await look(page, coloursOnly ? { runOnly: ['color-contrast'] } : { rules });
    faults.push(...found.map((fault) => `${place}: ${fault}`));
  }
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ colorScheme: 'light' });
  return faults;
}

async function look(page: Page, options: axe.RunOptions): Promise<readonly string[]> {
  const run = `axe.run(document, ${JSON.stringify({ ...options, resultTypes: ['violations'] })})`;
  const { violations } = await page.evaluate<axe.AxeResults>(run);
  return violations.map(({ id, nodes }) => {
    const where = nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`.trim());
    return `${id}\n    ${where.join('\n    ')}`;
  });
}
