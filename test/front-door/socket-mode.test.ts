/** The straight road once more, with no request URL: everything comes and goes over a socket. */
import { expect, test } from 'vitest';
import { HTTP_TOKEN } from '../../rehearsal/set-up.ts';
import { SHORTCUTS } from '../../src/ids.ts';
import { openRooms } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 1 }, { setUp: { door: 'socket' } });

test('asked, approved and recovered over Socket Mode, across a refreshed and a dropped connection', async () => {
  const { slack } = rooms.stage();
  const room = rooms.room();
  slack.connect({ requestUrl: null });
  await slack.until(() => slack.openSockets() > 0, 10_000, 'a socket');
  await room.asks('ana');
  const kim = room.as('kim');
  await kim.openHome();
  const home = await slack.until(() => kim.home(), 10_000, "Kim's home");
  expect(home.text()).toContain(`${room.app} v85 → v84 · waiting for approval`);
  await kim.shortcut(SHORTCUTS.rollBack);
  const form = await slack.until(() => kim.modal(), 5_000, 'the form');
  expect(form.text()).toContain('Which app?');
  await form.close();
  slack.refreshSockets();
  await slack.until(() => slack.openSockets() > 0, 10_000, 'a fresh socket');
  await room.approves('bo');
  slack.dropSockets();
  await room.becomes('recovered');
  const over = await room.sees('bo', /\[Close incident\] \[Unlock/);
  await slack.until(() => slack.openSockets() > 0, 10_000, 'a socket again');
  await room.closes('kim', over);
  await room.sees('bo', /^Incident closed/);
  expect(room.posts()).toEqual(['answered, acted']);
  // CI asks over HTTP all the same.
  const locks = await fetch(`http://127.0.0.1:${rooms.stage().bot.port}/locks/${room.app}`, {
    headers: { authorization: `Bearer ${HTTP_TOKEN}` },
  });
  expect(locks.status).toBe(423);
  expect(new Set(slack.journal.deliveries.map(({ transport }) => transport))).toEqual(new Set(['socket']));
  expect(slack.journal.deliveries.every(({ outcome }) => outcome === 'acknowledged')).toBe(true);
});
