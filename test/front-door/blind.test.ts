/** Heroku cannot be read while recovery is to be proven: people hear why, once, and the looking goes on (T35, T75). */
import { describe, test } from 'vitest';
import type { Fate } from '../../rehearsal/heroku/faults.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 3 }, { setUp: { change: { hold: '10s' } } });

/** Its release command hangs; from now on nothing of the app can be read. */
async function goesBlind(room: Room, fate: Fate): Promise<void> {
  const { heroku } = rooms.stage();
  const hangs = { kind: 'release-command', outcome: 'hangs' } as const;
  heroku.control.fault({ on: 'rollback-post', app: room.app, modifiers: [hangs] });
  await room.asks('ana');
  await room.approves('bo');
  await room.sees('bo', /RELEASE COMMAND/);
  heroku.control.fault({
    on: ['release-read', 'releases-read', 'dynos-read', 'formation-read'],
    app: room.app,
    times: 1_000,
    fate,
  });
}

async function told(room: Room): Promise<string> {
  return room.readable((await room.sees('bo', /^I cannot see/, 30_000)).plain);
}

async function seesAgain(room: Room): Promise<void> {
  const { heroku } = rooms.stage();
  heroku.control.endCommand(room.app, 86, 'succeeds');
  heroku.control.clearFaults(room.app);
  await room.becomes('recovered');
  const said = room
    .as('bo')
    .messages(room.channel)
    .filter(({ plain }) => /^I cannot see/.test(plain));
  if (said.length !== 1) throw new Error(`said ${said.length} times`);
}

// One after another: all apps share one budget of requests, and a 429 closes it for a while.
describe.sequential('Heroku', () => {
  test('is down', async ({ expect }) => {
    const room = rooms.room();
    await goesBlind(room, { kind: 'error-before-acting', status: 503 });
    expect(await told(room)).toMatchInlineSnapshot(`
      "I cannot see raxx-api-prod at HH:MM UTC: Heroku is down. v86 was made and stands. @Ana @Bo
      Recovery is unproven; I go on looking. See status.heroku.com. By hand: \`heroku ps -a raxx-api-prod\`"
    `);
    await seesAgain(room);
  });

  test('refuses the token: said at the first look, with what to do', async ({ expect }) => {
    const room = rooms.room();
    await goesBlind(room, { kind: 'unauthorized' });
    expect(await told(room)).toMatchInlineSnapshot(`
      "I cannot see raxx-api-prod at HH:MM UTC: Heroku refuses my token. v86 was made and stands. @Ana @Bo
      Recovery is unproven; I go on looking. Renew HEROKU_API_KEY. By hand: \`heroku ps -a raxx-api-prod\`"
    `);
    await seesAgain(room);
  });

  test('says that we ask too often: said, and five minutes are told to be spent all the same', async ({
    expect,
  }) => {
    const room = rooms.room();
    await goesBlind(room, { kind: 'rate-limited', retryAfterSeconds: null });
    expect(await told(room)).toMatchInlineSnapshot(`
      "I cannot see raxx-api-prod at HH:MM UTC: Heroku says we ask too often. v86 was made and stands. @Ana @Bo
      Recovery is unproven; I go on looking. By hand: \`heroku ps -a raxx-api-prod\`"
    `);
    await room.sees('bo', /five minutes are spent at .*we ask too often/);
  });
});
