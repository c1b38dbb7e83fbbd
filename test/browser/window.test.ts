/** A window belongs to one person, keeps its place, and says when the rehearsal is gone. */
import type { WebSocketRoute } from 'playwright-core';
import { test } from 'vitest';
import { openRehearsal } from './harness/rehearsal.ts';

const rehearsal = openRehearsal();

test('two people at two windows read each other', async ({ expect }) => {
  const [ana, bo] = await Promise.all([rehearsal.window('ana'), rehearsal.window('bo')]);
  await ana.types('Is anybody else seeing 503s?');
  const heard = await bo.reads(/503s/);
  expect(await heard.textContent()).toContain('Ana');
  await bo.types('Yes, since 02:58.');
  await ana.reads(/since 02:58/);
});

test('what is said to one person alone reaches no other window, not even its traffic', async ({ expect }) => {
  const [ana, sue] = await Promise.all([rehearsal.window('ana'), rehearsal.window('sue')]);
  await sue.types('/ops lock raxx-api-prod freeze');
  const refusal = await sue.reads(/needs the operator or superadmin role/);
  expect(await refusal.textContent()).toMatch(/only visible to you/i);
  await sue.types('I may not ask, it says.');
  await ana.reads(/I may not ask/);
  expect(await ana.sees(/needs the operator/)).toBe(false);
  expect(ana.heard()).toContain('I may not ask');
  expect(ana.heard()).not.toContain('needs the operator');
  expect(sue.heard()).toContain('needs the operator');
});

test('a reload keeps the channel and the thread', async () => {
  const ana = await rehearsal.window('ana');
  await ana.goes('#general');
  await ana.types('Who has the runbook?');
  const asked = await ana.reads(/Who has the runbook/);
  await asked.hover();
  await asked.getByRole('button', { name: 'Reply in thread' }).click();
  await ana.readsInThread(/Who has the runbook/);
  await ana.page.reload();
  await ana.page.getByRole('heading', { name: '#general' }).waitFor();
  await ana.readsInThread(/Who has the runbook/);
});

test('a window that loses its connection says so, comes back and has missed nothing', async ({ expect }) => {
  const { page, types, reads } = await rehearsal.window('ana');
  const connections: WebSocketRoute[] = [];
  let broken = false;
  await page.routeWebSocket(/\/live/, async (route) => {
    if (broken) return route.close();
    route.connectToServer();
    connections.push(route);
  });
  await page.reload();
  await types('before the gap');
  await reads(/before the gap/);
  broken = true;
  await connections[0]?.close();
  await page.getByText(/rehearsal has stopped/).waitFor();
  rehearsal.stage().slack.as('bo').say('ops', 'during the gap', null);
  broken = false;
  await reads(/during the gap/);
  await page.getByText(/rehearsal has stopped/).waitFor({ state: 'detached' });
  expect(connections.length).toBeGreaterThan(1);
});
