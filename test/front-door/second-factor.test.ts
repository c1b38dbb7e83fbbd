/** Second factors from the first key to the last resort, and what somebody else's guesses come to (T22 to T24). */
import { beforeAll, expect, test } from 'vitest';
import { codeShown } from '../../rehearsal/slack/people/authenticator.ts';
import type { Modal } from '../../rehearsal/slack/people/modal.ts';
import { authenticators } from './authenticators.ts';
import { clicker } from './clicks.ts';
import { openRooms } from './rooms.ts';

const PUBLIC = 'https://switchback.example';
const rooms = openRooms(
  { 'raxx-api-prod': 3 },
  {
    rate: 10,
    setUp: {
      apps: { 'raxx-api-prod': { approval: 'solo', solo_after: null } },
      change: { public_url: `${PUBLIC}/` },
    },
  },
);
const phones = authenticators(rooms);
const { caught, clicks, twoDoors } = clicker(rooms);
const canaries: string[] = [];

beforeAll(async () => {
  canaries.push(await phones.sets('ana', 'ops'));
});

async function opsTotp(handle: string, typed = '/ops totp'): Promise<Modal> {
  const { slack } = rooms.stage();
  await slack.as(handle).slash('ops', typed);
  const modal = await slack.until(() => slack.as(handle).modal(), 5_000, 'the form');
  await slack.until(
    () => !modal.text().includes('Making a key'),
    5_000,
    () => modal.text(),
  );
  return modal;
}

function keyIn(text: string): string {
  const key = /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/.exec(text)?.[0];
  if (key === undefined) throw new Error(`no key in ${text}`);
  canaries.push(key);
  return key;
}

function hidden(text: string): string {
  return text
    .replaceAll(/(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/g, 'KEY')
    .replaceAll(/[A-Z2-7]{32}/g, 'KEY')
    .replaceAll(/totp\/[\w-]{43}/g, 'totp/TOKEN');
}

/** What this person is told alone after a command. */
async function hears(handle: string, typed: string): Promise<string> {
  const { slack } = rooms.stage();
  const seen = slack.as(handle).messages('ops').length;
  await slack.as(handle).slash('ops', typed);
  const said = await slack.until(
    () =>
      slack
        .as(handle)
        .messages('ops')
        .slice(seen)
        .find(({ ephemeralFor }) => ephemeralFor !== null),
    5_000,
    'an answer',
  );
  return said.plain;
}

test('T24: Bo sets one up: the key once, a page once, the first code; everybody sees that he did', async () => {
  const { slack, bot, now } = rooms.stage();
  const modal = await opsTotp('bo');
  expect(hidden(modal.text())).toMatchInlineSnapshot(`
    "── Second factor ──
    Add this key to your authenticator app. It is shown this once.
    *\`KEY\`*
    Or scan it as a QR code (https://switchback.example/totp/TOKEN) (works once, for five minutes), or paste this where your app takes an address:
    \`otpauth://totp/Switchback:Bo?issuer=Switchback&secret=KEY&algorithm=SHA1&digits=6&period=30\`
    The code your app shows now
      ____ 123456
    [Cancel] [Turn it on]"
  `);
  const key = keyIn(modal.text());
  const path = /\/totp\/[\w-]{43}/.exec(JSON.stringify(modal.view().view.blocks))?.[0];
  const served = await Promise.all(
    Array.from({ length: 10 }, () => fetch(`http://127.0.0.1:${bot.port}${path}`)),
  );
  expect(served.map(({ status }) => status).toSorted()).toEqual([
    200,
    ...Array.from({ length: 9 }, () => 404),
  ]);
  const page = served.find(({ status }) => status === 200);
  expect(Object.fromEntries(page?.headers ?? [])).toMatchObject({
    'cache-control': 'no-store',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'referrer-policy': 'no-referrer',
  });
  expect(await page?.text()).toMatch(/^<!doctype html>.*<svg /s);
  expect((await fetch(`http://127.0.0.1:${bot.port}/totp/made-up`)).status).toBe(404);

  await modal.fill('code', 'code', codeShown(key, new Date(now().getTime() - 600_000)));
  expect(await modal.submit()).toMatchObject({ kind: 'errors' });
  const first = codeShown(key, now());
  await modal.fill('code', 'code', first.replace(/^(...)/, '$1 '));
  expect(await modal.submit()).toMatchObject({ kind: 'updated' });
  expect(
    slack
      .as('bo')
      .modal()
      ?.text()
      .replace(/\d\d:\d\d/, 'HH:MM'),
  ).toMatchInlineSnapshot(`
    "── Second factor ──
    Your second factor is on since HH:MM UTC. The next code counts.
    [Close]"
  `);
  await slack.as('bo').closeModal();
  const seen = await slack.until(() => slack.as('kim').find('ops', /^Bo set up/), 5_000, 'a word about it');
  expect(seen.plain.replace(/\d\d:\d\d/, 'HH:MM')).toMatchInlineSnapshot(`
    "Bo set up a second factor at HH:MM UTC. @Bo
    If that was not you, tell a superadmin now: \`/ops totp reset U0RAXX000BO\`"
  `);

  // Again: only with a code of the one in use.
  const again = await opsTotp('bo');
  expect(again.text()).toMatchInlineSnapshot(`
    "── Second factor ──
    You have a second factor. A new one takes its place once its first code is right.
    If you have lost it, a superadmin can take it away: \`/ops totp reset YOU\`
    The code of the one you have
      ____ 123456
    [Keep it] [Show a new key]"
  `);
  await again.fill('code', 'code', first);
  expect(await again.submit()).toMatchObject({ kind: 'errors' });
  // Too old by now on a busy machine.
  expect(again.text()).toMatch(/This code (has been used; each counts once|is wrong, or too old)/);
  await slack.until(
    async () => {
      await again.fill('code', 'code', codeShown(key, now()));
      return (await again.submit()).kind === 'updated';
    },
    15_000,
    () => again.text(),
  );
  expect(keyIn(again.text())).not.toBe(key);
  await again.close();
});

test('taken away by a superadmin, in front of everybody; not by an operator, nor one’s own', async () => {
  const { slack } = rooms.stage();
  expect(await hears('bo', '/ops totp reset ana')).toMatchInlineSnapshot(`
    "Taking a second factor away needs the superadmin role; you have operator. Nothing was done.
    Operators: Ana, Kristerpher, Bo, Kim."
  `);
  expect(await hears('kristerpher', '/ops totp reset anna')).toMatchInlineSnapshot(`
    "Nobody called \`anna\` has a second factor. Nothing was done.
    I know people by their name in the configuration, or by member id (\`U…\`)."
  `);
  await phones.sets('kristerpher', 'ops');
  expect(await hears('kristerpher', '/ops totp reset kristerpher')).toMatchInlineSnapshot(`
    "Nobody takes their own second factor away. Nothing was done.
    With your present code \`/ops totp\` sets up a new one; without it, ask another superadmin."
  `);
  await phones.sets('kim', 'ops');
  // While Kim shows the same name as Ana, the member id tells them apart.
  const { database } = rooms.stage();
  const shownAs = (name: string) =>
    database.pool.query('update second_factor set name = $1 where slack_id = $2', [name, slack.as('kim').id]);
  await shownAs('Ana');
  expect(await hears('kristerpher', '/ops totp reset ana')).toMatchInlineSnapshot(`
    "Several people with a second factor go by \`ana\`. Nothing was done.
    Say which: @Kim \`/ops totp reset U0RAXX00KIM\` or @Ana \`/ops totp reset U0RAXX00ANA\`"
  `);
  await shownAs('Kim');
  expect(await hears('kristerpher', '/ops totp reset @Kim')).toMatchInlineSnapshot(
    `"Kim's second factor is taken away."`,
  );
  const seen = await slack.until(() => slack.as('bo').find('ops', /took Kim's/), 5_000, 'a word about it');
  expect(seen.plain.replace(/\d\d:\d\d/, 'HH:MM')).toMatchInlineSnapshot(`
    "Kristerpher took Kim's second factor away at HH:MM UTC. @Kim @Kristerpher
    Kim cannot approve alone or override until \`/ops totp\` sets up a new one."
  `);
  // Kim starts anew, without any code.
  expect((await opsTotp('kim')).text()).toContain('It is shown this once.');
  await slack.as('kim').closeModal();
});

test.each(['sue', 'raxx-dev-bot', 'gus'])('%s gets none', async (handle) => {
  const modal = await opsTotp(handle);
  expect(modal.text()).toContain('Nothing was done.');
  await modal.close();
});

test('T22, S5: one code fifty times at two processes: one approval', async () => {
  rooms.allow(`D${rooms.stage().slack.as('ana').id.slice(1)}`);
  const { database } = rooms.stage();
  await twoDoors();
  const room = rooms.room();
  const card = await room.asks('ana');
  await room.busy('ana', async () => {
    const modal = await room.reviews('ana', card);
    const answers = await phones.withCode('ana', async (code) => {
      await modal.fill('code', 'code', code);
      return clicks(await caught(() => modal.submit()), 50);
    });
    expect(answers.filter((answer) => answer === '').length).toBeLessThanOrEqual(1);
    await modal.close();
  });
  await room.becomes('recovered');
  expect(room.posts()).toEqual(['answered, acted']);
  const used = await database.pool.query({
    text: `select count(*)::int as n from audit where action = 'rollback.approved' and payload ->> 'how' = 'solo'`,
  });
  expect(used.rows).toEqual([{ n: 1 }]);
  // None of them was wrong: nobody is locked out, and nobody is told so.
  expect(
    rooms
      .stage()
      .slack.as('ana')
      .directMessages()
      .some(({ plain }) => plain.includes('wrong codes')),
  ).toBe(false);
});

async function guessesOf(person: string) {
  const { rows } = await rooms.stage().database.pool.query<{ guesses: number; locks: number }>({
    text: 'select guesses, locks from second_factor where person = $1',
    values: [person],
  });
  return rows[0] ?? { guesses: -1, locks: -1 };
}

test('T23: five wrong codes at two processes lock for a quarter of an hour, and Ana hears of it', async () => {
  const { slack, leap, now } = rooms.stage();
  const room = rooms.room();
  const card = await room.asks('ana');
  await room.busy('ana', async () => {
    const modal = await room.reviews('ana', card);
    const wrong = codeShown(canaries[0] ?? '', new Date(now().getTime() + 86_400_000));
    await modal.fill('code', 'code', wrong);
    const answers = await clicks(await caught(() => modal.submit()), 40);
    // On a busy machine some are answered late.
    for (const answer of answers)
      expect(answer).toMatch(/This code is wrong|locked until|taking longer than Slack waits/);
    expect(answers.filter((answer) => answer.includes('This code is wrong')).length).toBeLessThanOrEqual(4);
    await slack.until(async () => (await guessesOf('ana')).locks === 1, 10_000, 'the lock');
    expect(await guessesOf('ana')).toEqual({ guesses: 5, locks: 1 });
    const told = await slack.until(
      () =>
        slack
          .as('ana')
          .directMessages()
          .find(({ plain }) => plain.startsWith('Five wrong codes')),
      5_000,
      'a word to Ana',
    );
    expect(room.readable(told.plain)).toMatchInlineSnapshot(`
      "Five wrong codes were typed in your name. Codes of yours are not taken until HH:MM UTC.
      If it was not you, somebody may be using your Slack account: tell a superadmin now."
    `);
    // A right one does not help now, at either process.
    await phones.withCode('ana', async (code) => {
      await modal.fill('code', 'code', code);
      expect(await modal.submit()).toMatchObject({ kind: 'errors' });
      expect(modal.text()).toContain('Too many wrong codes');
    });
    await modal.close();
  });
  expect(room.posts()).toEqual([]);
  await leap(16 * 60_000);
  await room.becomes('expired');
});

test('T24: keys and codes are nowhere: not in the log, the database, the messages or any view’s metadata', async () => {
  const { database, logged, slack } = rooms.stage();
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'dbos')`,
  );
  const dump: string[] = [];
  for (const { name } of tables) {
    const { rows } = await database.pool.query<{ text: string }>(`select t::text as text from ${name} t`);
    dump.push(...rows.map(({ text }) => text));
  }
  const posted = slack.journal.calls.filter(({ method }) => method.startsWith('chat.'));
  const metadata = slack.journal.calls
    .filter(({ method }) => method.startsWith('views.'))
    .map((call) => JSON.stringify(call).match(/private_metadata.{0,400}/)?.[0] ?? '');
  const sinks = {
    log: logged.join('\n'),
    database: dump.join('\n'),
    messages: JSON.stringify(posted),
    metadata: metadata.join('\n'),
  };
  const found = canaries
    .flatMap((key) => encodings(key.replaceAll(' ', '')).concat(encodings(key)))
    .flatMap((canary) =>
      Object.entries(sinks).flatMap(([sink, text]) =>
        text.toLowerCase().includes(canary.toLowerCase()) ? [sink] : [],
      ),
    );
  const everything = Object.values(sinks).join('\n').toLowerCase();
  const codes = phones.codes().filter((code) =>
    // Six digits after a point are some time's microseconds.
    [...encodings(code).slice(1), code].some((form) =>
      new RegExp(`(?<![\\d.])${form.toLowerCase()}(?!\\d)`).test(everything),
    ),
  );
  expect(codes).toEqual([]);
  expect(phones.codes().length).toBeGreaterThan(2);
  expect(canaries.length).toBeGreaterThan(2);
  expect(found).toEqual([]);
  expect(sinks.database).toContain('second-factor.enrolled');
});

function encodings(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [text, bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, ''), encodeURIComponent(text)];
}
