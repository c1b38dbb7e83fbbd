/** After a rollback the app is locked against deploys until somebody clears it; CI asks over HTTP. */
import { describe, expect, test } from 'vitest';
import { HTTP_TOKEN } from '../../rehearsal/set-up.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 4, 'raxx-console-prod': 6, 'raxx-api-staging': 1 });

const FIX = '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567';
const TOKEN = { authorization: `Bearer ${HTTP_TOKEN}` };

async function ask(path: string, headers: Record<string, string> = TOKEN) {
  const answer = await fetch(`http://127.0.0.1:${rooms.stage().bot.port}/locks/${path}`, { headers });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as unknown };
}

/** What a person is told alone. */
async function told(room: Room, handle: string, typed: string): Promise<string> {
  const done = await room.as(handle).slash(room.channel, typed);
  if (done.notice !== null) throw new Error(done.notice);
  const { slack } = rooms.stage();
  const answer = await slack.until(
    () =>
      room
        .as(handle)
        .messages(room.channel)
        .findLast(({ ephemeralFor }) => ephemeralFor !== null),
    5_000,
    () => room.reads(handle),
  );
  return room.readable(answer.plain);
}

/** One statement's rows, as the owner sees them. */
async function rowsOf(text: string, ...values: readonly unknown[]): Promise<readonly unknown[]> {
  return (await rooms.stage().database.pool.query({ text, values: [...values] })).rows;
}

describe.concurrent('by hand', () => {
  test('an app is locked, CI hears it, one commit is let through, and the app is unlocked', async ({
    expect,
  }) => {
    const room = rooms.room('raxx-console-prod');
    const { app } = room;
    expect(await ask(app)).toMatchObject({ status: 200, body: { app, locked: false } });
    await room.as('ana').slash(room.channel, `/ops lock ${app} payments migration <!channel> until noon`);
    expect(room.readable((await room.sees('bo', /are locked by/)).plain)).toMatchInlineSnapshot(`
      "Deploys of raxx-console-prod are locked by Ana: payments migration <!channel> until noon
      CI is told so until somebody unlocks: \`/ops unlock raxx-console-prod REASON\`. A rollback is never stopped by it."
    `);
    const locked = await ask(`${app}?commit=${FIX}`);
    expect(locked.status).toBe(423);
    expect(locked.headers.get('cache-control')).toBe('no-store');
    expect(locked.body).toEqual({
      app,
      locked: true,
      locks: [
        {
          commit: null,
          reason: 'payments migration <!channel> until noon',
          owner: 'Ana',
          since: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
          operation: null,
        },
      ],
    });

    await room.as('bo').slash(room.channel, `/ops unlock ${app} ${FIX} it is the fix`);
    expect(room.readable((await room.sees('ana', /may be deployed/)).plain)).toMatchInlineSnapshot(`
      "\`0a1b2c3d4e5f\` may be deployed to raxx-console-prod, says Bo: it is the fix
      For everything else the lock stays: the whole app (payments migration <!channel> until noon, Ana, HH:MM UTC)."
    `);
    expect((await ask(`${app}?commit=${FIX}`)).status).toBe(200);
    expect((await ask(`${app}?commit=${FIX.slice(0, 7)}`)).status).toBe(423);
    expect((await ask(app)).status).toBe(423);
    expect(await told(room, 'sue', `/ops locks ${app}`)).toMatchInlineSnapshot(`
      "raxx-console-prod · whole app · payments migration <!channel> until noon · Ana · since YYYY-MM-DD HH:MM:SS UTC · let through: \`0a1b2c3d4e5f\`
      Lift with \`/ops unlock APP REASON\`; let one commit through with \`/ops unlock APP SHA REASON\`"
    `);

    await room.as('bo').slash(room.channel, `/ops unlock ${app} migration is through`);
    expect(room.readable((await room.sees('ana', /are unlocked by/)).plain)).toMatchInlineSnapshot(`
      "Deploys of raxx-console-prod are unlocked by Bo: migration is through
      Lifted: the whole app (payments migration <!channel> until noon, Ana, HH:MM UTC)."
    `);
    expect((await ask(app)).status).toBe(200);
    expect(await told(room, 'ana', `/ops locks ${app}`)).toMatchInlineSnapshot(
      `"No deploy lock on raxx-console-prod."`,
    );

    expect(
      await rowsOf(
        `select action, actor, payload - 'lock' - 'locks' as payload from audit where target_id = $1 order by seq`,
        app,
      ),
    ).toEqual([
      {
        action: 'deploy.locked',
        actor: 'ana',
        payload: { commit: null, reason: 'payments migration <!channel> until noon' },
      },
      {
        action: 'deploy.let-through',
        actor: room.as('bo').id,
        payload: { commit: FIX, reason: 'it is the fix' },
      },
      { action: 'deploy.unlocked', actor: room.as('bo').id, payload: { reason: 'migration is through' } },
    ]);
  });

  test('one commit is locked; every other may go on', async ({ expect }) => {
    const room = rooms.room('raxx-console-prod');
    const { app } = room;
    await room.as('ana').slash(room.channel, `/ops lock ${app} ${FIX.slice(0, 10)} breaks sign-in`);
    expect(room.readable((await room.sees('bo', /are locked by/)).plain)).toMatchInlineSnapshot(`
      "Deploys of raxx-console-prod at \`0a1b2c3d4e\` are locked by Ana: breaks sign-in
      CI is told so until somebody unlocks: \`/ops unlock raxx-console-prod REASON\`. A rollback is never stopped by it."
    `);
    expect((await ask(`${app}?commit=${FIX}`)).status).toBe(423);
    expect((await ask(`${app}?commit=${FIX.replace('0a1b', '0a1c')}`)).status).toBe(200);
    expect((await ask(app)).status).toBe(423);
  });

  test('two people lock at once: one lock, and the second is told of the first', async ({ expect }) => {
    const room = rooms.room('raxx-console-prod');
    await Promise.all(
      ['ana', 'bo', 'kim'].map((handle) =>
        room.as(handle).slash(room.channel, `/ops lock ${room.app} freeze`),
      ),
    );
    expect(await rowsOf('select 1 from deploy_lock where app = $1', room.app)).toHaveLength(1);
    const readings = ['ana', 'bo', 'kim'].map((handle) => room.reads(handle).includes('locked already'));
    expect(readings.filter(Boolean)).toHaveLength(2);
  });

  test('whatever cannot be done is answered in words, and nothing is locked or lifted', async ({
    expect,
  }) => {
    const room = rooms.room('raxx-console-prod');
    const typed: readonly (readonly [string, string])[] = [
      ['ana', '/ops lock'],
      ['ana', '/ops lock raxx-console-prd freeze'],
      ['ana', '/ops lock APP'],
      ['ana', '/ops unlock APP 4f9c2e7a1b3d'],
      ['ana', '/ops unlock APP why not'],
      ['ana', '/ops unlock APP 4f9c2e7a1b3d it is the fix'],
      ['ana', '/ops lock APP 4f9c2 breaks sign-in'],
      // The sixth character from the right is a Cyrillic one.
      ['ana', '/ops unlock APP 4f9c2e7\u0430b3d it is the fix'],
      ['sue', '/ops lock APP freeze'],
      ['raxx-dev-bot', '/ops unlock APP the tests are green'],
      ['gus', '/ops unlock APP let me in'],
      ['ana', '/ops locks nothing'],
    ];
    const said: string[] = [];
    for (const [handle, words] of typed) {
      const before = room.as(handle).messages(room.channel).length;
      const { notice } = await room.as(handle).slash(room.channel, words.replace('APP', room.app));
      const answers = room.as(handle).messages(room.channel).slice(before);
      said.push(`${handle}: ${words}\n${notice ?? room.readable(answers.map(({ plain }) => plain).join())}`);
    }
    expect(`\n${said.join('\n\n')}\n`).toMatchInlineSnapshot(`
      "
      ana: /ops lock
      Which app? Nothing was done.
      I know: raxx-api-prod, raxx-api-staging, raxx-console-prod, raxx-console-staging, raxx-velvet-prod, raxx-velvet-staging, raxx-api-prod-a, raxx-api-prod-b, raxx-api-prod-c, raxx-api-prod-d, raxx-console-prod-a, raxx-console-prod-b, raxx-console-prod-c, raxx-console-prod, raxx-console-prod-e, raxx-console-prod-f, raxx-api-staging-a.

      ana: /ops lock raxx-console-prd freeze
      I do not know an app called \`raxx-console-prd\`. Nothing was done.
      Did you mean raxx-console-prod or raxx-console-prod-a or raxx-console-prod-b?

      ana: /ops lock APP
      Say why: it is what the next person reads. Nothing was done.
      Like this: \`/ops lock raxx-console-prod waiting for the fix\`

      ana: /ops unlock APP 4f9c2e7a1b3d
      Say why: it is what the next person reads. Nothing was done.
      Like this: \`/ops unlock raxx-console-prod waiting for the fix\`

      ana: /ops unlock APP why not
      Deploys of raxx-console-prod are not locked. Nothing was done.
      See the locks with \`/ops locks\`

      ana: /ops unlock APP 4f9c2e7a1b3d it is the fix
      No lock keeps \`4f9c2e7a1b3d\` from being deployed to raxx-console-prod. Nothing was done.
      See the locks with \`/ops locks\`

      ana: /ops lock APP 4f9c2 breaks sign-in
      \`4f9c2\` is not a commit: that is 7 to 40 of the characters 0-9 and a-f. Nothing was done.
      If it belongs to the reason, begin the reason with another word.

      ana: /ops unlock APP 4f9c2e7аb3d it is the fix
      \`4f9c2e7аb3d\` is not a commit: that is 7 to 40 of the characters 0-9 and a-f. Nothing was done.
      If it belongs to the reason, begin the reason with another word.

      sue: /ops lock APP freeze
      Locking deploys needs the operator or superadmin role; you have support. Nothing was done.
      Operators: Ana, Kristerpher, Bo, Kim.

      raxx-dev-bot: /ops unlock APP the tests are green
      Unlocking deploys needs a human; agents may ask, not approve. Nothing was done.
      Operators: Ana, Kristerpher, Bo, Kim.

      gus: /ops unlock APP let me in
      This needs a full member of this workspace; your account is a guest. Nothing was done.
      Ask an operator in the ops channel.

      ana: /ops locks nothing
      I do not know an app called \`nothing\`. Nothing was done.
      I know: raxx-api-prod, raxx-api-staging, raxx-console-prod, raxx-console-staging, raxx-velvet-prod, raxx-velvet-staging, raxx-api-prod-a, raxx-api-prod-b, raxx-api-prod-c, raxx-api-prod-d, raxx-console-prod-a, raxx-console-prod-b, raxx-console-prod-c, raxx-console-prod, raxx-console-prod-e, raxx-console-prod-f, raxx-api-staging-a.
      "
    `);
    expect(await rowsOf('select 1 from deploy_lock where app = $1', room.app)).toEqual([]);
    const elsewhere = await room.as('ana').slash('general', `/ops lock ${room.app} freeze`);
    expect(elsewhere.notice).toBeNull();
    const answer = room.as('ana').find('general', /only in/);
    expect(answer?.plain.replaceAll(/#[\w-]+(?: or #[\w-]+)*/g, '#ops')).toContain(
      'I take this only in #ops',
    );
  });
});

describe.concurrent('after a rollback', () => {
  test('the bad commit stays locked, the fix may ship, and [Unlock deploys] lifts it', async ({ expect }) => {
    const { slack } = rooms.stage();
    const room = rooms.room();
    await room.asks('ana');
    await room.approves('bo');
    await room.becomes('recovered', 60_000);
    const { id } = await room.operation();
    const [bad] = (await rowsOf('select commit from deploy_lock where operation_id = $1', id)) as {
      commit: string;
    }[];
    expect(bad?.commit).toMatch(/^e07f41b2d9c8[0-9a-f]{28}$/);
    expect(await ask(`${room.app}?commit=${bad?.commit}`)).toMatchObject({
      status: 423,
      body: { locks: [{ operation: id, owner: 'Ana', reason: 'rolled back: signup 500s since 02:58 UTC' }] },
    });
    expect((await ask(`${room.app}?commit=${FIX}`)).status).toBe(200);

    const recovered = await room.sees('bo', /Unlock deploys/);
    await room.closes('bo', recovered);
    expect(room.readable((await room.sees('bo', /are still locked/)).plain)).toMatchInlineSnapshot(`
      "Deploys of raxx-api-prod are still locked: \`e07f41b2d9c8\` (rolled back: signup 500s since 02:58 UTC, Ana, HH:MM UTC). Unlock when the fix is ready to ship.
      [Unlock deploys]"
    `);

    await room.busy('sue', async () => {
      await room.as('sue').tap(recovered, 'deploys.unlock');
      expect((await room.sees('sue', /Unlocking deploys needs/)).plain).toContain('you have support');
    });
    await room.busy('bo', async () => {
      await room.as('bo').tap(recovered, 'deploys.unlock');
      const modal = await slack.until(() => room.as('bo').modal(), 5_000, 'the modal');
      expect(room.readable(modal.text())).toMatchInlineSnapshot(`
        "── Unlock deploys ──
        CI may then deploy to raxx-api-prod again, the release that was rolled back included.
        To let a single commit through instead: \`/ops unlock raxx-api-prod SHA REASON\`
        Why may deploys go on?
          ____
        [Not now] [Unlock]"
      `);
      expect(await modal.submit()).toMatchObject({ kind: 'incomplete' });
      await modal.fill('unlock.reason', 'reason', 'the fix is merged');
      expect(await modal.submit()).toMatchObject({ kind: 'closed' });
    });
    expect(room.readable((await room.sees('ana', /are unlocked by/)).plain)).toMatchInlineSnapshot(`
      "Deploys of raxx-api-prod are unlocked by Bo: the fix is merged
      Lifted: \`e07f41b2d9c8\` (rolled back: signup 500s since 02:58 UTC, Ana, HH:MM UTC)."
    `);
    expect((await ask(`${room.app}?commit=${bad?.commit}`)).status).toBe(200);

    await room.busy('kim', async () => {
      await room.as('kim').tap(recovered, 'deploys.unlock');
      expect(room.readable((await room.sees('kim', /is lifted already/)).plain)).toMatchInlineSnapshot(`
        "The deploy lock of rb-xxxxxxxx is lifted already. Nothing was done.
        See the locks with \`/ops locks\`"
      `);
    });
  });

  test('while the bad commit is unknown, the whole app is locked, also during the rollback', async ({
    expect,
  }) => {
    const room = rooms.room();
    rooms.stage().heroku.control.fault({
      on: 'slug-read',
      app: room.app,
      fate: { kind: 'error-before-acting', status: 503 },
      times: 100,
    });
    await room.asks('ana');
    await room.approves('bo');
    await room.becomes('verifying');
    expect((await ask(`${room.app}?commit=${FIX}`)).status).toBe(423);
    await room.becomes('recovered', 60_000);
    expect((await ask(`${room.app}?commit=${FIX}`)).status).toBe(423);
    await room.as('bo').slash(room.channel, `/ops unlock ${room.app} ${FIX} it is the fix`);
    await room.sees('bo', /may be deployed/);
    expect((await ask(`${room.app}?commit=${FIX}`)).status).toBe(200);
    const timeline = await rowsOf(
      `select t.text from timeline_entry t join incident i on i.id = t.incident_id where i.app = $1 and t.text like '%let through%'`,
      room.app,
    );
    expect(timeline).toHaveLength(1);
  });
});

describe('CI asks over HTTP', () => {
  test.each([
    ['raxx-api-prod', {}, 401],
    ['raxx-api-prod', { authorization: `Bearer ${HTTP_TOKEN}x` }, 401],
    ['raxx-api-prod', { authorization: HTTP_TOKEN }, 401],
    ['raxx-api-prod', { authorization: 'Bearer' }, 401],
    ['mastodon', TOKEN, 404],
    ['__proto__', TOKEN, 404],
    ['raxx-api-prod?commit=', TOKEN, 400],
    ['raxx-api-prod?commit=main', TOKEN, 400],
    ['raxx-api-prod?commit=abc', TOKEN, 400],
    [`raxx-api-prod?commit=${FIX}0`, TOKEN, 400],
  ])('%s with %j: %i, in words', async (path, headers, status) => {
    const answer = await ask(path, headers);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toEqual({ error: expect.stringMatching(/\.$|…$/) });
  });

  test('a name people use is answered with the app it means', async () => {
    expect(await ask('api')).toMatchObject({ status: 200, body: { app: 'raxx-api-prod', locked: false } });
  });
});
