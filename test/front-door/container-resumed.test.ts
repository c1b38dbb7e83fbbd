/** The checklist outlives the process that watches it, and ends by itself an hour after the last note. */
import { expect, test } from 'vitest';
import { KRISTERPHER } from '../../rehearsal/heroku/seed.ts';
import type { OtherBot } from '../support/stage.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-velvet-prod': 2 });
const IMAGE = { kind: 'container', image: `sha256:${'c0ffee12'.repeat(8)}` } as const;
const HEADLINE = /Push v2's image to/;

/** The next process; from now on Slack delivers to it. */
async function nextBot(): Promise<OtherBot> {
  const { another, slack } = rooms.stage();
  const bot = await another();
  slack.connect({ requestUrl: bot.requestUrl });
  return bot;
}

async function imageGone(room: Room): Promise<void> {
  rooms.stage().heroku.control.imageGone(room.app, 2);
  await room.asks('ana', 'v2 checkout is empty');
  await room.approves('bo');
  await room.sees('ana', HEADLINE);
}

async function ticks(room: Room, ...steps: readonly string[]): Promise<void> {
  for (const step of steps) {
    const list = room.as('ana').find(room.channel, HEADLINE);
    if (!list) throw new Error('no checklist');
    await room.as('ana').tap(list, `re-pin.${step}`);
  }
}

test('the process dies with the checklist open: another one watches on, and closes what nobody works on', async () => {
  const { bot, heroku, leap } = rooms.stage();
  const first = await nextBot();
  await bot.stop(4_000);
  const [worked, left] = [rooms.room('raxx-velvet-prod'), rooms.room('raxx-velvet-prod')];
  await imageGone(worked);
  await imageGone(left);
  await ticks(worked, 'find', 'pull', 'retag');
  await ticks(left, 'find');
  first.process.kill('SIGKILL');

  await nextBot();
  await worked.sees('kim', /✓ 3/);
  await ticks(worked, 'push', 'release');
  heroku.control.release(worked.app, KRISTERPHER, IMAGE);
  await worked.becomes('recovered');
  expect(worked.readable((await worked.sees('ana', /^Recovery confirmed/)).plain)).toMatchInlineSnapshot(
    `"Recovery confirmed: v5 (image main-3a9f00c2 pushed again by Ana) is live, dynos up, smoke check passing. HH:MM UTC. Wall-clock: N min."`,
  );
  expect(worked.posts()).toEqual(['answered, acted']);

  // Not an hour after it was opened, but after the last note.
  await leap(45 * 60_000);
  await ticks(left, 'pull');
  await leap(45 * 60_000);
  await left.sees('kim', /· 2 of 5 done/);
  expect((await left.operation())['status']).toBe('needs_human');
  await leap(20 * 60_000);
  await left.becomes('closed');
  expect(left.readable((await left.sees('ana', /^Closed by itself/)).plain)).toMatchInlineSnapshot(`
    "Closed by itself after 60 minutes without a decision: raxx-velvet-prod v4 → v2 (image pushed again by hand). It is NOT proven rolled back. @Ana @Bo
    No pushed image was seen running; raxx-velvet-prod runs what it ran. Look at \`heroku ps -a raxx-velvet-prod\` and \`heroku releases -a raxx-velvet-prod\` now."
  `);
});
