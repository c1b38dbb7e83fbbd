/** The workshop beside the workspace: trouble switched on is trouble met, and what went over the wire is read. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { statusPage as signedFor } from '../../src/http/status-page.ts';
import { accessibilityFaults } from './harness/axe.ts';
import { openRehearsal } from './harness/rehearsal.ts';

const rehearsal = openRehearsal();

const PROD = 'raxx-api-prod';

function workshop(page: Page) {
  return page.getByRole('complementary', { name: 'Workshop' });
}

async function panel(page: Page, name: string) {
  await page.getByRole('tab', { name }).click();
  return workshop(page).getByRole('tabpanel', { name });
}

/** An app that takes longer to acknowledge than Slack waits. */
async function slowApp(): Promise<string> {
  const server = createServer((request) => request.resume());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
}

test('a trouble is switched on, met, seen among what waits, and switched off', async () => {
  const { page } = await rehearsal.window('ana');
  const { heroku } = rehearsal.stage();
  const beside = await panel(page, 'Heroku');
  await beside.getByRole('combobox', { name: 'App', exact: true }).selectOption('raxx-console-prod');
  await beside.getByText('How Heroku answers').click();
  const trouble = beside.getByRole('checkbox', { name: 'Everything is answered 503' });
  await trouble.check();
  await beside.getByRole('button', { name: 'Lift: Everything is answered 503' }).waitFor();
  const asked = await fetch(`${heroku.url}/apps/raxx-console-prod`, {
    headers: { authorization: `Bearer ${heroku.botToken}`, accept: 'application/vnd.heroku+json; version=3' },
  });
  expect(asked.status).toBe(503);
  await beside
    .getByText(/503, error-before-acting/)
    .last()
    .waitFor();
  await trouble.uncheck();
  await beside.getByRole('button', { name: /^Lift: / }).waitFor({ state: 'detached' });
  expect(heroku.control.faultsWaiting()).toBe(0);
});

test('dynos and releases are shown as they change', async () => {
  const { page } = await rehearsal.window('ana');
  const beside = await panel(page, 'Heroku');
  await beside.getByRole('combobox', { name: 'App', exact: true }).selectOption('raxx-velvet-prod');
  await beside.getByText('web.1 up, v4').waitFor();
  await beside.getByText('A colleague, now').click();
  await beside.getByRole('button', { name: 'deploys code that crashes at boot' }).click();
  await beside.getByText('web.1 crashed, v5').waitFor();
  await beside.getByRole('listitem').filter({ hasText: 'v5 live succeeded' }).waitFor();
  await beside.getByText(/Config vars/).click();
  await beside.getByText('API_URL').waitFor();
  expect(await beside.textContent()).not.toContain('https://api.raxx.app');
});

test('any fault can be armed by the form, and what could never work is refused in words', async () => {
  const { page } = await rehearsal.window('ana');
  const { control } = rehearsal.stage().heroku;
  const beside = await panel(page, 'Heroku');
  await beside.getByRole('combobox', { name: 'App', exact: true }).selectOption('raxx-api-staging');
  await beside.getByText('Spoil a request').click();
  const form = beside.getByRole('form', { name: 'Spoil a request' });
  await form.getByRole('combobox', { name: 'Request', exact: true }).selectOption('dynos-read');
  await form.getByLabel('Besides').selectOption('serves-errors');
  await form.getByRole('button', { name: 'Arm it' }).click();
  await form.getByText(/dynos-read makes none/).waitFor();
  expect(control.faultsWaiting()).toBe(0);
  await form.getByLabel('Besides').selectOption('');
  await form.getByLabel('Fate').selectOption('error-after-acting');
  await form.getByLabel('status', { exact: true }).selectOption('502');
  await form.getByLabel('How many requests').fill('3');
  await form.getByRole('button', { name: 'Arm it' }).click();
  await beside.getByText('dynos-read: error-after-acting (raxx-api-staging, 3 times)').waitFor();
  expect(control.faultsArmed().map(({ fault }) => fault)).toEqual([
    {
      on: 'dynos-read',
      app: 'raxx-api-staging',
      times: 3,
      skip: 0,
      fate: { kind: 'error-after-acting', status: 502 },
    },
  ]);
  await beside.getByRole('button', { name: /^Lift: dynos-read/ }).click();
  await beside.getByText('Nothing.').waitFor();
});

test('a late acknowledgement is red and says so; the request can be read in full', async () => {
  const { slack } = rehearsal.stage();
  const { page } = await rehearsal.window('ana');
  const beside = await panel(page, 'Slack');
  const bot = slack.requestUrl();
  slack.connect({ requestUrl: await slowApp() });
  await slack.as('ana').slash('ops', `/rollback ${PROD} v84 late`);
  slack.connect({ requestUrl: bot });
  await beside.getByLabel('Show').selectOption('trouble');
  const line = beside.getByRole('button', { name: /\/rollback raxx-api-prod v84 late/ });
  const late = line.getByText('LATE: no acknowledgement within 3 s');
  await late.waitFor();
  // The alarm's red of the light scheme.
  expect(await page.evaluate<string>("getComputedStyle(document.querySelector('.slack-wrong')).color")).toBe(
    'rgb(179, 18, 63)',
  );
  await line.click();
  const all = beside.getByText(/"command": "\/rollback"/);
  await all.waitFor();
  expect(await all.textContent()).toMatch(/x-slack-signature: v0=[0-9a-f]{8}…\n/);
});

test('Slack goes down and comes up by a switch; the bot shares this process and cannot be killed', async () => {
  const { slack } = rehearsal.stage();
  const { page } = await rehearsal.window('ana');
  const beside = await panel(page, 'Slack');
  await beside.getByText('All of Slack').click();
  const down = beside.getByRole('checkbox', { name: /It is down/ });
  await down.check();
  await expect.poll(() => slack.isDown(), { timeout: 10_000 }).toBe(true);
  await down.uncheck();
  await expect.poll(() => slack.isDown(), { timeout: 10_000 }).toBe(false);
  await beside.getByText(/so it cannot be killed/).waitFor();
});

test('the clock goes faster and jumps ahead, by the keyboard alone', async () => {
  const { page } = await rehearsal.window('ana');
  const { clock } = rehearsal.stage();
  const before = clock.now().getTime();
  const speed = page.getByRole('combobox', { name: 'Speed' });
  await speed.selectOption('60');
  await expect.poll(() => clock.reading().rate).toBe(60);
  await page.getByRole('button', { name: 'Jump ahead' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: '24 hours' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => clock.now().getTime() - before).toBeGreaterThan(24 * 3_600_000);
  await speed.selectOption('1');
  await expect.poll(() => clock.reading().rate).toBe(1);
});

test.each(['Heroku', 'Slack'])('nothing stands in anybody’s way in the panel %s', async (name) => {
  const { page } = await rehearsal.window('ana');
  const beside = await panel(page, name);
  for (const summary of await beside.locator('summary').all()) await summary.click();
  if (name === 'Heroku') await beside.getByLabel('Besides').selectOption('foreign-release');
  else
    await beside
      .getByRole('button', { name: /auth\.test/ })
      .first()
      .click();
  expect(await accessibilityFaults(page)).toEqual([]);
});

test('what the status page and the pager were told is read beside the workspace', async () => {
  const { statusPage, pager } = rehearsal.stage();
  const { page } = await rehearsal.window('ana');
  const status = await panel(page, 'Status');
  await status.getByText('All systems operational.').waitFor();
  const update = JSON.stringify({
    text: 'We are investigating an issue affecting sign-up.',
    incident: 'in-1',
  });
  const tell = (key: string, secret: string) => {
    const { headers } = signedFor(statusPage.url, () => secret).dress(update, new Date());
    return fetch(statusPage.url, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': key },
      body: update,
    });
  };
  await tell('public/1', statusPage.secret);
  await tell('public/1', statusPage.secret);
  await tell('public/2', 'made up');
  await status.getByText('We are investigating an issue affecting sign-up.').waitFor();
  await status.getByText('signature bad, refused').waitFor();
  await status.getByText('signature ok, had that one already').waitFor();
  expect(await status.getByText('All systems operational.').count()).toBe(0);
  await status.getByText('What it answers').click();
  await status.getByRole('checkbox', { name: '503 to every request' }).check();
  expect((await tell('public/3', statusPage.secret)).status).toBe(503);
  await status.getByRole('checkbox', { name: '503 to every request (on)' }).uncheck();
  expect(await accessibilityFaults(page)).toEqual([]);

  const night = await panel(page, 'Pager');
  await night.getByText('Nobody is woken.').waitFor();
  const payload = { summary: 'raxx-api-prod is down again', source: 'switchback', severity: 'critical' };
  const page1 = { routing_key: pager.routingKey, dedup_key: 'in-1/down', payload };
  const event = (event_action: string) =>
    fetch(pager.url, { method: 'POST', body: JSON.stringify({ ...page1, event_action }) });
  await event('trigger');
  await event('trigger');
  await night.getByText('triggered 2 times, one alert').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await event('resolve');
  await night.getByRole('heading', { name: 'Resolved' }).waitFor();
  await night.getByText('Nobody is woken.').waitFor();
});
