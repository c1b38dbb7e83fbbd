/** Sent, and not well: what people are told while recovery is not proven, and when it does not last (rulings 6 and 13). */
import { describe, test } from 'vitest';
import type { Modifier } from '../../rehearsal/heroku/faults.ts';
import { openRooms, type Room } from './rooms.ts';

// A hold long enough for something to happen in it on a busy machine.
const rooms = openRooms(
  { 'raxx-api-prod': 8, 'raxx-console-prod': 1 },
  { setUp: { change: { hold: '60s' } } },
);

/** Asked, approved and landed as v86; its release or dynos behave like this. */
async function lands(room: Room, ...modifiers: readonly Modifier[]): Promise<void> {
  rooms.stage().heroku.control.fault({ on: 'rollback-post', app: room.app, modifiers: [...modifiers] });
  await room.asks('ana');
  const sent = await room.approves('bo');
  if (sent.kind !== 'closed') throw new Error(sent.kind);
  await rooms.stage().slack.until(() => room.posts().length === 1, 10_000, `the POST for ${room.app}`);
}

async function says(room: Room, pattern: RegExp): Promise<string> {
  return room.readable((await room.sees('bo', pattern)).plain);
}

describe.concurrent('the release command', () => {
  test('takes long: the card is live, people hear at two minutes that it is not over, and then it is', async ({
    expect,
  }) => {
    const { heroku } = rooms.stage();
    const room = rooms.room();
    await lands(room, { kind: 'release-command', outcome: 'hangs' });
    expect(await says(room, /RELEASE COMMAND/)).toMatchInlineSnapshot(`
      "*raxx-api-prod v85 → v84* · RELEASE COMMAND · M:SS of 5:00
      ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC → v86
      … Release v86: pending
      … Dynos on v86: not read yet
      – Smoke: not yet checked (503 before)
      Next word by HH:MM UTC
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx"
    `);
    expect(room.card().plain).not.toContain('[Review]');
    expect(await says(room, /is not verified yet.*release command/)).toMatchInlineSnapshot(`
      "raxx-api-prod is not verified yet at HH:MM UTC: the release command is still running. @Ana @Bo
      I go on looking. By hand: \`heroku ps -a raxx-api-prod\`"
    `);
    heroku.control.endCommand(room.app, 86, 'succeeds');
    await room.becomes('recovered');
  });

  test('fails, and Heroku keeps the bad release running: not rolled back, and why can be read', async ({
    expect,
  }) => {
    const room = rooms.room();
    await lands(room, { kind: 'release-command', outcome: 'fails', takesMs: 5_000 });
    await room.becomes('failed');
    expect(await says(room, /release command failed/)).toMatchInlineSnapshot(`
      "v86's release command failed. Dynos still run v85, the bad release. @Ana @Bo
      You are not rolled back. See why: \`heroku releases:output v86 -a raxx-api-prod\`"
    `);
    expect(await says(room, /· FAILED ·/)).toMatchInlineSnapshot(`
      "*raxx-api-prod v85 → v84* · FAILED · M:SS
      ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC → v86
      ✗ Release v86: failed
      – Dynos on v86: 0 of 2
      – Smoke: not checked (503 before)
      Ended HH:MM:SS UTC
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx"
    `);
  });

  test('fails, and the dynos run the new release all the same: a person decides', async ({ expect }) => {
    const { heroku } = rooms.stage();
    const room = rooms.room();
    await lands(room, { kind: 'release-command', outcome: 'hangs' });
    heroku.control.rules({ failedReleases: 'deployed-anyway' });
    heroku.control.endCommand(room.app, 86, 'fails');
    heroku.control.rules({ failedReleases: 'not-deployed' });
    await room.becomes('needs_human');
    const asked = await room.sees('bo', /\[Close\]/);
    expect(room.readable(asked.plain)).toMatchInlineSnapshot(`
      "v86's release command failed, yet the dynos run v86. @Ana @Bo
      Read its output before deciding: \`heroku releases:output v86 -a raxx-api-prod\`. I go on checking; [Close] ends that.
      [Close]"
    `);
    await room.as('bo').tap(asked, 'rollback.close');
    await room.becomes('closed');
    expect(await says(room, /^Closed by/)).toMatchInlineSnapshot(`
      "Closed by Bo at HH:MM UTC: raxx-api-prod v85 → v84. @Ana @Bo
      v86 is live but was not proven: see \`heroku ps -a raxx-api-prod\`"
    `);
  });
});

describe.concurrent('the dynos', () => {
  test('crash while recovery is held: it is not confirmed, and after five minutes a person is asked', async ({
    expect,
  }) => {
    const { heroku, slack } = rooms.stage();
    const room = rooms.room();
    await lands(room);
    await slack.until(async () => (await room.operation())['recovered_at'], 20_000, 'the hold to begin');
    heroku.control.crash(room.app, 'web');
    expect(await says(room, /was up and is not any more/)).toMatchInlineSnapshot(`
      "raxx-api-prod was up and is not any more at HH:MM UTC: web.1, web.2 crashed. @Ana @Bo
      Recovery is not confirmed. I go on looking."
    `);
    await room.becomes('needs_human');
    expect(await says(room, /five minutes are spent/)).toMatchInlineSnapshot(`
      "raxx-api-prod is not recovered, and the five minutes are spent at HH:MM UTC. v86 is live but not proven. @Ana @Bo
      An older release: \`/rollback raxx-api-prod\` after [Close]. I go on checking meanwhile.
      [Close]"
    `);
    expect(await says(room, /NEEDS A PERSON/)).toMatchInlineSnapshot(`
      "*raxx-api-prod v85 → v84* · NEEDS A PERSON · M:SS of 5:00
      ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC → v86
      ✓ Release v86 succeeded, command NN s
      ✗ Dynos on v86: 0 of 2, crashed: web.1, web.2
      – Smoke: not yet checked (503 before)
      Waiting for a person
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx"
    `);
    expect(room.as('bo').find(room.channel, /Rollback confirmed/)).toBeNull();
  });

  test('crash after it was confirmed: people hear at once, and the record is corrected by a row', async ({
    expect,
  }) => {
    const { heroku, database } = rooms.stage();
    const room = rooms.room('raxx-console-prod');
    await room.asks('ana', 'v59 page is empty');
    await room.approves('bo');
    await room.becomes('recovered');
    heroku.control.crash(room.app, 'web.1');
    expect(await says(room, /is down again/)).toMatchInlineSnapshot(`
      "raxx-console-prod is down again: web.1 crashed on v61 at HH:MM UTC, M:SS after recovery. @Ana @Bo
      Nothing more was done. An older release: \`/rollback raxx-console-prod\`"
    `);
    const rows = await database.pool.query({
      text: `select corrects is null as original, bad_release, rolled_to, outcome from drill_record where app = $1 order by id`,
      values: [room.app],
    });
    expect(rows.rows).toMatchInlineSnapshot(`
      [
        {
          "bad_release": "v60",
          "original": true,
          "outcome": "Success — v61 appeared, dyno up, smoke check passing",
          "rolled_to": "v59",
        },
        {
          "bad_release": "v60",
          "original": false,
          "outcome": "web.1 crashed on v61 after recovery",
          "rolled_to": "v59",
        },
      ]
    `);
    await room.as('ana').slash(room.channel, `/drill record ${room.app}`);
    const record = await room.sees('ana', /Correction of row/);
    expect(
      room
        .readable(record.plain)
        .replace(/\| (<1|\d+) \|/g, '| N |')
        .replace(/of row \d+/g, 'of row N'),
    ).toMatchInlineSnapshot(`
      "\`\`\`
      | Date (UTC) | App | Operator | Bad release | Rolled to | Wall-clock (min) | Outcome |
      |---|---|---|---|---|---|---|
      | YYYY-MM-DD HH:MM:SS UTC | raxx-console-prod | Ana (approved by Bo) | v60 | v59 | N | Success — v61 appeared, dyno up, smoke check passing |
      | YYYY-MM-DD HH:MM:SS UTC | raxx-console-prod | Ana (approved by Bo) | v60 | v59 | N | Correction of row N: web.1 crashed on v61 after recovery |
      \`\`\`"
    `);
  });

  test('are up and answer errors: smoke says so until five minutes are spent', async ({ expect }) => {
    const room = rooms.room();
    await lands(room, { kind: 'serves-errors' });
    expect(await says(room, /is not verified yet.*got 503/)).toMatchInlineSnapshot(`
      "raxx-api-prod is not verified yet at HH:MM UTC: the smoke check got 503. @Ana @Bo
      I go on looking. By hand: \`heroku ps -a raxx-api-prod\`"
    `);
    await room.becomes('needs_human');
    const asked = await room.sees('bo', /five minutes are spent/);
    await room.as('kim').tap(asked, 'rollback.close');
    await room.becomes('closed');
    expect(await says(room, /· CLOSED ·/)).toMatchInlineSnapshot(`
      "*raxx-api-prod v85 → v84* · CLOSED · M:SS
      ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC → v86
      ✓ Release v86 succeeded, command NN s
      ✓ Dynos on v86: 2 of 2
      ✗ Smoke: 503 (503 before)
      ✗ Closed by Kim HH:MM:SS UTC
      Ended HH:MM:SS UTC
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx"
    `);
  });
});

describe.concurrent('the smoke check', () => {
  test('meets the origin guard: wrong URL, not an outage; fixed, it is proof', async ({ expect }) => {
    const { heroku } = rooms.stage();
    const room = rooms.room();
    heroku.control.blockFront(room.app, true);
    await lands(room);
    expect(await says(room, /is not verified yet.*origin guard/)).toMatchInlineSnapshot(`
      "raxx-api-prod is not verified yet at HH:MM UTC: the smoke check got 403 from the origin guard: wrong URL, not an outage. @Ana @Bo
      Recovery is unproven. Look at the app yourself; its smoke URL in config/switchback.yaml must be the fronted one."
    `);
    heroku.control.blockFront(room.app, false);
    await room.becomes('recovered');
  });

  test('gets a cached answer: no proof until it is a fresh one', async ({ expect }) => {
    const { heroku } = rooms.stage();
    const room = rooms.room();
    await lands(room);
    heroku.control.cache(room.app, 30);
    expect(await says(room, /is not verified yet.*cached/)).toMatchInlineSnapshot(`
      "raxx-api-prod is not verified yet at HH:MM UTC: the smoke check got a cached answer, which proves nothing. @Ana @Bo
      I go on looking. By hand: \`heroku ps -a raxx-api-prod\`"
    `);
    expect(await says(room, /✗ Smoke/)).toMatchInlineSnapshot(`
      "*raxx-api-prod v85 → v84* · SMOKE CHECK · M:SS of 5:00
      ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC → v86
      ✓ Release v86 succeeded, command NN s
      ✓ Dynos on v86: 2 of 2
      ✗ Smoke: 200 from a cache, which proves nothing (503 before)
      Next word by HH:MM UTC
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx"
    `);
    heroku.control.cache(room.app, null);
    await room.becomes('recovered');
  });
});
