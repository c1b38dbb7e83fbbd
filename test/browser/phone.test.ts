/** Everything can be done on a screen 360 pixels wide, in the dark, without scrolling sideways. */
import type { Page } from 'playwright-core';
import { test } from 'vitest';
import { PHONE } from './harness/axe.ts';
import { openRehearsal } from './harness/rehearsal.ts';

const rehearsal = openRehearsal();

/** CSS pixels by which the page is wider than its window. */
function overhang(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
}

/** 0 is black and 1 is white, roughly as an eye has it; of the nearest ground that is painted. */
function lightness(page: Page, selector: string): Promise<number> {
  return page.evaluate<number>(`(() => {
    const painted = (each) => {
      const [red, green, blue, alpha = 1] = getComputedStyle(each).backgroundColor.match(/[0-9.]+/g).map(Number);
      if (alpha === 0 && each.parentElement !== null) return painted(each.parentElement);
      return (0.3 * red + 0.6 * green + 0.1 * blue) / 255;
    };
    return painted(document.querySelector(${JSON.stringify(selector)}));
  })()`);
}

test('asked, read and found on a phone', async ({ expect }) => {
  const ana = await rehearsal.window('ana', { size: PHONE, scheme: 'dark' });
  const { page } = ana;
  const wide: string[] = [];
  const look = async (where: string) => {
    if ((await overhang(page)) > 0) wide.push(where);
  };

  await look('a channel');
  await ana.types('/rollback raxx-api-prod v84');
  const ask = await ana.form('Roll back');
  await ask.says('CLEAR');
  await look('a form');
  expect(await lightness(page, '[role=dialog]')).toBeLessThan(0.25);
  await ask.fills('What is broken?', 'signup 500s since 02:58 UTC');
  await ask.presses('Ask for approval');
  await ana.formsClosed();
  const request = await ana.reads(/Approve\?[\s\S]*CLEAR/);
  await look('a request');
  for (const name of ['Review', 'Reject', 'Cancel'])
    expect(await request.getByRole('button', { name }).boundingBox()).toMatchObject({
      width: expect.any(Number),
    });

  await ana.opensThread(/Incident open/);
  await ana.readsInThread(/Draft for customers/);
  await look('a thread');
  await page.getByRole('button', { name: 'Close thread' }).click();

  await page.getByRole('button', { name: 'Workshop' }).click();
  const tabs = page.getByRole('complementary', { name: 'Workshop' }).getByRole('tab');
  for (const tab of await tabs.all()) {
    await tab.click();
    await look(`the workshop, ${await tab.textContent()}`);
  }
  await page.getByRole('button', { name: 'Workshop' }).click();

  await page.getByRole('button', { name: 'Channels' }).click();
  await look('the channels');
  await ana.goes('#general');
  await page.getByRole('heading', { name: '#general' }).waitFor();
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByRole('alertdialog').waitFor();
  await look('a question');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('combobox', { name: 'You are' }).selectOption('bo');
  await page.getByRole('main').waitFor();
  expect(wide).toEqual([]);
});

test('dark is dark and light is light, everywhere', async ({ expect }) => {
  const { page } = await rehearsal.window('ana');
  const grounds = ['body', 'main', 'main [role=log]', 'aside'];
  for (const ground of grounds) expect(await lightness(page, ground), ground).toBeGreaterThan(0.9);
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const ground of grounds) expect(await lightness(page, ground), ground).toBeLessThan(0.25);
});
