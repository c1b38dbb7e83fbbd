/** Who is called, how and how often: by hand, by heroku.md's rules, by a pager; and that there is no digest once live. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Alert } from '../../rehearsal/pager/start.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms(
  { 'raxx-api-prod': 13, 'raxx-api-staging': 1 },
  // Slower than elsewhere: nothing that is not leapt to falls due.
  {
    rate: 10,
    setUp: { change: { launch_phase: 'live', hold: '2s' } },
    receivers: true,
    times: { webhookLookMs: 50, sightLookMs: 200 },
  },
);
// The clock leaps for all of them: what is over has nothing coming any more.
afterEach(async () => {
  await rooms.stage().database.pool.query('delete from agenda');
});

const OPERATORS = ['ana', 'bo', 'kim', 'kristerpher'] as const;
const MIN = 60_000;

/** A link, or its name while its headline is not posted yet. */
function thread(plain: string): string {
  return plain.replace(/open the thread \(\S+\)|\b(Incident )?(in|rb)-[a-z0-9]{8}\b\.?/g, 'THREAD');
}

function direct(room: Room, handle: string, pattern: RegExp): readonly string[] {
  return room
    .as(handle)
    .directMessages()
    .map(({ plain }) => plain)
    .filter((plain) => plain.includes(room.app) && pattern.test(plain))
    .map((plain) => thread(room.readable(plain)));
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

/** As soon as the pager shows this: the newest reason stands there. */
async function woken(room: Room, pattern: RegExp): Promise<string> {
  const shows = () => pattern.exec(alertOf(room)?.summary ?? '')?.input;
  return room.readable(await rooms.stage().slack.until(shows, 40_000, `the alert: ${pattern}`));
}

/** An incident that nobody is deciding about. */
async function opened(): Promise<Room> {
  const room = rooms.room();
  await room.opensIncident('kim');
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
    THREAD",
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
      THREAD",
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

    await room.busy('bo', async () => {
      await room.as('bo').slash(room.channel, `/incident close ${room.app}`);
      const form = await slack.until(() => room.as('bo').modal(), 5_000, 'the form');
      await slack.until(() => !form.text().includes('Checking…'), 8_000, 'the form, filled in');
      await form.fill('resolution', 'resolution', 'it went away by itself');
      expect((await form.submit()).kind).toBe('closed');
    });
    await slack.until(() => alertOf(room)?.state === 'resolved', 10_000, 'the end of the alert');
    await room.as('sue').slash(room.channel, `/incident escalate ${room.app} again`);
    await room.sees('sue', /[Cc]losed/);
  });

  test('[Escalate] asks why, filled in with what is broken', async () => {
    const { slack } = rooms.stage();
    const room = await opened();
    const headline = await room.sees('sue', /Incident open[\s\S]*\[Escalate\]/);
    await room.busy('sue', async () => {
      await room.as('sue').tap(headline, 'incident.escalate');
      const form = await slack.until(() => room.as('sue').modal(), 5_000, 'the form');
      expect(room.readable(form.text())).toMatchInlineSnapshot(`
        "── Escalate ──
        *raxx-api-prod*: every operator is mentioned, messaged and, where a pager is set up, paged.
        Why is everybody needed?
          signup 500s since 02:58 UTC
          They read this first.
        [Not now] [Call everybody]"
      `);
      expect((await form.submit()).kind).toBe('closed');
    });
    await slack.until(() => alertOf(room), 10_000, 'the alert');
  });

  test('the pager is away: it is said, tried again, and taken in the end', async () => {
    const { slack } = rooms.stage();
    const room = await opened();
    pager().faults.add({ kind: 'answers', status: 500 }, 1_000, 'away');
    await room.as('kim').slash(room.channel, `/incident escalate ${room.app} disk full`);
    const said = await room.sees('kim', /paging service at .* has not taken the call/);
    expect(said.plain).toContain('Call people by hand');
    pager().faults.lift('away');
    await slack.until(() => alertOf(room), 20_000, 'the alert');
    await room.sees('kim', /has taken the call now/);
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
    expect(room.readable(blind.plain)).toMatchInlineSnapshot(`
      "raxx-api-prod cannot be reached, and Heroku's status cannot be read (it does not answer): whether Heroku is to blame I cannot say.
      Look at status.heroku.com. I look again every 5 min, and called nobody.
      [Escalate]"
    `);
    expect(alertOf(room)).toBeUndefined();
    heroku.control.clearFaults();
    await looked(room);
    const called = await room.sees('bo', /^I call all operators/);
    expect(room.readable(called.plain)).toMatchInlineSnapshot(`
      "I call all operators: raxx-api-prod cannot be reached (503) and Heroku is green: data or set-up may be broken, so somebody has to open the dashboard. @operators @Ana @Kristerpher
      heroku.md wakes the operator when: The Heroku app is unreachable AND Heroku status is green (possible data corruption or misconfiguration requiring dashboard access). Nothing more is done by itself."
    `);
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

test('R14 for half an hour, and a deploy that failed past its gate', async () => {
  const { heroku, leap, slack } = rooms.stage();
  const room = await opened();
  const r14 = { from: 'heroku[web.1]', text: 'Error R14 (Memory quota exceeded)' };
  const { version } = heroku.control.release(room.app, 'ben@raxx.app', {
    kind: 'deploy',
    commit: 'c0ffee12',
  });
  heroku.control.endCommand(room.app, version, 'fails');
  heroku.control.logLines(room.app, [r14]);
  await looked(room);
  const failed = await room.sees('bo', /failed past its gate/);
  expect(room.readable(failed.plain)).toMatchInlineSnapshot(`
    "I call all operators: a deploy of raxx-api-prod failed past its gate: v86 (Deploy c0ffee12). @operators @Ana @Kristerpher
    heroku.md wakes the operator when: A production deploy run fails after the required-reviewer gate has been passed (indicates a deploy-time failure, not a gate failure). Nothing more is done by itself."
  `);
  const isLoggedAfter = async (...minutes: readonly number[]) => {
    for (const each of minutes) {
      await leap(each * MIN);
      heroku.control.logLines(room.app, [r14]);
    }
  };
  await isLoggedAfter(13, 13);
  await looked(room);
  const goesOn = await room.sees('bo', /logs Error R14/);
  expect(room.readable(goesOn.plain).replace(/since \d\d:\d\d/, 'since HH:MM')).toMatchInlineSnapshot(`
    "I call all operators: raxx-api-prod logs Error R14 (memory) since HH:MM UTC, longer than 30 min. @operators @Ana @Kristerpher
    heroku.md wakes the operator when: heroku logs shows Error R14 (memory) or repeated Error R10 (boot timeout) and the standard fixes do not resolve within 30 min. Nothing more is done by itself."
  `);
  // Over; then it begins anew, which is no reason until that has lasted too.
  await isLoggedAfter(40);
  await looked(room);
  expect(inChannel(room, /logs Error R14/)).toHaveLength(1);
  await isLoggedAfter(13, 13);
  await looked(room);
  await slack.until(() => inChannel(room, /logs Error R14/).length === 2, 10_000, 'the second call');
});

test('staging: the thread is told why one might, and nobody is called', async () => {
  const { heroku } = rooms.stage();
  const room = rooms.room('raxx-api-staging');
  await room.opensIncident('kim');
  heroku.control.crash(room.app, 'web');
  await looked(room);
  const offer = await room.sees('bo', /^Reason to call everybody/);
  expect(room.readable(offer.plain)).toMatchInlineSnapshot(`
    "Reason to call everybody: raxx-api-staging cannot be reached (503) and Heroku is green: data or set-up may be broken, so somebody has to open the dashboard.
    It is not production, so I called nobody: [Escalate] does.
    [Escalate]"
  `);
  expect(alertOf(room)).toBeUndefined();
});

describe('a rollback wakes people', () => {
  test('Heroku did not confirm it, and nothing is seen of it for 90 seconds', async () => {
    const { heroku } = rooms.stage();
    const room = rooms.room();
    const fate = { kind: 'reset-before-acting' } as const;
    heroku.control.fault({ on: 'rollback-post', app: room.app, fate });
    await room.asks('ana');
    await room.approves('bo');
    await room.becomes('needs_human', 40_000);
    expect(await woken(room, /did not confirm/)).toMatchInlineSnapshot(
      `"SEV-2 raxx-api-prod: Heroku did not confirm the rollback to v84, and somebody has to decide (signup 500s since 02:58 UTC)"`,
    );
  });

  test('it crashes after recovery', async () => {
    const { heroku } = rooms.stage();
    const room = rooms.room();
    await room.asks('ana');
    await room.approves('bo');
    await room.becomes('recovered', 60_000);
    heroku.control.crash(room.app, 'web');
    expect(await woken(room, /down again/)).toMatchInlineSnapshot(
      `"SEV-2 raxx-api-prod: down again on v86 after recovery (signup 500s since 02:58 UTC)"`,
    );
  });
});

test('nobody answers for two minutes: people are woken', async () => {
  const { leap } = rooms.stage();
  const room = rooms.room();
  await room.asks('ana');
  await leap(2 * MIN);
  expect(await woken(room, /nobody has answered/)).toMatchInlineSnapshot(
    `"SEV-2 raxx-api-prod: nobody has answered the request of HH:MM UTC to roll back to v84 (signup 500s since 02:58 UTC)"`,
  );
});

describe('ten minutes without a decision', () => {
  test('what the likely rollback would be is said, once, to whoever leads; [Roll back] opens its form', async () => {
    const { leap, slack, heroku } = rooms.stage();
    const room = await opened();
    const blind = rooms.room();
    // Support leads, and may ask for no rollback.
    await blind.opensIncident('sue', (form) =>
      slack
        .until(() => !form.text().includes('Sue'), 5_000, 'nobody')
        .then(() => form.pickUser('commander-1', 'commander', 'sue')),
    );
    heroku.control.fault({
      on: 'releases-read',
      app: blind.app,
      fate: { kind: 'error-before-acting', status: 503 },
      times: 'always',
    });
    await leap(10 * MIN);
    const nudge = await room.sees('kim', /^Ten minutes of SEV-2/);
    expect(room.readable(nudge.plain)).toMatchInlineSnapshot(`
      "Ten minutes of SEV-2 on raxx-api-prod, and no rollback was asked for. The likely rollback is v85 → v84. @Kim
      *CLEAR* · 2/2 dynos crashed · smoke 503 · H10: N since v85, 0 before · tracebacks: N since v85, 0 before
      *Roll back*: dynos crash, smoke fails, errors since v85.
      Nothing was asked or sent: [Roll back] opens the form, filled in.
      [Roll back]"
    `);
    const unseen = await blind.sees('kim', /^Ten minutes of SEV-2/);
    expect(blind.readable(unseen.plain)).toMatchInlineSnapshot(`
      "Ten minutes of SEV-2 on raxx-api-prod, and no rollback was asked for. What a rollback would do I cannot say: @operators @Sue @Ana @Kristerpher
      I could not read raxx-api-prod's releases: Heroku cannot be reached. Nothing was done.
      Try again in a moment, or look yourself: \`heroku releases -a raxx-api-prod\`
      [Roll back]"
    `);
    await room.busy('bo', async () => {
      await room.fills('bo', () => room.as('bo').tap(nudge, 'incident.roll-back'));
      const form = await slack.until(() => room.as('bo').modal(), 5_000, 'the form');
      expect(form.text()).toMatch(/v85 → v84[\s\S]*signup 500s since 02:58 UTC/);
      expect((await form.submit()).kind).toBe('closed');
    });
    await leap(20 * MIN);
    await looked(room);
    expect(inChannel(room, /^Ten minutes of SEV-2/)).toHaveLength(1);
  });

  test('somebody has decided: nothing is said', async () => {
    const { leap } = rooms.stage();
    const room = rooms.room();
    await room.asks('ana');
    await leap(11 * MIN);
    await looked(room);
    expect(inChannel(room, /^Ten minutes of SEV-2/)).toEqual([]);
  });
});

test('the pager’s key is in no log and no row', async () => {
  const { database, logged, slack } = rooms.stage();
  const { routingKey } = pager();
  expect(pager().refused()).toEqual([]);
  const { rows } = await database.pool.query<{ body: string }>(
    'select body::text as body from webhook_delivery',
  );
  expect(rows.length).toBeGreaterThan(0);
  const written = [
    ...rows.map(({ body }) => body),
    ...logged,
    JSON.stringify(slack.as('kim').directMessages()),
  ];
  expect(written.filter((text) => text.includes(routingKey))).toEqual([]);
});
