/** Incidents opened by people: the form, the question whether it is the same, and the headline. */
import { expect, test } from 'vitest';
import { clicker } from './clicks.ts';
import { incidentDesk, still } from './incident-desk.ts';
import { openRooms } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 14, 'raxx-console-prod': 1 });
const desk = incidentDesk(rooms);
const { caught, clicks } = clicker(rooms);

test('by command: the form is filled in, and what it opens is one message and a row', async () => {
  const room = rooms.room();
  await room.busy('ana', async () => {
    const form = await desk.form(room, 'ana', `open ${room.app} signup 500s since 02:58 UTC`);
    expect(room.readable(form.text())).toMatchInlineSnapshot(`
      "── Open incident ──
      Which app?
        [raxx-api-prod ▾]
      What is broken?
        signup 500s since 02:58 UTC
        A few words: everybody reads them first.
      How bad is it?
        [SEV-2 · a main flow is broken ▾]
      What do customers notice? (optional)
        ____
      Live customers? (optional)
        [ ] It touches a live customer flow
      Who leads? (optional)
        [@Ana ▾]
      Began on (UTC) (optional)
        [Date ▾]
      Began at (UTC) (optional)
        [Time ▾]
        Empty: now. A time alone is the last one that passed.
      Real or practice?
        (o) Real
        ( ) Drill
      Everybody in #ops sees it; what happens then is in its thread.
      [Cancel] [Open]"
    `);
    expect(await form.submit()).toMatchObject({ kind: 'closed' });
  });
  expect(still(room.readable((await desk.headline(room)).plain))).toMatchInlineSnapshot(`
    "Incident open: raxx-api-prod signup 500s since 02:58 UTC. Investigating. Started: HH:MM UTC
    *SEV-2* · investigating · led by Ana · N min so far
    raxx-api-prod (release not known yet)
    No public update yet.
    in-xxxxxxxx · opened HH:MM UTC by Ana
    [Update] [Note] [Timeline] [Close incident] [Escalate]"
  `);
  const [incident, ...others] = await desk.rows(room);
  expect(others).toEqual([]);
  expect(incident).toMatchObject({
    severity: 2,
    status: 'investigating',
    symptom: 'signup 500s since 02:58 UTC',
    commander: { id: 'ana' },
    drill: false,
    live_flow: false,
  });
  expect(await desk.lines(incident?.['id'])).toEqual([
    'opened · Ana: Incident opened: signup 500s since 02:58 UTC',
  ]);
});

test('by form, begun earlier, led by somebody else: they are called, and the headline says all of it', async () => {
  const room = rooms.room();
  const began = new Date(rooms.stage().now().getTime() - 90 * 60_000);
  await room.busy('sue', async () => {
    const form = await desk.form(room, 'sue', 'open');
    // Support may not publish: whoever leads is called to.
    await rooms.stage().slack.until(() => !form.text().includes('Sue'), 5_000, 'nobody');
    expect(await form.submit()).toMatchObject({ kind: 'incomplete' });
    await form.choose('app', 'app', room.app);
    await form.fill('symptom', 'symptom', 'checkout hangs');
    await form.choose('severity', 'severity', '1');
    await form.fill('impact', 'impact', 'cannot pay');
    await form.tick('flow', 'flow');
    await form.pickUser('commander-1', 'commander', 'gus');
    expect(await form.submit()).toMatchObject({ errors: { 'commander-1': expect.stringMatching(/guest/) } });
    await form.pickUser('commander-1', 'commander', 'bo');
    await form.pickDate('date', 'date', began.toISOString().slice(0, 10));
    await form.pickTime('time', 'time', began.toISOString().slice(11, 16));
    expect(await form.submit()).toMatchObject({ kind: 'closed' });
  });
  const seen = await desk.headline(room, /90|1 h 3\d min/);
  expect(room.readable(seen.plain).replace(/1 h 3\d min/, '1 h 3N min')).toMatchInlineSnapshot(`
    "Incident open: raxx-api-prod checkout hangs. Investigating. Started: HH:MM UTC
    *SEV-1* · investigating · led by Bo · 1 h 3N min so far
    raxx-api-prod (release not known yet)
    Customers: cannot pay · Touches a live customer flow.
    No public update yet.
    in-xxxxxxxx · opened HH:MM UTC by Sue
    [Update] [Note] [Timeline] [Close incident] [Escalate]"
  `);
  const leads = await room.sees('bo', /leads this incident/);
  expect(leads.threadTs).toBe(seen.ts);
  expect(
    room
      .as('bo')
      .notifications()
      .map(({ ts }) => ts),
  ).toContain(leads.ts);
  expect((await desk.rows(room))[0]).toMatchObject({ opened_by: 'sue', live_flow: true, severity: 1 });
});

test('a beginning that is still to come, and a time without sense, are told under the field', async () => {
  const room = rooms.room();
  const later = new Date(rooms.stage().now().getTime() + 3 * 86_400_000);
  await room.busy('ana', async () => {
    const form = await desk.form(room, 'ana', `open ${room.app} signup 500s`);
    await form.pickDate('date', 'date', later.toISOString().slice(0, 10));
    expect(await form.submit()).toMatchObject({
      kind: 'errors',
      errors: { time: expect.stringMatching(/do not make an instant/) },
    });
    await form.pickTime('time', 'time', '00:00');
    expect(await form.submit()).toMatchObject({
      kind: 'errors',
      errors: { time: expect.stringMatching(/is still to come/) },
    });
    await form.pickDate('date', 'date', '');
    await form.pickTime('time', 'time', '');
    await form.pickUser('commander', 'commander', 'gus');
    expect(await form.submit()).toMatchObject({
      kind: 'errors',
      errors: { commander: expect.stringMatching(/is a guest/) },
    });
    await form.close();
  });
  expect(await desk.rows(room)).toEqual([]);
});

test('one is open on this app: asked whether it is the same; the same is added to it, and nothing is lost', async () => {
  const room = rooms.room();
  const there = await desk.opened(room, 'ana');
  await room.busy('bo', async () => {
    const form = await desk.form(room, 'bo', `open ${room.app} mails do not arrive`);
    await form.fill('impact', 'impact', 'no confirmation mail');
    const { slack } = rooms.stage();
    await slack.until(
      () => form.text().includes('Is it the same?'),
      5_000,
      () => form.text(),
    );
    expect(await form.submit()).toMatchObject({ kind: 'incomplete' });
    const [incident] = await desk.rows(room);
    await form.choose('same', 'same', String(incident?.['id']));
    expect(await form.submit()).toMatchObject({ kind: 'closed' });
  });
  const added = await room.sees('ana', /Bo reports the same/);
  expect(added.threadTs).toBe(there.ts);
  expect(room.readable(added.plain)).toMatchInlineSnapshot(
    `"Bo reports the same: raxx-api-prod mails do not arrive. Customers: no confirmation mail"`,
  );
  const [incident, ...others] = await desk.rows(room);
  expect(others).toEqual([]);
  expect(await desk.lines(incident?.['id'])).toHaveLength(2);

  // Another one: two headlines on one app.
  await room.busy('bo', async () => {
    const form = await desk.form(room, 'bo', `open ${room.app} certificates run out`);
    const { slack } = rooms.stage();
    await slack.until(
      () => form.text().includes('Is it the same?'),
      5_000,
      () => form.text(),
    );
    await form.choose('same', 'same', 'another');
    expect(await form.submit()).toMatchObject({ kind: 'closed' });
  });
  await desk.headline(room, /certificates run out/);
  expect(await desk.rows(room)).toHaveLength(2);
});

test('what is open on another app may be the same: that one reaches this app too', async () => {
  const [room, console] = [rooms.room(), rooms.room('raxx-console-prod')];
  await desk.opened(room, 'ana');
  const [incident] = await desk.rows(room);
  await room.busy('kim', async () => {
    const form = await desk.form(console, 'kim', `open ${console.app} console is blank`);
    const { slack } = rooms.stage();
    await slack.until(
      () => form.text().includes('Is it one of these?'),
      5_000,
      () => form.text(),
    );
    await form.tick('flow', 'flow');
    await form.choose('same', 'same', String(incident?.['id']));
    expect(await form.submit()).toMatchObject({ kind: 'closed' });
  });
  await desk.headline(room, new RegExp(`also ${console.app}`));
  expect((await desk.rows(room))[0]).toMatchObject({ also_apps: [console.app], live_flow: true });
  expect(await desk.rows(console)).toEqual([]);
});

test('two open one at once, through two processes: one incident, and the other is asked with nothing lost', async () => {
  const room = rooms.room();
  const bodies = await Promise.all(
    ['ana', 'bo'].map((handle) =>
      room.busy(handle, async () => {
        const form = await desk.form(room, handle, `open ${room.app} ${handle} sees 500s`);
        return form;
      }),
    ),
  );
  const caughtBodies: string[] = [];
  for (const form of bodies) caughtBodies.push(await caught(() => form.submit()));
  const answers = (await Promise.all(caughtBodies.map((body) => clicks(body, 1)))).flat();
  expect(answers.filter((answer) => answer === '')).toHaveLength(1);
  const asked = answers.find((answer) => answer !== '') ?? '';
  expect(asked).toContain('Is it the same?');
  expect(asked).toMatch(/(ana|bo) sees 500s[\s\S]*(ana|bo) sees 500s/);
  expect(await desk.rows(room)).toHaveLength(1);
  for (const form of bodies) await form.close();
});

test('the question comes back when one was opened while the form was filled in', async () => {
  const room = rooms.room();
  await room.busy('bo', async () => {
    const form = await desk.form(room, 'bo', `open ${room.app} I see 500s too`);
    await form.choose('severity', 'severity', '3');
    await desk.opened(room, 'ana');
    expect(await form.submit()).toMatchObject({ kind: 'updated' });
    const text = room.readable(form.text()).replace(/since \d\d:\d\d/, 'since HH:MM');
    expect(
      text.slice(0, text.indexOf('What is broken?')).replace(/\n.*Same: (?!raxx-api-prod signup).*/g, ''),
    ).toMatchInlineSnapshot(`
      "── Open incident ──
      *raxx-api-prod has an incident open* since HH:MM UTC, by Ana: signup 500s
      Nothing was opened yet. Is yours the same? Say so below; what you wrote is kept.
      Which app?
        [raxx-api-prod ▾]
      Is it the same?
        ( ) Same: raxx-api-prod signup 500s
        ( ) Another one
      "
    `);
    expect(text).toContain('I see 500s too');
    expect(text).toContain('SEV-3');
    // A drill is no other incident.
    await form.choose('kind', 'kind', 'drill');
    const [incident] = await desk.rows(room);
    await form.choose('same', 'same', String(incident?.['id']));
    expect(await form.submit()).toMatchObject({
      kind: 'errors',
      errors: { same: expect.stringMatching(/That one is real and yours is practice/) },
    });
    await form.choose('same', 'same', 'another');
    expect(await form.submit()).toMatchObject({ kind: 'closed' });
  });
  expect((await desk.headline(room, /DRILL/)).plain).toMatch(/^DRILL · Incident open: /);
});

test('several are open and none is named: what was typed comes back once for each, to be pasted', async () => {
  const { slack } = rooms.stage();
  const room = rooms.room();
  await desk.opened(room, 'ana');
  await room.busy('ana', async () => {
    const form = await desk.form(room, 'ana', 'open raxx-api-staging slow');
    await slack.until(() => form.text().includes('Is it one of these?'), 8_000, 'the question');
    await form.choose('same', 'same', 'another');
    expect((await form.submit()).kind).toBe('closed');
  });
  const said = (await desk.told(room, 'ana', 'note which one is it')).replaceAll(room.app, 'raxx-api-prod');
  expect(said).toMatchInlineSnapshot(`
    "2 incidents are open, and I cannot tell which one is meant. Nothing was done. Send one of these:
    \`/incident note in-xxxxxxxx which one is it\` raxx-api-staging: slow
    \`/incident note in-xxxxxxxx which one is it\` raxx-api-prod: signup 500s"
  `);
});

test('ten thousand characters of markup: cut where it can be seen, and nobody is called', async () => {
  const room = rooms.room();
  const hostile = '<!channel> *bold* <https://evil.example|raxx> `code` <@U0RAXX000BO> ';
  const seen = await desk.opened(room, 'ana', hostile.repeat(150));
  expect(seen.text).not.toMatch(/<[!@h]/);
  const [line = ''] = seen.plain.split('\n');
  expect(line).toContain('<!channel> *bold* <https://evil.example|raxx>');
  expect(line).toContain('…');
  const [incident] = await desk.rows(room);
  expect(Array.from(String(incident?.['symptom']))).toHaveLength(200);
});

test('elsewhere, guests and agents: what each is told', async () => {
  const room = rooms.room();
  const { slack } = rooms.stage();
  const answer = async (handle: string, channel: string, typed: string) => {
    const { delivery } = await slack.as(handle).slash(channel, `/incident ${typed}`);
    return JSON.stringify(delivery?.body ?? null);
  };
  const ACTS = 'open update note correct action review rca escalate public close'.split(' ');
  for (const part of ACTS)
    expect(await answer('ana', 'general', `${part} ${room.app} signup 500s`)).toMatch(
      new RegExp(`I take this only in .*Paste there: .*/incident ${part} ${room.app} signup 500s`),
    );
  const READS = ['help', 'list', `timeline ${room.app}`, `actions ${room.app}`, 'templates'];
  for (const part of READS) expect(await answer('ana', 'general', part)).not.toContain('only in');
  await room.busy('gus', async () => {
    const form = await desk.form(room, 'gus', `open ${room.app} signup 500s`);
    await slack.until(
      () => form.text().includes('your account is a guest'),
      5_000,
      () => form.text(),
    );
    await form.close();
  });
  await room.busy('raxx-dev-bot', async () => {
    const form = await desk.form(room, 'raxx-dev-bot', `open ${room.app} error rate 40%`);
    expect(await form.submit()).toMatchObject({ kind: 'closed' });
  });
  const seen = await desk.headline(room, /nobody leads it yet/);
  // Two are open, and which of them is meant is not a guest's to know.
  await rooms.room().opensIncident('ana');
  for (const typed of [...ACTS, 'timeline', 'actions', 'list', 'templates'].filter(
    (each) => each !== 'open',
  )) {
    const told = await answer('gus', 'ops', typed);
    expect(told).toContain('your account is a guest');
    expect(told).not.toContain(room.app);
  }
  expect(await room.tells('raxx-dev-bot', 'incident.update', seen)).toMatch(
    /^Changing an incident needs a human/,
  );
});

test('a channel that is archived: the headline lives on in the fallback channel; one that cannot be edited is left alone', async () => {
  const room = rooms.room();
  const { slack } = rooms.stage();
  rooms.allow('is_archived', 'channel_not_found', 'not_in_channel', 'message_not_found');
  await desk.opened(room, 'ana');
  slack.office.archive(room.channel);
  const moved = await slack.until(
    () => slack.as('bo').find('status', new RegExp(`Incident open: ${room.app} [\\s\\S]*so far`)),
    60_000,
    () =>
      slack
        .as('bo')
        .messages('status')
        .map(({ plain }) => plain)
        .join('\n---\n'),
  );
  expect(moved.plain).toContain('[Update] [Note] [Timeline] [Close incident] [Escalate]');

  const other = rooms.room();
  const there = await desk.opened(other, 'ana');
  const [incident] = await desk.rows(other);
  slack.faults.add({
    method: 'chat.update',
    where: { ts: there.ts },
    kind: 'error',
    error: 'message_not_found',
  });
  await slack.until(
    () =>
      rooms
        .stage()
        .logged.some(
          (line) => line.includes(`${incident?.['id']}`) && line.includes('can no longer be redrawn'),
        ),
    30_000,
    'the headline to be left alone',
  );
  expect(await desk.told(other, 'bo', `note ${other.app} still broken`)).toContain('In the timeline');
  await other.sees('kim', /Bo: .*still broken/);
});
