/** What the timeline learns by itself: releases, flags, dynos and locks of an open incident's app. */
import { beforeAll, test } from 'vitest';
import { incidentDesk } from './incident-desk.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 2, 'raxx-console-prod': 2 }, { times: { sightLookMs: 200 } });
const desk = incidentDesk(rooms);

// Two processes look, and each thing is told once.
beforeAll(async () => {
  await rooms.stage().another();
}, 60_000);

interface Line {
  readonly kind: string;
  readonly actor: string;
  readonly text: string;
}

async function lines(room: Room, ...kinds: readonly string[]): Promise<readonly string[]> {
  const { rows } = await rooms.stage().database.pool.query({
    text: `select e.kind, e.actor, e.text from timeline_entry e join incident i on i.id = e.incident_id
            where i.app = $1 and e.kind = any($2) order by e.happened_at, e.id`,
    values: [room.app, kinds],
  });
  return (rows as Line[]).map(({ kind, actor, text }) =>
    room.readable(`${kind} · ${actor}: ${text}`).replace(/since \d\d:\d\d/g, 'since HH:MM'),
  );
}

async function looked(room: Room): Promise<void> {
  await rooms.stage().slack.until(
    async () => {
      const { rows } = await rooms.stage().database.pool.query({
        text: `select 1 from incident_sight where app = $1 and seen is not null`,
        values: [room.app],
      });
      return rows.length > 0;
    },
    20_000,
    `a look at ${room.app}`,
  );
}

/** How often the threads say so. */
function said(room: Room, pattern: RegExp): number {
  return room
    .as('bo')
    .messages(room.channel)
    .flatMap(({ plain }) => plain.split('\n'))
    .filter((line) => pattern.test(line)).length;
}

test.concurrent('releases between two looks, a flag, a crash, and that all are up again: in the thread too, once', async ({
  expect,
}) => {
  const room = rooms.room('raxx-console-prod');
  const { heroku, slack, database } = rooms.stage();
  await room.opensIncident('ana');
  await looked(room);
  await room.sees('bo', /^Incident open[\s\S]* runs v60 \(seen \d\d:\d\d UTC\)/);
  const by = 'kristerpher@raxx.app';
  for (const name of ['LOG_LEVEL', 'FLAG_SESSION_AUTH_MIDDLEWARE'])
    heroku.control.release(room.app, by, { kind: 'config', name });
  await room.sees('bo', /web dynos? (is|are) up on v\d+/);
  heroku.control.crash(room.app, 'web.1');
  await room.sees('bo', /web\.1 crashed on/);
  await room.busy('bo', async () => {
    const form = await room.fills('bo', () =>
      room.as('bo').slash(room.channel, `/incident close ${room.app}`),
    );
    expect(room.readable(form.text())).toContain('⚠ Crashed when I last looked: raxx-console-prod web.1.');
    await form.close();
  });
  // Which restarts it.
  heroku.control.release(room.app, by, { kind: 'config', name: 'LOG_LEVEL' });
  await slack.until(() => said(room, /web dynos? (is|are) up on/) === 2, 60_000, 'up again');
  await room.as('ana').slash(room.channel, `/ops lock ${room.app} freeze while we look`);
  await room.sees('bo', /UTC Ana: Deploys of .* locked: freeze/);
  expect((await lines(room, 'release', 'flip', 'dyno', 'lock')).join('\n')).toMatchInlineSnapshot(`
    "release · kristerpher@raxx.app: raxx-console-prod v61: Set LOG_LEVEL config vars.
    flip · kristerpher@raxx.app: raxx-console-prod v62 changed FLAG_SESSION_AUTH_MIDDLEWARE: Set FLAG_SESSION_AUTH_MIDDLEWARE config vars.
    dyno · Heroku: raxx-console-prod: the web dyno is up on v62.
    dyno · Heroku: raxx-console-prod web.1 crashed on v62.
    release · kristerpher@raxx.app: raxx-console-prod v63: Set LOG_LEVEL config vars.
    dyno · Heroku: raxx-console-prod: the web dyno is up on v63.
    lock · Ana: Deploys of raxx-console-prod locked: freeze while we look"
  `);
  expect(said(room, /v61: Set LOG_LEVEL/)).toBe(1);
  const { rows } = await database.pool.query({
    text: `select count(*)::int as n from outbox where key like 'incident/' || (select id from incident where app = $1) || '/look/%'`,
    values: [room.app],
  });
  expect(rows[0]?.n).toBeGreaterThan(1);
});

test.concurrent('it began earlier than was said: the release that did it comes into the timeline, and the thread, once', async ({
  expect,
}) => {
  const room = rooms.room('raxx-console-prod');
  const { heroku, now } = rooms.stage();
  const by = 'kristerpher@raxx.app';
  const began = new Date(now().getTime() - 60_000).toISOString();
  heroku.control.release(room.app, by, { kind: 'config', name: 'SESSION_TTL' });
  const head = await desk.opened(room, 'bo');
  await looked(room);
  heroku.control.release(room.app, by, { kind: 'config', name: 'LOG_LEVEL' });
  await room.sees('bo', /v62: Set LOG_LEVEL/);
  expect(said(room, /SESSION_TTL/)).toBe(0);
  await room.busy('bo', async () => {
    const form = await room.fills('bo', () => room.as('bo').tap(head, 'incident.update'));
    await form.pickDate('date', 'date', began.slice(0, 10));
    await form.pickTime('time', 'time', began.slice(11, 16));
    expect((await form.submit()).kind).toBe('closed');
  });
  await room.sees('bo', /v61: Set SESSION_TTL/);
  expect((await lines(room, 'release')).join('\n')).toMatchInlineSnapshot(`
    "release · kristerpher@raxx.app: raxx-console-prod v61: Set SESSION_TTL config vars.
    release · kristerpher@raxx.app: raxx-console-prod v62: Set LOG_LEVEL config vars."
  `);
  expect(said(room, /Set LOG_LEVEL/)).toBe(1);
});

test.concurrent('what an operation made is told by the operation alone', async ({ expect }) => {
  const room = rooms.room();
  await room.asks('ana');
  await room.approves('bo');
  await room.becomes('recovered');
  await room.sees('bo', /all 2 web dynos are up on v86/, 40_000);
  expect(await lines(room, 'release', 'flip')).toEqual([]);
  expect((await lines(room, 'operation')).filter((line) => line.includes('Heroku made v86'))).toHaveLength(1);
});

test.concurrent('Heroku cannot be read for ten minutes: said once, and what was missed is told afterwards', async ({
  expect,
}) => {
  const room = rooms.room();
  const { heroku, slack, database } = rooms.stage();
  await room.opensIncident('ana');
  await looked(room);
  heroku.control.fault({
    on: ['releases-read', 'dynos-read'],
    app: room.app,
    times: 1_000,
    fate: { kind: 'error-before-acting', status: 503 },
  });
  heroku.control.release(room.app, 'kristerpher@raxx.app', { kind: 'config', name: 'LOG_LEVEL' });
  const blindSince = async () => {
    const { rows } = await database.pool.query({
      text: `update incident_sight set blind_since = blind_since - interval '10 min'
              where app = $1 and blind_since is not null returning app`,
      values: [room.app],
    });
    return rows.length > 0;
  };
  await slack.until(blindSince, 20_000, 'a look that fails');
  await room.sees('bo', /I have not seen/);
  heroku.control.clearFaults(room.app);
  await room.sees('bo', /v86: Set LOG_LEVEL/);
  expect((await lines(room, 'release', 'dyno')).join('\n')).toMatchInlineSnapshot(`
    "dyno · Heroku: raxx-api-prod web.1, web.2 crashed on v85.
    release · kristerpher@raxx.app: raxx-api-prod v86: Set LOG_LEVEL config vars.
    dyno · Switchback: I have not seen raxx-api-prod since HH:MM UTC: Heroku cannot be reached. Look yourself; I go on trying.
    dyno · Switchback: I see raxx-api-prod again."
  `);
  expect(said(room, /I have not seen/)).toBe(1);
});
