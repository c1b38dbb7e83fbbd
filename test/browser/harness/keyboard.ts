/** A person without a mouse: Tab to what they want, and see at every stop where they are. */
import type { Locator, Page } from 'playwright-core';

export interface Keyboard {
  /** Presses Tab (or Shift+Tab) until this has the focus; throws when it is not in the order of Tab. */
  tabsTo(wanted: Locator, way?: 'Tab' | 'Shift+Tab'): Promise<void>;
  presses(key: string): Promise<void>;
  types(text: string): Promise<void>;
  /** Stops at which nothing showed where the focus was. */
  lost(): readonly string[];
}

const MOST_STOPS = 150;

/** What has the focus, if nothing around it marks it or it is outside of the screen; else null. */
const LOST = `(() => {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return null;
  const name = focused.tagName + ' ' + (focused.getAttribute('aria-label') ?? focused.textContent ?? '').slice(0, 40);
  const { top, bottom, left, right } = focused.getBoundingClientRect();
  if (bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth) return name + ': outside of the screen';
  const marked = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
  };
  // A field drawn by its box, a tick by the label around it.
  const around = [focused, focused.parentElement, focused.nextElementSibling, focused.closest('label')];
  return around.some((each) => each !== null && marked(each)) ? null : name + ': no mark';
})()`;

export function keyboardOn(page: Page): Keyboard {
  const lost: string[] = [];
  const focused = page.locator(':focus');

  async function look(): Promise<void> {
    const fault = await page.evaluate<string | null>(LOST);
    if (fault !== null) lost.push(fault);
  }

  return {
    async tabsTo(wanted, way = 'Tab') {
      await wanted.waitFor();
      const here = wanted.and(focused);
      for (let stop = 0; stop < MOST_STOPS; stop++) {
        if ((await here.count()) > 0) return;
        await page.keyboard.press(way);
        await look();
      }
      throw new Error(`${String(wanted)} is not reached by Tab`);
    },
    presses: (key) => page.keyboard.press(key),
    types: (text) => page.keyboard.type(text),
    lost: () => lost,
  };
}
