/** Incidents changed, moved on by their rollbacks, and listed. */
import { expect, test } from 'vitest';
import { incidentDesk, still } from './incident-desk.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 7, 'raxx-velvet-prod': 1 });
const desk = incidentDesk(rooms);

/** [Update] on the headline. Within `busy`. */
async function updates(room: Room, handle: string) {
  const { slack } = rooms.stage();
  const before = room.as(handle).modal()?.viewId;
  const done = await room.as(handle).tap(await desk.headline(room), 'incident.update');
  if (done.notice !== null) throw new Error(done.notice);
  return await slack.until(
    () => {
      const modal = room.as(handle).modal();
      return modal?.viewId === before ? null : modal;
    },
    8_000,
    'the form',
  );
}

test('what was changed is said old and new, once; the new commander is called, and every change is a line', async () => {
  const room = rooms.room();
  const there = await desk.opened(room, 'ana');
  await room.busy('sue', async () => {
    const form = await updates(room, 'sue');
    expect(
      room
        .readable(form.text())
        .replace(/\[\d{4}-\d\d-\d\d ▾\]\n(.*\n)\s+\[\d\d:\d\d ▾\]/, '[DAY ▾]\n$1  [TIME ▾]'),
    ).toMatchInlineSnapshot(`
      "── Update incident ──
      *raxx-api-prod* signup 500s
      What is new? (optional)
        ____
        For the thread and the timeline, not for customers.
      Where are we?
        [Investigating ▾]
      How bad is it?
        [SEV-2 · a main flow is broken ▾]
      What is broken?
        signup 500s
      What do customers notice? (optional)
        ____
      Live customers? (optional)
        [ ] It touches a live customer flow
      Who leads? (optional)
        [@Ana ▾]
      Other apps it has reached (optional)
        [Choose ▾]
      Began on (UTC) (optional)
        [DAY ▾]
      Began at (UTC) (optional)
        [TIME ▾]
        Never later than now.
      [Not now] [Update]"
    `);
    expect(await form.submit()).toMatchObject({
      kind: 'errors',
      errors: { message: expect.stringMatching(/Nothing is different/) },
    });
    await form.choose('severity', 'severity', '1');
    await form.choose('status', 'status', 'identified');
    await form.fill('impact', 'impact', 'nobody can sign up');
    await form.pickUser('commander', 'commander', 'bo');
    await form.set('also', 'also', ['raxx-console-prod']);
    await form.fill('message', 'message', 'a bad migration <!channel>');
    expect(await form.submit()).toMatchObject({ kind: 'closed' });
  });
  const said = await room.sees('bo', /^\*Update\*/);
  expect(said.threadTs).toBe(there.ts);
  expect(said.plain).toMatchInlineSnapshot(`
    "*Update* by Sue: SEV-2 → SEV-1 · investigating → identified · Customers: “nobody can sign up” · Led by @Bo, not Ana any more · It reaches raxx-console-prod too
    “a bad migration <!channel>”"
  `);
  expect(
    room
      .as('bo')
      .notifications()
      .map(({ ts }) => ts),
  ).toContain(said.ts);
  const [incident] = await desk.rows(room);
  expect(await desk.lines(incident?.['id'])).toMatchInlineSnapshot(`
    [
      "opened · Ana: Incident opened: signup 500s",
      "status · Sue: SEV-2 → SEV-1",
      "status · Sue: investigating → identified",
      "status · Sue: Customers: “nobody can sign up”",
      "status · Sue: Led by Bo, not Ana any more",
      "status · Sue: It reaches raxx-console-prod too",
      "note · Sue: a bad migration &lt;!channel&gt;",
    ]
  `);
  expect(still(room.readable((await desk.headline(room, /SEV-1/)).plain))).toMatchInlineSnapshot(`
    "Incident open: raxx-api-prod signup 500s. Investigating. Started: HH:MM UTC
    *SEV-1* · identified · led by Bo · N min so far
    raxx-api-prod (release not known yet) · also raxx-console-prod (release not known yet)
    Customers: nobody can sign up
    No public update yet.
    in-xxxxxxxx · opened HH:MM UTC by Ana
    [Update] [Note] [Timeline] [Close incident] [Escalate]"
  `);
});

test('somebody else changed the same meanwhile: the form says so, nothing is lost, and it can be sent again', async () => {
  const room = rooms.room();
  await desk.opened(room, 'ana');
  await room.busy('ana', async () => {
    const mine = await updates(room, 'ana');
    await mine.choose('severity', 'severity', '3');
    await mine.fill('message', 'message', 'only a few');
    await room.busy('bo', async () => {
      const form = await updates(room, 'bo');
      await form.choose('severity', 'severity', '1');
      await form.choose('status', 'status', 'identified');
      await form.submit();
    });
    expect(await mine.submit()).toMatchObject({ kind: 'updated' });
    expect(room.readable(mine.text()).split('\n').slice(0, 12).join('\n')).toMatchInlineSnapshot(`
      "── Update incident ──
      *Somebody changed it while you wrote.* Nothing of yours was sent; it is kept below.
      • SEV-2 → SEV-1
      • investigating → identified
      *raxx-api-prod* signup 500s
      What is new? (optional)
        only a few
        For the thread and the timeline, not for customers.
      Where are we?
        [Identified ▾]
      How bad is it?
        [SEV-3 · partly broken ▾]"
    `);
    expect(await mine.submit()).toMatchObject({ kind: 'closed' });
  });
  expect((await desk.rows(room))[0]).toMatchObject({ severity: 3, status: 'identified' });
  expect((await room.sees('kim', /only a few/)).plain).toMatchInlineSnapshot(`
    "*Update* by Ana: SEV-1 → SEV-3
    “only a few”"
  `);
});

test('two change different things at once: both hold', async () => {
  const room = rooms.room();
  await desk.opened(room, 'ana');
  await room.busy('ana', async () => {
    const mine = await updates(room, 'ana');
    await mine.fill('symptom', 'symptom', 'sign-in 500s too');
    await room.busy('bo', async () => {
      const form = await updates(room, 'bo');
      await form.choose('severity', 'severity', '4');
      await form.submit();
    });
    expect(await mine.submit()).toMatchObject({ kind: 'closed' });
  });
  expect((await desk.rows(room))[0]).toMatchObject({ severity: 4, symptom: 'sign-in 500s too' });
  await desk.headline(room, /^Incident open: \S+ sign-in 500s too\. Investigating/);
});

test('a rollback moves it on by itself and stands in the headline; over, the form is not offered', async () => {
  const room = rooms.room();
  await room.asks('ana');
  const at = async (status: string) => {
    const { slack } = rooms.stage();
    await slack.until(async () => (await desk.rows(room))[0]?.['status'] === status, 40_000, status);
  };
  expect(
    still(room.readable((await desk.headline(room, /waiting for approval \S* ?.*open the card/)).plain)),
  ).toMatchInlineSnapshot(`
    "Incident open: raxx-api-prod signup 500s since 02:58 UTC. Investigating. Started: HH:MM UTC
    *SEV-2* · investigating · nobody leads it yet · N min so far
    raxx-api-prod runs v85 (seen HH:MM UTC)
    No public update yet.
    • raxx-api-prod v85 → v84 · waiting for approval · asked HH:MM UTC (open the card)
    rb-xxxxxxxx · opened HH:MM UTC by Ana
    [Update] [Note] [Timeline] [Close incident] [Escalate]"
  `);
  await room.approves('bo');
  await at('recovering');
  await at('monitoring');
  const seen = await desk.headline(room, /done and recovered/);
  expect(still(room.readable(seen.plain))).toMatchInlineSnapshot(`
    "Incident open: raxx-api-prod signup 500s since 02:58 UTC. Investigating. Started: HH:MM UTC
    *SEV-2* · monitoring · nobody leads it yet · N min so far
    raxx-api-prod runs v86 (proven HH:MM UTC)
    No public update yet.
    • raxx-api-prod v85 → v84 · done and recovered · proved M:SS after the request (open the card)
    rb-xxxxxxxx · opened HH:MM UTC by Ana
    [Update] [Note] [Timeline] [Close incident] [Escalate]"
  `);
  const [incident] = await desk.rows(room);
  await rooms.stage().database.pool.query({
    text: `update incident set closed_at = switchback_now() where id = $1`,
    values: [incident?.['id']],
  });
  expect(await room.tells('ana', 'incident.update', seen)).toMatch(/closed this incident at/);
});

test('what people say of it after the rollback was sent, the rollback does not take back', async () => {
  const room = rooms.room();
  const { heroku } = rooms.stage();
  const command = { kind: 'release-command', outcome: 'hangs' } as const;
  heroku.control.fault({ on: 'rollback-post', app: room.app, modifiers: [command] });
  await room.asks('ana');
  await room.approves('bo');
  await room.becomes('verifying');
  await desk.headline(room, /· recovering ·/);
  await room.busy('kim', async () => {
    const form = await updates(room, 'kim');
    await form.choose('status', 'status', 'investigating');
    await form.submit();
  });
  heroku.control.endCommand(room.app, 86, 'succeeds');
  await room.becomes('recovered');
  expect((await desk.rows(room))[0]).toMatchObject({ status: 'investigating' });
});

test('open, past and drills, each apart; older ones are a tap away', async () => {
  const room = rooms.room('raxx-velvet-prod');
  const { database } = rooms.stage();
  await database.pool.query({
    text: `insert into incident (id, app, channel, opened_by, opened_at, started_at, closed_at, symptom, drill)
           select '2026-01-01-velvet-in-' || lpad(n::text, 8, 'a'), $1, 'C0OPS', 'ana', t, t, t + interval '72 minutes',
                  'outage ' || n, n % 6 = 0
             from generate_series(1, 20) as n, lateral (select timestamptz '2026-01-01 03:04Z' + n * interval '1 day' as t) as at`,
    values: [room.app],
  });
  await desk.opened(room, 'ana', 'blank page');
  const shown = await desk.told(room, 'sue', `list ${room.app}`);
  expect(still(shown).replace(/https:\S+?(?=\|)/g, 'https://…')).toMatchInlineSnapshot(`
    "*Open incidents of raxx-velvet-prod*
    • SEV-2 · raxx-velvet-prod: blank page · investigating · N min so far · led by Ana · <https://…|open the thread>
    *Past incidents of raxx-velvet-prod*
    • 2026-01-21 HH:MM UTC · SEV-2 · raxx-velvet-prod: outage 20 · lasted 1 h 12 min · in-xxxxxxxx
    • 2026-01-20 HH:MM UTC · SEV-2 · raxx-velvet-prod: outage 19 · lasted 1 h 12 min · in-xxxxxxxx
    • 2026-01-18 HH:MM UTC · SEV-2 · raxx-velvet-prod: outage 17 · lasted 1 h 12 min · in-xxxxxxxx
    • 2026-01-17 HH:MM UTC · SEV-2 · raxx-velvet-prod: outage 16 · lasted 1 h 12 min · in-xxxxxxxx
    • 2026-01-16 HH:MM UTC · SEV-2 · raxx-velvet-prod: outage 15 · lasted 1 h 12 min · in-xxxxxxxx
    • 2026-01-15 HH:MM UTC · SEV-2 · raxx-velvet-prod: outage 14 · lasted 1 h 12 min · in-xxxxxxxx
    • 2026-01-14 HH:MM UTC · SEV-2 · raxx-velvet-prod: outage 13 · lasted 1 h 12 min · in-xxxxxxxx
    • 2026-01-12 HH:MM UTC · SEV-2 · raxx-velvet-prod: outage 11 · lasted 1 h 12 min · in-xxxxxxxx
    • 2026-01-11 HH:MM UTC · SEV-2 · raxx-velvet-prod: outage 10 · lasted 1 h 12 min · in-xxxxxxxx
    • 2026-01-10 HH:MM UTC · SEV-2 · raxx-velvet-prod: outage 9 · lasted 1 h 12 min · in-xxxxxxxx
    • 2026-01-09 HH:MM UTC · SEV-2 · raxx-velvet-prod: outage 8 · lasted 1 h 12 min · in-xxxxxxxx
    • 2026-01-08 HH:MM UTC · SEV-2 · raxx-velvet-prod: outage 7 · lasted 1 h 12 min · in-xxxxxxxx
    • 2026-01-06 HH:MM UTC · SEV-2 · raxx-velvet-prod: outage 5 · lasted 1 h 12 min · in-xxxxxxxx
    • 2026-01-05 HH:MM UTC · SEV-2 · raxx-velvet-prod: outage 4 · lasted 1 h 12 min · in-xxxxxxxx
    • 2026-01-04 HH:MM UTC · SEV-2 · raxx-velvet-prod: outage 3 · lasted 1 h 12 min · in-xxxxxxxx"
  `);
  const drills = await desk.told(room, 'sue', `list ${room.app} drills`);
  expect(drills).toContain('*Past drills of raxx-velvet-prod*');
  expect(drills).not.toContain('*Past incidents');
  expect(await desk.told(room, 'sue', `list ${room.app} open`)).not.toContain('outage');
  expect(await desk.told(room, 'sue', `list ${room.app} yesterday past`)).toContain(
    'I do not know “yesterday”',
  );
  const page = await room.sees('sue', /\[Show older\]/);
  expect(page.plain).not.toContain('outage 1 ');
  expect(await room.tells('sue', 'incident.list-more', page)).toContain('outage 1 ');
});
