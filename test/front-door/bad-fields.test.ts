/** What people write into fields and after `/ops` that cannot be taken: each gets its words, and nothing is done. */
import { afterAll, describe, test } from 'vitest';
import { codeShown } from '../../rehearsal/slack/people/authenticator.ts';
import type { Modal } from '../../rehearsal/slack/people/modal.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 4 });
const LONG = 'x'.repeat(10_000);
const EVIL = '<!channel> <@U0RAXX00SUE> <https://evil.example|click> *bold* `x` \u202eabc';

afterAll(() => {
  const { slack } = rooms.stage();
  if (slack.state.notifications.some(({ why }) => why === 'everyone'))
    throw new Error('somebody called everyone');
});

/** What each person is told alone, one command after another. */
async function told(room: Room, commands: readonly (readonly [string, string])[]): Promise<string> {
  const said: string[] = [];
  for (const [handle, words] of commands) {
    const person = room.as(handle);
    const typed = words.replaceAll('APP', room.app);
    const before = person.messages(room.channel).filter(({ ephemeralFor }) => ephemeralFor !== null).length;
    const { notice } = await person.slash(room.channel, typed);
    const answer = await rooms.stage().slack.until(
      () =>
        notice ??
        person.messages(room.channel).filter(({ ephemeralFor }) => ephemeralFor !== null)[before]?.plain,
      5_000,
      () => `an answer to ${typed}`,
    );
    said.push(room.readable(`${handle}: ${words.slice(0, 70)}\n${answer}`));
  }
  return `\n${said.join('\n\n')}\n`;
}

async function form(
  room: Room,
  handle: string,
  act: () => Promise<unknown>,
  pattern: RegExp,
): Promise<Modal> {
  await act();
  return rooms.stage().slack.until(
    () => {
      const modal = room.as(handle).modal();
      return modal && pattern.test(modal.text()) ? modal : null;
    },
    8_000,
    () => `${pattern}, not ${room.as(handle).modal()?.text()}`,
  );
}

/** One field filled in again and again: what Slack or the bot says under it. */
async function refusedIn(
  modal: Modal,
  [block, action]: readonly [string, string],
  typed: readonly string[],
): Promise<string> {
  const said: string[] = [];
  for (const text of typed) {
    await modal.fill(block, action, text);
    const sent = await modal.submit();
    const errors = 'errors' in sent ? Object.values(sent.errors).join('\n') : `${sent.kind}: ${modal.text()}`;
    said.push(
      `${JSON.stringify(text.slice(0, 30))} ${sent.kind === 'incomplete' ? '(Slack) ' : ''}${errors}`,
    );
  }
  return `\n${said.join('\n')}\n`;
}

async function rows(text: string, ...values: readonly unknown[]): Promise<readonly unknown[]> {
  return (await rooms.stage().database.pool.query({ text, values: [...values] })).rows;
}

describe.concurrent('commands', () => {
  test('/ops: nothing, help, and what there is not', async ({ expect }) => {
    const room = rooms.room();
    expect(
      await told(room, [
        ['ana', '/ops'],
        ['ana', '/ops Lock APP freeze'],
        ['ana', `/ops ${LONG}`],
        ['ana', `/ops ${EVIL}`],
        ['ana', '/ops constructor'],
        ['ana', '/ops totp please'],
        ['ana', '/ops totp reset'],
        ['ana', '/ops totp reset bo'],
        ['kristerpher', '/ops totp reset nobody'],
        ['kristerpher', `/ops totp reset ${LONG}`],
        ['kristerpher', '/ops totp reset <!channel>'],
        ['gus', '/ops totp reset bo'],
        ['ana', `/ops locks ${LONG}`],
        ['gus', '/ops locks'],
      ]),
    ).toMatchInlineSnapshot(`
      "
      ana: /ops
      *Around a rollback.*
      \`/ops totp\` · set up the code that approving alone and overriding need
      \`/ops totp reset PERSON\` · a superadmin takes a lost one away
      \`/ops lock APP [SHA] REASON\` · CI may not deploy it, or that commit, until it is unlocked
      \`/ops unlock APP [SHA] REASON\` · deploys go on; with a commit, that one only
      \`/ops locks [APP]\` · what is locked, by whom and why

      ana: /ops Lock APP freeze
      I do not know \`/ops Lock\`. Nothing was done.
      *Around a rollback.*
      \`/ops totp\` · set up the code that approving alone and overriding need
      \`/ops totp reset PERSON\` · a superadmin takes a lost one away
      \`/ops lock APP [SHA] REASON\` · CI may not deploy it, or that commit, until it is unlocked
      \`/ops unlock APP [SHA] REASON\` · deploys go on; with a commit, that one only
      \`/ops locks [APP]\` · what is locked, by whom and why

      ana: /ops xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      I do not know \`/ops xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\`. Nothing was done.
      *Around a rollback.*
      \`/ops totp\` · set up the code that approving alone and overriding need
      \`/ops totp reset PERSON\` · a superadmin takes a lost one away
      \`/ops lock APP [SHA] REASON\` · CI may not deploy it, or that commit, until it is unlocked
      \`/ops unlock APP [SHA] REASON\` · deploys go on; with a commit, that one only
      \`/ops locks [APP]\` · what is locked, by whom and why

      ana: /ops <!channel> <@U0RAXX00SUE> <https://evil.example|click> *bold* \`x\`
      I do not know \`/ops <!channel>\`. Nothing was done.
      *Around a rollback.*
      \`/ops totp\` · set up the code that approving alone and overriding need
      \`/ops totp reset PERSON\` · a superadmin takes a lost one away
      \`/ops lock APP [SHA] REASON\` · CI may not deploy it, or that commit, until it is unlocked
      \`/ops unlock APP [SHA] REASON\` · deploys go on; with a commit, that one only
      \`/ops locks [APP]\` · what is locked, by whom and why

      ana: /ops constructor
      I do not know \`/ops constructor\`. Nothing was done.
      *Around a rollback.*
      \`/ops totp\` · set up the code that approving alone and overriding need
      \`/ops totp reset PERSON\` · a superadmin takes a lost one away
      \`/ops lock APP [SHA] REASON\` · CI may not deploy it, or that commit, until it is unlocked
      \`/ops unlock APP [SHA] REASON\` · deploys go on; with a commit, that one only
      \`/ops locks [APP]\` · what is locked, by whom and why

      ana: /ops totp please
      I do not know \`/ops totp please\`. Nothing was done.
      *Around a rollback.*
      \`/ops totp\` · set up the code that approving alone and overriding need
      \`/ops totp reset PERSON\` · a superadmin takes a lost one away
      \`/ops lock APP [SHA] REASON\` · CI may not deploy it, or that commit, until it is unlocked
      \`/ops unlock APP [SHA] REASON\` · deploys go on; with a commit, that one only
      \`/ops locks [APP]\` · what is locked, by whom and why

      ana: /ops totp reset
      Whose second factor? Nothing was done.
      *Around a rollback.*
      \`/ops totp\` · set up the code that approving alone and overriding need
      \`/ops totp reset PERSON\` · a superadmin takes a lost one away
      \`/ops lock APP [SHA] REASON\` · CI may not deploy it, or that commit, until it is unlocked
      \`/ops unlock APP [SHA] REASON\` · deploys go on; with a commit, that one only
      \`/ops locks [APP]\` · what is locked, by whom and why

      ana: /ops totp reset bo
      Taking a second factor away needs the superadmin role; you have operator. Nothing was done.
      Operators: Ana, Kristerpher, Bo, Kim.

      kristerpher: /ops totp reset nobody
      Nobody called \`nobody\` has a second factor. Nothing was done.
      I know people by their name in the configuration, or by member id (\`U…\`).

      kristerpher: /ops totp reset xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      Nobody called \`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\` has a second factor. Nothing was done.
      I know people by their name in the configuration, or by member id (\`U…\`).

      kristerpher: /ops totp reset <!channel>
      Nobody called \`<!channel>\` has a second factor. Nothing was done.
      I know people by their name in the configuration, or by member id (\`U…\`).

      gus: /ops totp reset bo
      This needs a full member of this workspace; your account is a guest. Nothing was done.
      Ask an operator in the ops channel.

      ana: /ops locks xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      I do not know an app called \`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\`. Nothing was done.
      I know: raxx-api-prod, raxx-api-staging, raxx-console-prod, raxx-console-staging, raxx-velvet-prod, raxx-velvet-staging, raxx-api-prod, raxx-api-prod-b, raxx-api-prod-c, raxx-api-prod-d.

      gus: /ops locks
      This needs a full member of this workspace; your account is a guest. Nothing was done.
      Ask an operator in the ops channel.
      "
    `);
    expect(await rows('select 1 from deploy_lock where app = $1', room.app)).toEqual([]);
    await room.as('ana').slash(room.channel, `/ops lock ${room.app} wait ${EVIL}`);
    const locked = await room.sees('bo', /are locked by/);
    expect(room.readable(locked.plain)).toMatchInlineSnapshot(`
      "Deploys of raxx-api-prod are locked by Ana: wait <!channel> <@U0RAXX00SUE> <https://evil.example|click> *bold* \`x\` abc
      CI is told so until somebody unlocks: \`/ops unlock raxx-api-prod REASON\`. A rollback is never stopped by it."
    `);
  });

  test('undo of what cannot be undone, and a request for what runs or never was', async ({ expect }) => {
    const room = rooms.room();
    await room.asks('ana');
    const id = String((await room.operation())['id']);
    expect(
      await told(room, [
        ['ana', '/rollback undo'],
        ['ana', '/rollback undo mastodon'],
        ['ana', '/rollback undo rb-zzzzzzzz'],
        ['ana', `/rollback undo rb-${LONG}`],
        ['ana', `/rollback undo ${id}`],
        ['ana', '/rollback undo APP'],
        ['sue', `/rollback undo ${id}`],
        ['gus', `/rollback undo ${id}`],
        ['gus', '/rollback cancel APP'],
        ['sue', '/rollback cancel APP'],
        ['ana', `/rollback APP v${'9'.repeat(10_000)}`],
      ]),
    ).toMatchInlineSnapshot(`
      "
      ana: /rollback undo
      Which app? Nothing was done.
      I know: raxx-api-prod, raxx-api-staging, raxx-console-prod, raxx-console-staging, raxx-velvet-prod, raxx-velvet-staging, raxx-api-prod-a, raxx-api-prod, raxx-api-prod-c, raxx-api-prod-d.

      ana: /rollback undo mastodon
      I do not know an app called \`mastodon\`. Nothing was done.
      I know: raxx-api-prod, raxx-api-staging, raxx-console-prod, raxx-console-staging, raxx-velvet-prod, raxx-velvet-staging, raxx-api-prod-a, raxx-api-prod, raxx-api-prod-c, raxx-api-prod-d.

      ana: /rollback undo rb-xxxxxxxx
      I know no rollback \`rb-xxxxxxxx\`. Nothing was done.
      See the open ones with \`/rollback status\`.

      ana: /rollback undo rb-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      I know no rollback \`rb-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\`. Nothing was done.
      See the open ones with \`/rollback status\`.

      ana: /rollback undo rb-xxxxxxxx
      rb-xxxxxxxx cannot be undone: it is waiting for approval. Nothing was done.
      To go to any release: \`/rollback APP vN\`

      ana: /rollback undo APP
      raxx-api-prod has no rollback of mine that could be undone. Nothing was done.
      To go to any release: \`/rollback APP vN\`

      sue: /rollback undo rb-xxxxxxxx
      Deciding this needs the operator or superadmin role; you have support. Nothing was done.
      Operators: Ana, Kristerpher, Bo, Kim.

      gus: /rollback undo rb-xxxxxxxx
      This needs a full member of this workspace; your account is a guest. Nothing was done.
      Ask an operator in the ops channel.

      gus: /rollback cancel APP
      This needs a full member of this workspace; your account is a guest. Nothing was done.
      Ask an operator in the ops channel.

      sue: /rollback cancel APP
      Cancelling here needs the operator or superadmin role; you have support. Nothing was done.
      Operators: Ana, Kristerpher, Bo, Kim.

      ana: /rollback APP v9999999999999999999999999999999999999999999999999999999
      \`v9999999999999999999999999999999999999999999999999999999999…\` is not a release. I expect \`v\` and a number, such as \`v84\`. Nothing was done.
      See them with \`heroku releases -a raxx-api-prod\`
      "
    `);
    expect(await rows('select 1 from operation where app = $1', room.app)).toHaveLength(1);
  });
});

describe.concurrent('fields', () => {
  test('the code of an authenticator app', async ({ expect }) => {
    const { now } = rooms.stage();
    const room = rooms.room();
    await room.busy('ana', async () => {
      const modal = await form(
        room,
        'ana',
        () => room.as('ana').slash(room.channel, '/ops totp'),
        /shown this once/,
      );
      expect(
        await refusedIn(
          modal,
          ['code', 'code'],
          [
            '',
            '12345',
            'abcdef',
            '1234567',
            '１２３４５６',
            '12345\u0660',
            '-12345',
            '1e5000',
            '      ',
            '0000000000',
          ],
        ),
      ).toMatchInlineSnapshot(`
        "
        "" (Slack) Please complete this required field.
        "12345" (Slack) Please enter at least 6 characters.
        "abcdef" A code is six digits. Nothing was done. Type the one your app shows now.
        "1234567" A code is six digits. Nothing was done. Type the one your app shows now.
        "１２３４５６" A code is six digits. Nothing was done. Type the one your app shows now.
        "12345٠" A code is six digits. Nothing was done. Type the one your app shows now.
        "-12345" A code is six digits. Nothing was done. Type the one your app shows now.
        "1e5000" A code is six digits. Nothing was done. Type the one your app shows now.
        "      " A code is six digits. Nothing was done. Type the one your app shows now.
        "0000000000" (Slack) Please enter no more than 9 characters.
        "
      `);
      // None of these was a guess.
      expect(await rows(`select 1 from second_factor where guesses > 0`)).toEqual([]);
      const key = /^[A-Z2-7 ]{20,}$/m.exec(modal.text().replaceAll(/[*`]/g, ''))?.[0] ?? '';
      const code = codeShown(key, now());
      await modal.fill('code', 'code', ` ${code.slice(0, 3)} ${code.slice(3)}`);
      expect(await modal.submit()).toMatchObject({ kind: 'updated' });
      await modal.close();
    });
  });

  test('search, note, reason for unlocking', async ({ expect }) => {
    const { slack } = rooms.stage();
    const room = rooms.room();
    await room.busy('ana', async () => {
      const ask = await room.opens('ana');
      const found = async (typed: string) =>
        (await ask.search('target', 'rollback.target', typed)).map(({ value }) => value);
      expect(await found('v84')).toEqual(['v84']);
      for (const typed of [LONG, EVIL, 'v084', 'v1e2', '\0', '.*', '%', "' or 1=1 --"]) {
        expect({ typed, found: await found(typed) }).toEqual({ typed, found: [] });
      }
      expect((await found('   ')).length).toBeGreaterThan(1);
      await ask.close();
    });
    await room.asks('ana');
    await room.approves('bo');
    await room.becomes('recovered');
    const done = await room.sees('bo', /\[Unlock deploys\]/);

    await room.busy('bo', async () => {
      const unlock = await form(
        room,
        'bo',
        () => room.as('bo').tap(done, 'deploys.unlock'),
        /Why may deploys/,
      );
      expect(
        await refusedIn(unlock, ['unlock.reason', 'reason'], ['', LONG.slice(0, 201), ' \u200b ']),
      ).toMatchInlineSnapshot(`
        "
        "" (Slack) Please complete this required field.
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" (Slack) Please enter no more than 200 characters.
        " ​ " Say why: it is what the next person reads. Nothing was done. Like this: /ops unlock raxx-api-prod-d waiting for the fix
        "
      `);
      if (unlock.isOpen()) await unlock.close();
    });
    expect(
      await rows('select 1 from deploy_lock where app = $1 and removed_at is null', room.app),
    ).toHaveLength(1);

    const noted = await room.sees('sue', /RECOVERED[\s\S]*\[Note\]/);
    await room.busy('sue', async () => {
      const note = await form(
        room,
        'sue',
        () => room.as('sue').tap(noted, 'rollback.note'),
        /What do you see/,
      );
      expect(
        await refusedIn(note, ['note', 'note'], ['', ' \u200b ', LONG.slice(0, 2_001)]),
      ).toMatchInlineSnapshot(`
        "
        "" (Slack) Please complete this required field.
        " ​ " Write what you see first. Nothing was added. Like this: /incident note 03:04 nobody can sign up
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" (Slack) Please enter no more than 2000 characters.
        "
      `);
      await note.fill('note', 'note', EVIL);
      expect(await note.submit()).toMatchObject({ kind: 'closed' });
    });
    const said = await room.sees('bo', /evil\.example/);
    expect(room.readable(said.plain)).toMatchInlineSnapshot(
      `"HH:MM UTC Sue: <!channel> <@U0RAXX00SUE> <https://evil.example|click> *bold* \`x\` abc"`,
    );
    expect([...slack.state.messages.values()].map(({ text }) => text).join()).not.toContain('<!channel>');
  });
});
