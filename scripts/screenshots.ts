/** `npm run screenshots`: writes docs/images anew, from a first rollback and an incident played on the page by two people. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { bundlePage } from '../rehearsal/page/bundle.ts';
import { openHouse } from '../rehearsal/page/house.ts';
import { type PageServer, servePage } from '../rehearsal/page/serve.ts';
import { openTheatre } from '../rehearsal/theatre.ts';
import { launchChromium } from '../test/browser/harness/launch.ts';
import { openWindow } from '../test/browser/harness/open-window.ts';
import type { Window } from '../test/browser/harness/window.ts';

const IMAGES = new URL('../docs/images/', import.meta.url);
const PHONE = { width: 390, height: 844 } as const;
/** Fast enough not to be waited for, slow enough to be caught while it is live. */
const RATE = 8;

async function shoot({ page }: Window, name: string): Promise<void> {
  await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, IMAGES)), animations: 'disabled' });
  process.stdout.write(`docs/images/${name}.png\n`);
}

/** What lies over the page for some seconds, put away. */
async function clears({ page }: Window): Promise<void> {
  const away = page.getByRole('button', { name: 'Put away' });
  while ((await away.count()) > 0) await away.first().click();
}

async function play(browser: Browser, server: PageServer): Promise<void> {
  const [ana, bo, phone] = await Promise.all([
    openWindow(browser, server, 'ana'),
    openWindow(browser, server, 'bo'),
    openWindow(browser, server, 'bo', { size: PHONE }),
  ]);
  await ana.types('/rollback raxx-api-prod v84');
  const ask = await ana.form('Roll back');
  await ask.says('CLEAR');
  await ask.fills('What is broken?', 'signup 500s since 02:58 UTC');
  await shoot(ana, 'modal');
  await ask.presses('Ask for approval');
  await ana.formsClosed();

  const request = /Approve\?[\s\S]*CLEAR/;
  for (const [window, name] of [
    [bo, 'request'],
    [phone, 'phone'],
  ] as const) {
    await window.reads(request);
    await clears(window);
    await shoot(window, name);
  }
  await bo.taps(request, 'Review');
  const review = await bo.form('Review rollback');
  await review.presses('Roll back to v84');
  await bo.formsClosed();

  await ana.page.getByRole('tab', { name: 'Heroku' }).click();
  await ana.reads(/of 5:00[\s\S]*Release v86 succeeded/);
  await clears(ana);
  await shoot(ana, 'live');
  await ana.opensThread(/Incident open/);
  await ana.readsInThread(/raxx-api-prod is back on v84/);
  await ana.reads(/raxx-api-prod v85 → v84[\s\S]*RECOVERED/);
  await clears(ana);
  // Nothing pointed at.
  await ana.page.mouse.move(0, 0);
  await shoot(ana, 'workspace-light');
  await ana.page.emulateMedia({ colorScheme: 'dark' });
  await shoot(ana, 'workspace-dark');

  await bo.goes('Switchback');
  await bo.page.getByRole('tab', { name: 'Home' }).click();
  await bo.page.getByRole('tabpanel', { name: 'Home' }).getByText('raxx-api-prod').first().waitFor();
  await clears(bo);
  await shoot(bo, 'home');
  for (const window of [ana, bo, phone]) await window.close();
}

/** An incident at work, on a stage of its own. */
async function playIncident(browser: Browser, server: PageServer): Promise<void> {
  const [ana, bo] = await Promise.all([
    openWindow(browser, server, 'ana'),
    openWindow(browser, server, 'bo'),
  ]);
  await ana.types('/incident open raxx-api-prod signup 500s since 02:58 UTC');
  await (await ana.form('Open incident')).presses('Open');
  await ana.formsClosed();
  const headline = /Incident open[\s\S]*so far/;
  await bo.reads(headline);
  await bo.opensThread(headline);
  const draft = await bo.readsInThread(/Draft for customers/);
  await draft.getByRole('button', { name: 'Publish' }).click();
  await bo.readsInThread(/Bo published at/);
  const reply = bo.page.getByRole('complementary', { name: /thread/i }).getByLabel(/^Reply/);
  await reply.fill('Errors begin with v85, and only in the signup form.');
  await reply.press('Enter');
  await ana.types('/incident note asked Ben about the signup form in v85');
  await bo.readsInThread(/asked Ben about the signup form/);
  await bo.reads(/Incident open[\s\S]*Public update/);
  await clears(bo);
  await bo.page.mouse.move(0, 0);
  await shoot(bo, 'incident');
  for (const window of [ana, bo]) await window.close();
}

await mkdir(IMAGES, { recursive: true });
const theatre = openTheatre({ logLevel: 'error' });
const [server, browser] = await Promise.all([
  servePage({ house: openHouse(theatre), bundle: bundlePage() }),
  launchChromium(),
  theatre.renew({ rate: RATE, mortal: false }),
]);
try {
  await play(browser, server);
  await theatre.renew({ rate: RATE, mortal: false });
  await playIncident(browser, server);
} finally {
  await browser.close();
  await server.stop();
  await theatre.stop();
}
