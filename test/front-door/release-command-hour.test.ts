/** T42: a release command may take its hour, after which Heroku ends it. What the bot says and does on either side of it. */
import { test } from 'vitest';
import { openRooms, type Room } from './rooms.ts';

// Slow enough that a minute of the story is not over while something is looked for.
const rooms = openRooms({ 'raxx-api-prod': 4 }, { rate: 2, setUp: { change: { hold: '2s' } } });
const MINUTE_MS = 60_000;
/** A leap is an hour's sleep to the bot: it looks again within this many seconds. */
const PATIENCE_MS = 30_000;

async function says(room: Room, pattern: RegExp): Promise<string> {
  return room.readable((await room.sees('bo', pattern, PATIENCE_MS)).plain);
}

/** Landed as v86; its release command still runs so many minutes after the send, and the bot has looked since. */
async function pendingFor(room: Room, minutes: number): Promise<void> {
  const { heroku, leap, slack, database } = rooms.stage();
  const command = { kind: 'release-command', outcome: 'hangs' } as const;
  heroku.control.fault({ on: 'rollback-post', app: room.app, modifiers: [command] });
  await room.asks('ana');
  await room.approves('bo');
  await room.becomes('verifying');
  const { rows } = await database.pool.query<{ since: number }>({
    text: `select extract(epoch from switchback_now() - sent_at)::float8 * 1000 as since from operation where app = $1`,
    values: [room.app],
  });
  await leap(minutes * MINUTE_MS - (rows[0]?.since ?? 0));
  const looks = () => heroku.control.journal.requests('release-read').length;
  const before = looks();
  await slack.until(() => looks() > before + 1, PATIENCE_MS, 'two looks since');
}

async function statusOf(room: Room): Promise<unknown> {
  return (await room.operation())['status'];
}

/** What people were told while it was not over. */
function words(room: Room): string {
  const told = room
    .as('bo')
    .messages(room.channel)
    .filter(({ plain }) => /is not (verified|recovered)/.test(plain));
  return room.readable(told.map(({ plain }) => plain).join('\n\n'));
}

test('at 59 minutes it is waited for, nobody is asked to decide, and it ends well', async ({ expect }) => {
  const { heroku } = rooms.stage();
  const room = rooms.room();
  await pendingFor(room, 59);
  expect(await statusOf(room)).toBe('verifying');
  await room.sees('bo', /The five minutes are spent/, PATIENCE_MS);
  expect(words(room)).toMatchInlineSnapshot(`
    "The five minutes are spent at HH:MM UTC and raxx-api-prod is not recovered: the release command is still running. @Ana @Bo
    I go on looking, and ask you if it does not recover. By hand: \`heroku ps -a raxx-api-prod\`"
  `);
  expect(await says(room, /RELEASE COMMAND · (?:59|60):/)).toMatchInlineSnapshot(`
    "*raxx-api-prod v85 → v84* · RELEASE COMMAND · M:SS of 5:00
    ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC → v86
    … Release v86: pending
    … Dynos on v86: not read yet
    – Smoke: not yet checked (503 before)
    Next word by HH:MM UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx
    [Still broken] [Note]"
  `);
  heroku.control.endCommand(room.app, 86, 'succeeds');
  await room.becomes('recovered', PATIENCE_MS);
  expect(room.posts()).toEqual(['answered, acted']);
});

test('at 61 minutes it has just succeeded: its dynos are given the time to start, and it ends well', async ({
  expect,
}) => {
  const { heroku } = rooms.stage();
  const room = rooms.room();
  await pendingFor(room, 61);
  heroku.control.endCommand(room.app, 86, 'succeeds');
  await room.becomes('recovered', PATIENCE_MS);
  expect(room.posts()).toEqual(['answered, acted']);
});

test('at 61 minutes Heroku has ended it: the old release runs, and that is said', async ({ expect }) => {
  const { heroku } = rooms.stage();
  const room = rooms.room();
  await pendingFor(room, 61);
  expect(await statusOf(room)).toBe('verifying');
  heroku.control.endCommand(room.app, 86, 'fails');
  await room.becomes('failed', PATIENCE_MS);
  expect(await says(room, /release command failed\. Dynos/)).toMatchInlineSnapshot(`
    "v86's release command failed. Dynos still run v85, the bad release. @Ana @Bo
    You are not rolled back. Output and options are in the thread.
    [Unlock deploys]"
  `);
  expect(room.posts()).toEqual(['answered, acted']);
});

test('at 61 minutes Heroku still says pending: five more, then it is closed as not proven, and why', async ({
  expect,
}) => {
  const { leap } = rooms.stage();
  const room = rooms.room();
  await pendingFor(room, 61);
  expect(await statusOf(room)).toBe('verifying');
  expect(await says(room, /RELEASE COMMAND · 6[12]:/)).toMatch(/Next word by HH:MM UTC/);
  await leap(5 * MINUTE_MS);
  await room.becomes('closed', PATIENCE_MS);
  expect(await says(room, /^Closed by itself/)).toMatchInlineSnapshot(`
    "Closed by itself: v86's release command has not ended in 65 minutes, and Heroku gives it 60. raxx-api-prod v85 → v84 is NOT proven rolled back. @Ana @Bo
    CI may not deploy v85 again until somebody unlocks. Look at \`heroku ps -a raxx-api-prod\` and \`heroku releases -a raxx-api-prod\` now.
    [Unlock deploys]"
  `);
  expect(room.posts()).toEqual(['answered, acted']);
});
