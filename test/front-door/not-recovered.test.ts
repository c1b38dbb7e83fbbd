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

/** The app's rows of the drill record, with what they refer to. */
async function recorded(room: Room): Promise<string> {
  const { rows } = await rooms.stage().database.pool.query<{ line: string }>({
    text: `select concat_ws(' | ', case when corrects is null then 'row' else 'correction' end, bad_release, rolled_to, outcome) as line
             from drill_record where app = $1 order by id`,
    values: [room.app],
  });
  return room.readable(rows.map(({ line }) => line).join('\n'));
}

async function audited(room: Room, action: string): Promise<readonly unknown[]> {
  const { rows } = await rooms.stage().database.pool.query<{ payload: unknown }>({
    text: 'select payload from audit where action = $1 and target_id = $2',
    values: [action, (await room.operation())['id']],
  });
  return rows.map(({ payload }) => payload);
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
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx
      [Still broken] [Note]"
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
    expect(room.reads('bo')).not.toContain('now that the rollback is live');
    expect(await says(room, /release command failed\. Dynos/)).toMatchInlineSnapshot(`
      "v86's release command failed. Dynos still run v85, the bad release. @Ana @Bo
      You are not rolled back. Output and options are in the thread.
      [Unlock deploys]"
    `);
    expect(await says(room, /release command printed/)).toMatchInlineSnapshot(`
      "What v86's release command printed last; all of it: \`heroku releases:output v86 -a raxx-api-prod\`
      \`\`\`
      INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.
      INFO  [alembic.runtime.migration] Will assume transactional DDL.
      FAILED tests/smoke/test_signup.py::test_signup_creates_account - assert 500 == 201
      1 failed, 13 passed in 3.41s
      release command exited with status 1
      \`\`\`"
    `);
    expect(await says(room, /^Options:/)).toMatchInlineSnapshot(`
      "Options: turn off what broke (flag or config var), or roll v85 forward; an older release runs its own command and may fail the same way.
      Or choose: [Older release] [Stop] [Escalate]
      [Older release] [Stop] [Escalate]"
    `);
    expect(await recorded(room)).toMatchInlineSnapshot(
      `"row | v85 | v84 | Failed — v86 appeared, its release command failed, dynos run v85"`,
    );
    expect(await says(room, /· FAILED ·/)).toMatchInlineSnapshot(`
      "*raxx-api-prod v85 → v84* · FAILED · M:SS
      ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC → v86
      ✗ Release v86: failed
      – Dynos on v86: 0 of 2
      – Smoke: not checked (503 before)
      Ended HH:MM:SS UTC
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx
      [Note]"
    `);
  });

  test('T40 fails, and the dynos run the new release all the same: dynos and smoke decide, and it is healthy', async ({
    expect,
  }) => {
    const { heroku } = rooms.stage();
    const room = rooms.room();
    await lands(room, { kind: 'release-command', outcome: 'hangs' });
    heroku.control.rules({ failedReleases: 'deployed-anyway' });
    heroku.control.endCommand(room.app, 86, 'fails');
    heroku.control.rules({ failedReleases: 'not-deployed' });
    await room.becomes('recovered');
    expect(await says(room, /is healthy on it/)).toMatchInlineSnapshot(`
      "v86's release command failed, and raxx-api-prod is healthy on it: 2 of 2 dynos up, smoke check passing. @Ana @Bo
      No further rollback is advised. Mend the command before the next deploy; its output is in the thread."
    `);
    await room.sees('bo', /release command printed/);
    expect(await says(room, /· RECOVERED ·/)).toMatchInlineSnapshot(`
      "*raxx-api-prod v85 → v84* · RECOVERED · M:SS
      ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC → v86
      ✗ Release v86: failed
      ✓ Dynos on v86: 2 of 2
      ✓ Smoke: 200 (503 before)
      ✓ Recovered HH:MM:SS UTC, held, confirmed
      Ended HH:MM:SS UTC
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx
      [Still broken] [Note]"
    `);
    expect(await recorded(room)).toMatchInlineSnapshot(
      `"row | v85 | v84 | Recovered — v86 appeared, its release command failed, 2 dynos up on it all the same, smoke check passing"`,
    );
    expect(await audited(room, 'rollback.recovered')).toMatchObject([{ releaseCommand: 'failed' }]);
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
      Not recovered; I go on checking. Choose: [Older release] [Stop] [Escalate]
      [Older release] [Stop] [Escalate]"
    `);
    await room.becomes('needs_human');
    expect(await says(room, /is not recovered, and the five minutes/)).toMatchInlineSnapshot(`
      "raxx-api-prod is not recovered, and the five minutes are spent at HH:MM UTC: web.1, web.2 crashed. @Ana @Bo
      v86 is live but not proven; I go on checking. Choose: [Older release] [Stop] [Escalate] or [Close]
      [Older release] [Stop] [Escalate] [Close]"
    `);
    expect(await says(room, /NEEDS A PERSON/)).toMatchInlineSnapshot(`
      "*raxx-api-prod v85 → v84* · NEEDS A PERSON · M:SS of 5:00
      ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC → v86
      ✓ Release v86 succeeded, command NN s
      ✗ Dynos on v86: 0 of 2, crashed: web.1, web.2
      – Smoke: not yet checked (503 before)
      Waiting for a person
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx
      [Still broken] [Note]"
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
      "raxx-console-prod is down again: web.1 crashed on v61 at HH:MM UTC, N min after recovery. @Ana @Bo
      Nothing more was done. Choose: [Older release] [Stop] [Escalate]
      [Older release] [Stop] [Escalate]"
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
    expect(await says(room, /dynos are up on v86, but/)).toMatchInlineSnapshot(`
      "raxx-api-prod's dynos are up on v86, but at HH:MM UTC the smoke check got 503. @Ana @Bo
      Not recovered; I go on checking. Choose: [Older release] [Stop] [Escalate]
      [Older release] [Stop] [Escalate]"
    `);
    await room.becomes('needs_human');
    const asked = await room.sees('bo', /is not recovered, and the five minutes/);
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
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx
      [Note]"
    `);
  });
});

describe.concurrent('the smoke check', () => {
  test('meets the origin guard: wrong URL, not an outage; fixed, it is proof', async ({ expect }) => {
    const { heroku } = rooms.stage();
    const room = rooms.room();
    heroku.control.blockFront(room.app, true);
    await lands(room);
    expect((await says(room, /^The smoke check got 403/)).replace(/http:\S+/, 'URL')).toMatchInlineSnapshot(`
      "The smoke check got 403 from the origin guard: wrong URL, not an outage. @Ana @Bo
      Recovery is unproven. Check URL"
    `);
    heroku.control.blockFront(room.app, false);
    await room.becomes('recovered');
  });

  test('gets a cached answer: no proof until it is a fresh one', async ({ expect }) => {
    const { heroku } = rooms.stage();
    const room = rooms.room();
    await lands(room);
    heroku.control.cache(room.app, 30);
    expect(await says(room, /✗ Smoke/)).toMatchInlineSnapshot(`
      "*raxx-api-prod v85 → v84* · SMOKE CHECK · M:SS of 5:00
      ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC → v86
      ✓ Release v86 succeeded, command NN s
      ✓ Dynos on v86: 2 of 2
      ✗ Smoke: 200 from a cache, which proves nothing (503 before)
      Next word by HH:MM UTC
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx
      [Still broken] [Note]"
    `);
    heroku.control.cache(room.app, null);
    await room.becomes('recovered');
  });
});
