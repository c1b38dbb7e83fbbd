/** A rollback that did not bring production back, or not for certain: what people hear, once, and what they can press. */
import { describe, test } from 'vitest';
import type { Modifier } from '../../rehearsal/heroku/faults.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms(
  { 'raxx-api-prod': 4, 'raxx-console-prod': 2 },
  { setUp: { change: { hold: '10s' } } },
);
const BEN = 'ben@raxx.app';

async function lands(room: Room, ...modifiers: readonly Modifier[]): Promise<void> {
  rooms.stage().heroku.control.fault({ on: 'rollback-post', app: room.app, modifiers: [...modifiers] });
  await room.asks('ana');
  const sent = await room.approves('bo');
  if (sent.kind !== 'closed') throw new Error(sent.kind);
  await rooms.stage().slack.until(() => room.posts().length === 1, 10_000, `the POST for ${room.app}`);
}

async function says(room: Room, pattern: RegExp, handle = 'bo'): Promise<string> {
  return room.readable((await room.sees(handle, pattern)).plain);
}

function howOften(room: Room, pattern: RegExp, handle = 'bo'): number {
  return room
    .as(handle)
    .messages(room.channel)
    .filter(({ plain }) => pattern.test(plain)).length;
}

async function lines(room: Room, text: string): Promise<readonly string[]> {
  const { rows } = await rooms.stage().database.pool.query<{ line: string }>({ text, values: [room.app] });
  return rows.map(({ line }) => room.readable(line));
}

const recorded = (room: Room) =>
  lines(
    room,
    `select concat_ws(' | ', bad_release, rolled_to, outcome) as line from drill_record where app = $1 order by id`,
  );
const timeline = (room: Room) =>
  lines(
    room,
    `select actor || ': ' || text as line from timeline_entry t join incident i on i.id = t.incident_id where i.app = $1 order by t.id`,
  );

/** Somebody changes the number of web dynos, as `heroku ps:scale` would. */
async function scale(room: Room, quantity: number): Promise<void> {
  const { heroku } = rooms.stage();
  const answer = await fetch(`${heroku.url}/apps/${room.app}/formation`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${heroku.botToken}`,
      accept: 'application/vnd.heroku+json; version=3',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ updates: [{ type: 'web', quantity }] }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

describe.concurrent('dynos crash at once', () => {
  test('people hear it at once and once; an older release closes this one and is asked for, symptom filled in', async ({
    expect,
  }) => {
    const room = rooms.room();
    await lands(room, { kind: 'dynos-crash', afterMs: 0 });
    const told = await room.sees('bo', /is not up:/);
    expect(
      room.readable(told.plain).replace(/: web\.[\d, web.]+ crashed/, ': web.N crashed'),
    ).toMatchInlineSnapshot(`
      "raxx-api-prod is not up: web.N crashed on v86 at HH:MM UTC. @Ana @Bo
      Not recovered; I go on checking. Choose: [Older release] [Stop] [Escalate]
      [Older release] [Stop] [Escalate]"
    `);
    await room.busy('bo', async () => {
      await room.as('bo').tap(told, 'rollback.older-release', { confirm: false });
      expect((await room.operation())['status']).toMatch(/verifying|needs_human/);
      await room.as('bo').tap(told, 'rollback.older-release');
      const modal = await rooms.stage().slack.until(() => room.as('bo').modal(), 5_000, 'the form');
      expect(room.readable(modal.text())).toContain('raxx-api-prod → v8');
      expect(modal.text()).not.toContain('→ v84');
      expect(modal.text()).toContain('signup 500s since 02:58 UTC');
      await rooms.stage().slack.until(() => !modal.text().includes('Checking…'), 10_000);
      await room.as('bo').closeModal();
    });
    await room.becomes('closed');
    expect(await says(room, /^Closed by/)).toMatchInlineSnapshot(`
      "Closed by Bo at HH:MM UTC: raxx-api-prod v85 → v84. @Ana @Bo
      v86 is live but was not proven. CI may not deploy v85 again until somebody unlocks. See \`heroku ps -a raxx-api-prod\`
      [Unlock deploys]"
    `);
    expect(await recorded(room)).toMatchInlineSnapshot(`
      [
        "v85 | v84 | Not proven — v86 appeared, closed by Bo",
      ]
    `);
    expect(howOften(room, /is not up:/)).toBe(1);
  });

  test('[Stop] says how, and how to undo it; [Escalate] calls everybody, once', async ({ expect }) => {
    const room = rooms.room();
    await lands(room, { kind: 'dynos-crash', afterMs: 0 });
    const told = await room.sees('bo', /is not up:/);
    await room.as('bo').tap(told, 'rollback.stop');
    expect(await says(room, /^To take/)).toMatchInlineSnapshot(`
      "To take raxx-api-prod offline, app and data kept: \`heroku ps:scale web=0 -a raxx-api-prod\`. I did nothing.
      To undo it: \`heroku ps:scale web=2 -a raxx-api-prod\`. See: \`heroku ps -a raxx-api-prod\`"
    `);
    await Promise.all([
      room.as('bo').tap(told, 'rollback.escalate'),
      room.as('kim').tap(told, 'rollback.escalate'),
    ]);
    await room.sees('ana', /calls all operators/);
    expect(howOften(room, /calls all operators/)).toBe(1);
    const called = room.readable((await room.sees('ana', /calls all operators/)).plain);
    expect(
      called.replace(/^(Bo|Kim) /, 'Somebody ').replace(/web\.[\d, web.]+ crashed/, 'web.N crashed'),
    ).toMatchInlineSnapshot(`
      "Somebody calls all operators for raxx-api-prod: v86 is not proven: web.N crashed. @operators @Ana @Kristerpher
      Nothing more is done by itself. What happened is in this thread."
    `);
    const first = called.startsWith('Bo') ? 'Bo' : 'Kim';
    const second = first === 'Bo' ? 'kim' : 'bo';
    expect(await says(room, /was first/, second)).toContain(`${first} was first, at`);
    const direct = await rooms
      .stage()
      .slack.until(() => room.as('ana').find('dm', new RegExp(`needs you for ${room.app}`)), 20_000);
    expect(
      room
        .readable(direct.plain)
        .replace(/^(Bo|Kim) /, 'Somebody ')
        .replace(/web\.[\d, web.]+ crashed/, 'web.N crashed'),
    ).toMatchInlineSnapshot(`
      "Somebody needs you for raxx-api-prod: v86 is not proven: web.N crashed.
      Go to #ops; asked for by @Ana."
    `);
    await room.as('sue').tap(told, 'rollback.escalate');
    expect(await says(room, /Escalating needs/, 'sue')).toContain('you have support');
  });
});

describe.concurrent('it recovers, and', () => {
  test('smoke was 200 all along: people are asked, reminded, and may say one and then the other', async ({
    expect,
  }) => {
    const room = rooms.room('raxx-console-prod');
    await room.asks('ana', 'v59 page is empty');
    await room.approves('bo');
    await room.becomes('recovered');
    const asked = await room.sees('bo', /^Is the symptom gone/);
    expect(room.readable(asked.plain)).toMatchInlineSnapshot(`
      "Is the symptom gone? “page is empty” @Ana @Bo
      The smoke check was 200 before the rollback too, so it cannot tell.
      [Yes] [Still broken]"
    `);
    expect(await says(room, /^Nobody has said yet/)).toMatchInlineSnapshot(`
      "Nobody has said yet whether the symptom is gone. “page is empty” @Ana @Bo
      The smoke check cannot tell; please look and choose.
      [Yes] [Still broken]"
    `);
    expect(await says(room, /is stable for 5 min/)).toMatchInlineSnapshot(
      `"raxx-console-prod is stable for 5 min: 1 of 1 dynos up on v61, smoke check passing."`,
    );
    await room.as('ana').tap(asked, 'rollback.still-broken');
    const broken = await room.sees('bo', /is still broken, says Ana/);
    expect(room.readable(broken.plain)).toMatchInlineSnapshot(`
      "raxx-console-prod is still broken, says Ana at HH:MM UTC; dynos and smoke look fine on v61. “page is empty” @Ana @Bo
      Nothing more was done. Choose: [Older release] [Stop] [Escalate]
      [Older release] [Stop] [Escalate]"
    `);
    await room.as('bo').tap(asked, 'rollback.still-broken');
    expect(await says(room, /was first/)).toMatchInlineSnapshot(`
      "Ana was first, at HH:MM UTC. Nothing more was done.
      Say more with [Note] on the card."
    `);
    expect(await says(room, /· STILL BROKEN ·/)).toContain('✗ Still broken, says Ana');
    await room.as('bo').tap(asked, 'rollback.symptom-gone');
    expect(await says(room, /says at .* that the symptom is gone/)).toMatchInlineSnapshot(
      `"Bo says at HH:MM UTC that the symptom is gone."`,
    );
    await room.sees('bo', /· RECOVERED ·[\s\S]*Symptom gone, says Bo/);
    expect(await recorded(room)).toMatchInlineSnapshot(`
      [
        "v60 | v59 | Success — v61 appeared, dyno up, smoke check passing",
        "v60 | v59 | the symptom is still there, says Ana at HH:MM UTC",
        "v60 | v59 | the symptom is gone after all, says Bo at HH:MM UTC",
      ]
    `);
    expect((await timeline(room)).slice(-3)).toMatchInlineSnapshot(`
      [
        "Switchback: raxx-console-prod is stable for 5 min: 1 of 1 dynos up on v61, smoke check passing.",
        "Ana: Still broken on v61.",
        "Bo: The symptom is gone.",
      ]
    `);
    expect(howOften(room, /^Is the symptom gone/)).toBe(1);
    expect(howOften(room, /^Nobody has said yet/)).toBe(1);
  }, 120_000);

  test('[Yes] before the reminder: nobody is reminded; a note goes into thread and timeline', async ({
    expect,
  }) => {
    const room = rooms.room('raxx-console-prod');
    await room.asks('ana', 'v59 page is empty');
    await room.approves('bo');
    await room.becomes('recovered');
    await room.as('ana').tap(await room.sees('ana', /^Is the symptom gone/), 'rollback.symptom-gone');
    await room.sees('bo', /says at .* that the symptom is gone/);
    await room.busy('sue', async () => {
      await room.as('sue').tap(await room.sees('sue', /RECOVERED[\s\S]*\[Note\]/), 'rollback.note');
      const form = await rooms.stage().slack.until(() => room.as('sue').modal(), 5_000, 'the form');
      expect(room.readable(form.text())).toMatchInlineSnapshot(`
        "── Note ──
        raxx-console-prod v60 → v59
        What do you see?
          ____
          For the timeline and the thread. A time first (03:04, UTC) says when it happened.
        [Not now] [Add]"
      `);
      await form.fill('note', 'note', 'customers see the page again <!channel> & *all* is well');
      expect(await form.submit()).toMatchObject({ kind: 'closed' });
    });
    expect(await says(room, /UTC Sue: /)).toMatchInlineSnapshot(
      `"HH:MM UTC Sue: customers see the page again <!channel> & *all* is well"`,
    );
    await room.sees('bo', /is stable for 5 min/);
    expect(howOften(room, /^Nobody has said yet/)).toBe(0);
    expect((await timeline(room)).filter((line) => /Sue|says at/.test(line))).toMatchInlineSnapshot(`
      [
        "Sue: customers see the page again &lt;!channel&gt; &amp; *all* is well",
      ]
    `);
  });
});

describe.concurrent('nothing can be proven', () => {
  test('web is scaled to 0: it is closed honestly, not called recovered, however well smoke answers', async ({
    expect,
  }) => {
    const room = rooms.room();
    await room.asks('ana');
    await scale(room, 0);
    await room.approves('bo');
    await room.becomes('closed');
    expect(await says(room, /nothing runs/)).toMatchInlineSnapshot(`
      "v86 with v84's code is live, but web is scaled to 0: nothing runs, so nothing is proven. @Ana @Bo
      Not counted as recovered. To start it: \`heroku ps:scale web=1 -a raxx-api-prod\`, then \`heroku ps -a raxx-api-prod\`
      [Unlock deploys]"
    `);
    expect(await recorded(room)).toMatchInlineSnapshot(`
      [
        "v85 | v84 | Not proven — v86 appeared, web is scaled to 0",
      ]
    `);
    expect(room.as('bo').find(room.channel, /Rollback confirmed/)).toBeNull();
  });

  test('T84 Ben releases on top before it is proven: superseded by his, and the bot stops', async ({
    expect,
  }) => {
    const { heroku } = rooms.stage();
    const room = rooms.room();
    await lands(room, { kind: 'dynos-crash', afterMs: 0 });
    await room.sees('bo', /is not up:/);
    const { version } = heroku.control.release(room.app, BEN, {
      kind: 'deploy',
      commit: 'f1xed00d',
      behaviour: 'healthy',
    });
    heroku.control.endCommand(room.app, version, 'succeeds');
    await room.becomes('superseded');
    expect(await says(room, /before v86 was proven/)).toMatchInlineSnapshot(`
      "ben@raxx.app released v87 (Deploy f1xed00d) over v86 at HH:MM UTC, before v86 was proven. @Ana @Bo
      I stop here: what runs now is theirs, see \`heroku ps -a raxx-api-prod\`. Back to the rollback: \`/rollback raxx-api-prod v86\`
      [Unlock deploys]"
    `);
    expect(await says(room, /· SUPERSEDED ·/)).toContain('Ended');
    expect(await recorded(room)).toMatchInlineSnapshot(`
      [
        "v85 | v84 | Superseded — v86 appeared, then v87 by ben@raxx.app before it was proven",
      ]
    `);
  });
});
