/** Who is called, how and how often: by hand, by heroku.md's rules, by a pager; and that there is no digest once live. */
import { describe, expect, test } from 'vitest';
import type { Alert } from '../../rehearsal/pager/start.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms(
  { 'raxx-api-prod': 6 },
  { setUp: { change: { launch_phase: 'live' } }, receivers: true, times: { webhookLookMs: 50 } },
);
const OPERATORS = ['ana', 'bo', 'kim', 'kristerpher'] as const;
const MIN = 60_000;

function direct(room: Room, handle: string, pattern: RegExp): readonly string[] {
  return room
    .as(handle)
    .directMessages()
    .map(({ plain }) => plain)
    .filter((plain) => plain.includes(room.app) && pattern.test(plain))
    .map((plain) => room.readable(plain).replace(/\/p\d{16}/g, '/pTS'));
}

function inChannel(room: Room, pattern: RegExp): readonly string[] {
  return room
    .as('kim')
    .messages(room.channel)
    .map(({ plain }) => plain)
    .filter((plain) => pattern.test(plain));
}

function pager() {
  const { receivers } = rooms.stage();
  if (!receivers) throw new Error('no pager');
  return receivers.pager;
}

const alertOf = (room: Room): Alert | undefined =>
  pager()
    .alerts()
    .find(({ source }) => source === room.app);

/** An incident that nobody is deciding about. */
async function opened(): Promise<Room> {
  const room = rooms.room();
  await room.asks('ana');
  await room.as('ana').slash(room.channel, `/rollback cancel ${room.app}`);
  await room.becomes('cancelled');
  return room;
}

/** The next look for reasons to call people has been taken. */
async function looked(room: Room): Promise<void> {
  const { database, leap, slack } = rooms.stage();
  const due = async () => {
    const { rows } = await database.pool.query<{ due: Date }>({
      text: `select a.due_at as due from agenda a join incident i on i.id = a.incident_id where i.app = $1 and a.what = 'escalate'`,
      values: [room.app],
    });
    return rows[0]?.due.getTime() ?? 0;
  };
  const before = await due();
  await leap(5 * MIN);
  await slack.until(async () => (await due()) > before, 15_000, 'the next look');
}

test('live: each operator hears the texts at once, and nobody else', async () => {
  const room = rooms.room();
  await room.asks('ana');
  const { slack } = rooms.stage();
  const heard = () => OPERATORS.every((each) => direct(room, each, /^Incident open/).length === 1);
  await slack.until(heard, 10_000, 'the direct messages');
  expect(direct(room, 'kim', /^Incident open/)).toMatchInlineSnapshot(`
    [
      "Incident open: raxx-api-prod signup 500s since 02:58 UTC. Investigating. Started: HH:MM UTC
    open the thread (https://raxx.slack.com/archives/C0ROOM000000/pTS)",
    ]
  `);
  expect(direct(room, 'sue', /./)).toEqual([]);
});

describe('a person calls everybody', () => {
  test('in the thread, directly and by the pager, once for a reason, however often it is typed; closing ends the alert', async () => {
    const { slack } = rooms.stage();
    const room = await opened();
    const calls = () =>
      room.as('sue').slash(room.channel, `/incident escalate ${room.app} Checkout is DOWN!`);
    const answers = await Promise.all([calls(), calls()]);
    expect(answers.filter(({ notice }) => notice !== null)).toHaveLength(0);
    await slack.until(() => alertOf(room), 10_000, 'the alert');
    await slack.until(() => OPERATORS.every((each) => direct(room, each, /needs you/).length === 1), 10_000);
    const called = await room.sees('kim', /calls all operators/);
    expect(room.readable(called.plain)).toMatchInlineSnapshot(`
      "Sue calls all operators: Checkout is DOWN. @operators @Ana @Kristerpher
      Nothing more is done by itself. What happened is in this thread."
    `);
    expect(direct(room, 'bo', /needs you/)).toMatchInlineSnapshot(`
      [
        "Sue needs you for raxx-api-prod: Checkout is DOWN.
      open the thread (https://raxx.slack.com/archives/C0ROOM000001/pTS)",
      ]
    `);
    expect(room.readable(alertOf(room)?.summary ?? '')).toMatchInlineSnapshot(
      `"SEV-2 raxx-api-prod: Checkout is DOWN (signup 500s since 02:58 UTC)"`,
    );

    await room.as('sue').slash(room.channel, `/incident escalate ${room.app} checkout is down`);
    await room.sees('sue', /called everybody for that/);
    await room.as('sue').slash(room.channel, `/incident escalate ${room.app}`);
    await room.sees('sue', /Say why everybody is called/);
    expect(inChannel(room, /calls all operators/)).toHaveLength(1);
    expect(alertOf(room)).toMatchObject({ state: 'open', triggers: 1, severity: 'error' });
  });

  test('the pager is away: it is said, tried again, and taken in the end', async () => {
    const { slack } = rooms.stage();
    const room = await opened();
    pager().faults.add({ kind: 'answers', status: 500 }, 2);
    await room.as('kim').slash(room.channel, `/incident escalate ${room.app} disk full`);
    const said = await room.sees('kim', /paging service at .* has not taken it/);
    expect(said.plain).toContain('Call people by hand');
    await slack.until(() => alertOf(room), 20_000, 'the alert');
    await room.sees('kim', /has taken it now/);
  });
});

describe('heroku.md wakes people', () => {
  test('unreachable while Heroku is green: once; while its status cannot be read: said, and nobody is called', async () => {
    const { heroku, slack } = rooms.stage();
    const room = await opened();
    heroku.control.crash(room.app, 'web');
    heroku.control.fault({
      on: 'status-page',
      fate: { kind: 'error-before-acting', status: 503 },
      times: 'always',
    });
    await looked(room);
    const blind = await room.sees('bo', /status cannot be read/);
    expect(room.readable(blind.plain)).toMatchInlineSnapshot();
    expect(alertOf(room)).toBeUndefined();
    heroku.control.clearFaults();
    await looked(room);
    const called = await room.sees('bo', /^I call all operators/);
    expect(room.readable(called.plain)).toMatchInlineSnapshot();
    await slack.until(() => alertOf(room), 10_000, 'the alert');
    await looked(room);
    expect(inChannel(room, /^I call all operators/)).toHaveLength(1);
    expect(alertOf(room)).toMatchObject({ state: 'open', triggers: 1 });
  });

  test('a Heroku incident in the us region', async () => {
    const { heroku } = rooms.stage();
    const room = await opened();
    heroku.control.rules({ herokuIncident: 'Routing errors in the US region' });
    await looked(room);
    heroku.control.rules({ herokuIncident: null });
    const called = await room.sees('bo', /^I call all operators/);
    expect(room.readable(called.plain)).toMatchInlineSnapshot(`
      "I call all operators: Heroku has an incident that may reach the us region: Routing errors in the US region. @operators @Ana @Kristerpher
      heroku.md wakes the operator when: A Heroku incident is active (check https://status.heroku.com) that affects the us region. Nothing more is done by itself."
    `);
  });
});

test('nobody answers for two minutes: people are woken', async () => {
  const { leap, slack } = rooms.stage();
  const room = rooms.room();
  await room.asks('ana');
  await leap(2 * MIN);
  await slack.until(() => alertOf(room), 20_000, 'the alert');
  expect(room.readable(alertOf(room)?.summary ?? '')).toMatchInlineSnapshot(
    `"SEV-2 raxx-api-prod: nobody has answered the request of HH:MM UTC to roll back to v84 (signup 500s since 02:58 UTC)"`,
  );
});
