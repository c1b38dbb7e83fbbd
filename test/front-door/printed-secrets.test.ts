/** T74: an app and its release command print secrets in four encodings; none of the bot's sinks ever holds one. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openRooms } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 1 });

/** Weak enough to be found by name or place only, strong enough to be found by itself. */
const canaries = [
  `canary${randomBytes(3).toString('hex')}`,
  `canary/${randomBytes(24).toString('base64')}`,
  `postgres://raxx:canary${randomBytes(3).toString('hex')}@db.example.com/app`,
];

const shapes = (canary: string): readonly string[] => [
  canary,
  Buffer.from(canary).toString('base64').replace(/=+$/, ''),
  encodeURIComponent(canary),
  JSON.stringify(JSON.stringify(canary)).slice(1, -1),
];

/** As programs print them. */
const printed = canaries
  .flatMap(shapes)
  .flatMap((shape) => [`DATABASE_PASSWORD=${shape}`, `{"api_key": "${shape.replaceAll('"', '')}"}`]);

/** Inside an address the password is what must go; the rest may be read. */
const secrets = canaries.map((canary) => /raxx:(.+)@db/.exec(canary)?.[1] ?? canary).flatMap(shapes);

test('what an app prints reaches people without its secrets', async () => {
  const { slack, heroku, database, logged } = rooms.stage();
  const room = rooms.room();
  const traceback = [
    'Traceback (most recent call last):',
    '  File "/app/signup/planted.py", line 7, in connect',
    `PlantedError: password=${canaries[0]}`,
  ];
  const lines = [...printed, ...traceback].map((text) => ({ from: 'app[web.1]', text }));
  heroku.control.logLines(room.app, lines);
  heroku.control.fault({
    on: 'rollback-post',
    app: room.app,
    modifiers: [
      {
        kind: 'release-command',
        outcome: 'fails',
        takesMs: 1_000,
        prints: [...printed, 'PLANTED: an ordinary line'],
      },
    ],
  });

  await room.asks('ana');
  expect((await room.approves('bo')).kind).toBe('closed');
  await room.becomes('failed');
  await room.sees('bo', /PLANTED: an ordinary line/);

  const dump = await everyRow();
  const sinks = {
    log: logged.join('\n'),
    slack: JSON.stringify(slack.journal.calls),
    read: room.reads('bo') + room.reads('ana') + JSON.stringify(slack.as('bo').directMessages()),
    database: dump,
  };
  expect(dump).toContain(room.app);
  for (const [sink, text] of Object.entries(sinks)) {
    expect({ sink, found: secrets.filter((secret) => text.includes(secret)) }).toEqual({ sink, found: [] });
  }

  async function everyRow(): Promise<string> {
    const tables = await database.pool.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const rows = await Promise.all(
      tables.rows.map(({ name }) => database.pool.query(`select t::text as row from ${name} as t`)),
    );
    return rows.flatMap((each) => each.rows.map((row) => JSON.stringify(row))).join('\n');
  }
});
