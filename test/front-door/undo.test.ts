/** A rollback taken back: to what ran before, with the same checks and approval, once. */
import { describe, test } from 'vitest';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 6, 'raxx-api-staging': 2 });

async function rolledBack(room: Room): Promise<void> {
  await room.asks('ana');
  await room.approves('bo');
  await room.becomes('recovered');
}

/** What somebody alone is told. */
async function told(room: Room, handle: string, act: () => Promise<unknown>): Promise<string> {
  const before = room.as(handle).messages(room.channel).length;
  await act();
  const answer = await rooms.stage().slack.until(
    () =>
      room
        .as(handle)
        .messages(room.channel)
        .slice(before)
        .find(({ ephemeralFor }) => ephemeralFor !== null),
    5_000,
    () => `a word for ${handle}`,
  );
  return room.readable(answer.plain);
}

describe.concurrent('undo', () => {
  test('[Undo] names what it takes back; approved like any other, it brings back what ran before', async ({
    expect,
  }) => {
    const { heroku, database } = rooms.stage();
    const room = rooms.room();
    await rolledBack(room);
    const recovered = await room.sees('ana', /\[Undo\]/);
    const first = String((await room.operation())['id']);
    await room.busy('ana', async () => {
      const modal = await room.fills('ana', () => room.as('ana').tap(recovered, 'rollback.undo'));
      const form = room.readable(modal.text());
      expect(form.split('\n').slice(0, 5).join('\n')).toMatchInlineSnapshot(`
        "── Roll back ──
        *raxx-api-prod v86 → v85* (undo of rb-xxxxxxxx)
        What is broken?
          undo of rb-xxxxxxxx
          A few words; they open the incident."
      `);
      expect(form).toContain('• v86 Rollback to v84 · switchback-bot@raxx.app');
      expect(await modal.submit()).toMatchObject({ kind: 'closed' });
    });
    const card = await room.sees('bo', /Approve\?\* \S+ v86 → v85 \(undo of/);
    await room.sees('bo', /v86 → v85[\s\S]*NEEDS/);
    expect(await told(room, 'ana', () => room.as('ana').tap(card, 'rollback.review'))).toMatchInlineSnapshot(`
      "You asked for this rollback, so a second person must approve it. Nothing was done.
      If nobody has by HH:MM:SS UTC, you may approve alone, with a code."
    `);
    await room.approves('bo');
    await room.sees('bo', /^Rolling back \S+ from v86 to v85\./);
    await rooms
      .stage()
      .slack.until(
        () => heroku.control.app(room.app).releases[0]?.description === 'Rollback to v85',
        10_000,
        'v87',
      );
    const { rows } = await database.pool.query({
      text: 'select undoes, target_version, kind from operation where app = $1 order by requested_at',
      values: [room.app],
    });
    expect(rows).toEqual([
      { undoes: null, target_version: 84, kind: 'rollback' },
      { undoes: first, target_version: 85, kind: 'rollback' },
    ]);
    // The old watch says nothing of the release that took its place.
    expect(room.reads('bo')).not.toMatch(/second rollback|down again/);
    // A second undo of the same one, from the same button.
    const again = room.as('kim');
    await room.busy('kim', async () => {
      const modal = await room.fills('kim', () => again.tap(recovered, 'rollback.undo'));
      await modal.submit();
      expect(room.readable(modal.text())).toContain('Already being undone, or undone: rb-xxxxxxxx');
    });
  });

  test('two people undo at once: one request', async ({ expect }) => {
    const { database } = rooms.stage();
    const room = rooms.room();
    await rolledBack(room);
    const recovered = await room.sees('ana', /\[Undo\]/);
    const open = (handle: string) =>
      room.busy(handle, async () => {
        const modal = await room.fills(handle, () => room.as(handle).tap(recovered, 'rollback.undo'));
        return modal.submit();
      });
    const sent = await Promise.all([open('ana'), open('kim')]);
    expect(sent.filter(({ kind }) => kind === 'closed')).toHaveLength(1);
    const { rows } = await database.pool.query({
      text: 'select 1 from operation where app = $1 and undoes is not null',
      values: [room.app],
    });
    expect(rows).toHaveLength(1);
  });

  test('of code only: the code that ran before, config kept; and that one can be undone too', async ({
    expect,
  }) => {
    const { heroku } = rooms.stage();
    const room = rooms.room();
    await room.asksForCode('ana');
    await room.approves('bo');
    await room.becomes('recovered');
    await room.busy('ana', async () => {
      const modal = await room.fills('ana', () =>
        room.as('ana').slash(room.channel, `/rollback undo ${room.app}`),
      );
      expect(room.readable(modal.text().split('\n').slice(0, 3).join('\n'))).toMatchInlineSnapshot(`
        "── Roll back ──
        *raxx-api-prod v86 → v85* (code only, undo of rb-xxxxxxxx)
        What is broken?"
      `);
      expect(await modal.submit()).toMatchObject({ kind: 'closed' });
    });
    await room.sees('bo', /v86 → v85 \(code only, undo of[\s\S]*NEEDS/);
    await room.approves('bo');
    const { id } = await room.operation();
    await rooms
      .stage()
      .slack.until(
        () =>
          heroku.control.app(room.app).releases[0]?.description ===
          `Code of v85, config kept (Switchback ${id})`,
        10_000,
        'v87',
      );
    expect(heroku.control.app(room.app).configNames).toContain('STRIPE_API_KEY');
  });

  test('on staging nobody is asked; the drill record has a row of its own', async ({ expect }) => {
    const room = rooms.room('raxx-api-staging');
    await room.asks('ana', 'v430');
    await room.becomes('recovered');
    await room.busy('ana', async () => {
      const modal = await room.fills('ana', () =>
        room.as('ana').slash(room.channel, `/rollback undo ${room.app}`),
      );
      await modal.submit();
    });
    await room.sees('ana', /^Rollback confirmed: v435/);
    await room.as('ana').slash(room.channel, `/drill record ${room.app}`);
    const record = room.readable((await room.sees('ana', /^```/)).plain);
    expect(record.replaceAll(/\| (?:<1|\d+) \| Success/g, '| N | Success')).toMatchInlineSnapshot(`
      "\`\`\`
      | Date (UTC) | App | Operator | Bad release | Rolled to | Wall-clock (min) | Outcome |
      |---|---|---|---|---|---|---|
      | YYYY-MM-DD HH:MM:SS UTC | raxx-api-staging | Ana | v433 | v430 | N | Success — v434 appeared, dyno up, smoke check passing |
      | YYYY-MM-DD HH:MM:SS UTC | raxx-api-staging | Ana | v434 | v433 | N | Success — v435 appeared, dyno up, smoke check passing, undoing rb-xxxxxxxx |
      \`\`\`"
    `);
    expect(room.posts()).toEqual(['answered, acted', 'answered, acted']);
  });

  test('what cannot be undone is said: nothing, an unknown one, one that never landed, and by whom not', async ({
    expect,
  }) => {
    const room = rooms.room();
    const types = (handle: string, text: string) =>
      told(room, handle, () => room.as(handle).slash(room.channel, `/rollback undo ${text}`.trim()));
    expect(await types('ana', room.app)).toMatchInlineSnapshot(`
      "raxx-api-prod has no rollback of mine that could be undone. Nothing was done.
      To go to any release: \`/rollback APP vN\`"
    `);
    expect(await types('ana', 'rb-7f3ak2mn')).toMatchInlineSnapshot(`
      "I know no rollback \`rb-xxxxxxxx\`. Nothing was done.
      See the open ones with \`/rollback status\`."
    `);
    expect(await types('ana', '')).toMatch(/^Which app\? Nothing was done\./);
    await room.asks('ana');
    const { id } = await room.operation();
    expect(await types('ana', String(id))).toMatchInlineSnapshot(`
      "rb-xxxxxxxx cannot be undone: it is waiting for approval. Nothing was done.
      To go to any release: \`/rollback APP vN\`"
    `);
    await room.approves('bo');
    await room.becomes('recovered');
    expect(await types('sue', room.app)).toMatchInlineSnapshot(`
      "Asking for a rollback needs the operator or superadmin role; you have support. Nothing was done.
      Operators: Ana, Kristerpher, Bo, Kim."
    `);
  });
});
