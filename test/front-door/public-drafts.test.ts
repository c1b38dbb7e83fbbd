/** What customers are told, from draft to status channel and status page: edited, checked, once, and in order. */
import { expect, test } from 'vitest';
import type { SeenMessage } from '../../rehearsal/slack/people/sight.ts';
import { openRooms, type Room } from './rooms.ts';
import { sentAgain } from './sent-again.ts';

const rooms = openRooms({ 'raxx-api-prod': 7, 'raxx-api-staging': 1 }, { receivers: true });

const INVESTIGATING =
  'We are investigating an issue affecting the trading platform. Our team is on it and we will post an update within 15 minutes.';

/** The address of the status page differs from run to run. */
function shown(room: Room, text: string): string {
  return room.readable(text).replace(/127\.0\.0\.1:\d+/g, 'status.example.com');
}

function page() {
  const { receivers } = rooms.stage();
  if (receivers === null) throw new Error('nobody takes webhooks');
  return receivers.statusPage;
}

/** What the status page shows of this room's app, in its order. */
function onPage(room: Room): readonly Record<string, unknown>[] {
  return page()
    .updates()
    .map(({ body }) => body as Record<string, unknown>)
    .filter(({ app }) => app === room.app);
}

const inStatus = (text: string): readonly string[] =>
  rooms
    .stage()
    .slack.as('bo')
    .messages('status')
    .map(({ plain }) => plain)
    .filter((plain) => plain.includes(text));

async function incidentOf(room: Room): Promise<string> {
  const { rows } = await rooms.stage().database.pool.query({
    text: 'select id from incident where app = $1 order by opened_at desc limit 1',
    values: [room.app],
  });
  return (rows[0] as { id: string }).id;
}

async function published(room: Room): Promise<readonly string[]> {
  const { rows } = await rooms.stage().database.pool.query({
    text: `select coalesce(name, which) as name from publication where incident_id = $1 order by sequence`,
    values: [await incidentOf(room)],
  });
  return rows.map((row) => (row as { name: string }).name);
}

/** What was ever drafted, in the order of writing. */
async function draftsOf(room: Room): Promise<readonly string[]> {
  const { rows } = await rooms.stage().database.pool.query({
    text: `select text from public_draft where incident_id = $1 order by written_at, id`,
    values: [await incidentOf(room)],
  });
  return rows.map((row) => (row as { text: string }).text);
}

async function firstDraft(room: Room): Promise<SeenMessage> {
  await room.asks('ana');
  return room.sees('ana', /Draft for customers, while you look/);
}

/** [Edit] with this text and perhaps the tick; what came of it. */
function edits(room: Room, handle: string, draft: SeenMessage, text: string, tick = false) {
  return room.busy(handle, async () => {
    const before = room.as(handle).modals().length;
    await room.as(handle).tap(draft, 'public.edit');
    const modal = await rooms.stage().slack.until(
      () => room.as(handle).modals()[before],
      5_000,
      () => `the form for ${handle}`,
    );
    await modal.fill('text', 'text', text);
    await modal.set('claim', 'public.claim-no-account-data', tick ? ['no-account-data'] : []);
    const sent = await modal.submit();
    const said = sent.kind === 'closed' ? '' : modal.text();
    if (sent.kind !== 'closed') await room.as(handle).closeModal();
    return said;
  });
}

test('edited, then published: the status channel and the status page have it once, signed and exactly so', async () => {
  const room = rooms.room();
  const draft = await firstDraft(room);
  expect(shown(room, draft.plain)).toMatchInlineSnapshot(`
    "Draft for customers, while you look. [Publish] puts it into #status and onto the status page at status.example.com as it stands:
    > We are investigating an issue affecting the trading platform. Our team is on it and we will post an update within 15 minutes.
    [ ] Add: No account data has been affected.
    [Publish] [Edit]"
  `);
  const text = 'Signups fail & we know why.\n\nWe will post an update within 15 minutes.';
  expect(await edits(room, 'bo', draft, text)).toBe('');
  const edited = await room.sees('ana', /edited by Bo/);
  expect(shown(room, edited.plain)).toMatchInlineSnapshot(`
    "Draft for customers, edited by Bo. [Publish] puts it into #status and onto the status page at status.example.com as it stands:
    > Signups fail & we know why.
    > 
    > We will post an update within 15 minutes.
    [ ] Add: No account data has been affected.
    [Publish] [Edit]"
  `);
  const old = await room.sees('ana', /Bo edited this draft/);
  expect(old.ts).toBe(draft.ts);
  expect(shown(room, old.plain)).toMatchInlineSnapshot(`
    "Bo edited this draft at HH:MM UTC: the one to publish is further down.
    > We are investigating an issue affecting the trading platform. Our team is on it and we will post an update within 15 minutes."
  `);
  // As somebody saw it before it was replaced.
  expect(await room.tells('ana', 'public.publish', draft)).toMatchInlineSnapshot(`
    "Bo edited this draft at HH:MM UTC. Nothing more was done.
    The draft that counts is further down in the thread."
  `);

  await room.as('ana').tap(edited, 'public.publish');
  const { slack } = rooms.stage();
  await slack.until(() => onPage(room).length > 0, 20_000, 'the status page');
  expect(onPage(room)).toEqual([
    {
      id: expect.stringMatching(/\/V[A-Z0-9]+$/),
      incident: await incidentOf(room),
      app: room.app,
      surface: 'the trading platform',
      which: 'investigating',
      text,
      published_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      sequence: 1,
    },
  ]);
  expect(inStatus('Signups fail')).toEqual([text]);
  const done = await room.sees('bo', /Ana published at/);
  expect(shown(room, done.plain)).toMatchInlineSnapshot(
    `"Ana published at HH:MM UTC into #status and onto the status page at status.example.com: we are investigating."`,
  );
  const over = await room.sees('bo', /Ana published this/);
  expect(shown(room, over.plain)).toMatchInlineSnapshot(`
    "Ana published this at HH:MM UTC.
    > Signups fail & we know why.
    > 
    > We will post an update within 15 minutes."
  `);
});

test('what customers must not read is not saved: brackets, mentions, nothing, and a claim that nobody ticked', async () => {
  const room = rooms.room();
  const draft = await firstDraft(room);
  const claim = 'All is well. No account data has been affected.';
  const said: string[] = [];
  for (const text of ['We look at [surface].', 'Ask @here.', ' ', claim])
    said.push(await edits(room, 'ana', draft, text));
  expect(
    said.map((each) => each.split('\n').filter((line) => /Nothing was done|required/i.test(line))),
  ).toMatchInlineSnapshot(`
    [
      [
        "  ! [surface] is still to be filled in. Nothing was done. Customers would read it as it stands: write what belongs there.",
      ],
      [
        "  ! @here would mention somebody of this Slack. Nothing was done. Customers are not here: take it out.",
      ],
      [
        "  ! There is no text. Nothing was done. Write what customers should read.",
      ],
      [
        "  ! It says that no account data has been affected, and nobody ticked that. Nothing was done. If you know it, tick that sentence in the form; else take it out.",
      ],
    ]
  `);
  expect(await edits(room, 'ana', draft, claim, true)).toBe('');
  const edited = await room.sees('ana', /edited by Ana/);
  expect(shown(room, edited.plain)).toMatchInlineSnapshot(`
    "Draft for customers, edited by Ana. [Publish] puts it into #status and onto the status page at status.example.com as it stands:
    > All is well. No account data has been affected.
    Ana ticked: No account data has been affected.
    [Publish] [Edit]"
  `);
  await room.as('bo').tap(edited, 'public.publish');
  await room.sees('bo', /Bo published at/);
  expect(inStatus('All is well.')).toEqual([claim]);
});

test('two people at once, and again later: once', async () => {
  const room = rooms.room();
  const draft = await firstDraft(room);
  await Promise.all(['ana', 'bo', 'kim'].map((who) => room.as(who).tap(draft, 'public.publish')));
  const { slack } = rooms.stage();
  await slack.until(() => onPage(room).length > 0, 20_000, 'the status page');
  expect(await published(room)).toEqual(['investigating']);
  expect(onPage(room)).toHaveLength(1);
  expect(
    page()
      .requests()
      .filter(({ signature }) => signature !== 'ok'),
  ).toEqual([]);
});

test('texts of their own between the three; nothing after the last', async () => {
  const room = rooms.room();
  const draft = await firstDraft(room);
  const say = (typed: string) => room.as('ana').slash(room.channel, `/incident public ${room.app} ${typed}`);
  await room.as('ana').tap(draft, 'public.publish');
  await room.sees('ana', /Ana published at/);
  await say('We see [N] errors');
  expect(shown(room, (await room.sees('ana', /still to be filled in/)).plain)).toMatchInlineSnapshot(`
    "\`[N]\` is still to be filled in. Nothing was done.
    Customers would read it as it stands: write what belongs there."
  `);
  await say('Orders are slow; nothing is lost.');
  const byHand = await room.sees('ana', /Draft for customers, by Ana/);
  expect(shown(room, byHand.plain)).toMatchInlineSnapshot(`
    "Draft for customers, by Ana. [Publish] puts it into #status and onto the status page at status.example.com as it stands:
    > Orders are slow; nothing is lost.
    [Publish] [Edit]"
  `);
  await room.as('bo').tap(byHand, 'public.publish');
  await room.sees('bo', /a text written by hand/);
  await say('investigating');
  expect(shown(room, (await room.sees('ana', /Nothing more was published/)).plain)).toMatchInlineSnapshot(`
    "Ana published “we are investigating” at HH:MM UTC. Nothing more was published.
    Each text goes out once, and none after a later one."
  `);

  // Drafted before the end, and not published in time.
  await say('One more thing.');
  const late = await room.sees('ana', /One more thing/);
  await room.approves('bo');
  const last = await room.sees('bo', /Draft for customers, once/, 40_000);
  const promising = 'The platform has recovered. We will confirm within 15 minutes.';
  expect(
    (await edits(room, 'ana', last, promising)).split('\n').find((line) => /Nothing was done/.test(line)),
  ).toMatchInlineSnapshot(
    `"  ! It promises another word, and this is the last one of an incident. Nothing was done. Take the promise out; if it is not over yet, publish a text of your own instead."`,
  );
  await room.as('bo').tap(last, 'public.publish');
  await room.sees('bo', /published at.*recovered/);
  expect(await room.tells('bo', 'public.publish', late)).toMatchInlineSnapshot(`
    "Bo published “the platform has recovered” at HH:MM UTC. Nothing more was published.
    That is the last word of an incident. If it is broken again, open another: \`/incident open APP what is broken\`"
  `);
  expect(await published(room)).toEqual(['investigating', 'by-hand', 'recovered']);
  const { slack } = rooms.stage();
  await slack.until(() => onPage(room).length === 3, 20_000, 'three texts on the status page');
  expect(onPage(room).map(({ which, sequence }) => [sequence, which])).toEqual([
    [1, 'investigating'],
    [2, 'by-hand'],
    [3, 'recovered'],
  ]);
  const over = await room.sees('ana', /Not to be published any more: .*\n.*One more thing/);
  expect(over.ts).toBe(late.ts);
});

test('without a text, a form, sent twice; the same text taken twice; staging has no customers', async () => {
  const room = rooms.room();
  await firstDraft(room);
  await room.busy('ana', async () => {
    await room.as('ana').slash(room.channel, `/incident public ${room.app}`);
    const modal = await rooms.stage().slack.until(() => room.as('ana').modal(), 5_000, 'the form');
    await modal.fill('text', 'text', 'Typed in the form.');
    const sent = await modal.submit();
    expect(sent.kind).toBe('closed');
    expect(await sentAgain(rooms.stage(), sent)).toMatchObject({ status: 200, body: null });
  });
  const typed = await room.sees('ana', /by Ana[\s\S]*Typed in the form/);
  expect(await draftsOf(room)).toEqual([INVESTIGATING, 'Typed in the form.']);
  await room.busy('bo', async () => {
    const before = room.as('bo').modals().length;
    await room.as('bo').tap(typed, 'public.edit');
    const modal = await rooms.stage().slack.until(() => room.as('bo').modals()[before], 5_000, 'the form');
    await modal.fill('text', 'text', 'Edited in the form.');
    expect(await sentAgain(rooms.stage(), await modal.submit())).toMatchObject({ status: 200, body: null });
  });
  expect(await draftsOf(room)).toEqual([INVESTIGATING, 'Typed in the form.', 'Edited in the form.']);

  // Two who take the same text at once: it goes out once.
  await Promise.all(
    ['ana', 'bo'].map((who) =>
      room.as(who).slash(room.channel, `/incident public ${room.app} still-working`),
    ),
  );
  const [one, other] = await Promise.all(
    ['Ana', 'Bo'].map((by) => room.sees('bo', new RegExp(`by ${by}[^\\n]*\\n[^\\n]*still working`))),
  );
  if (!one || !other) throw new Error('two drafts');
  await room.as('bo').tap(one, 'public.publish');
  await room.sees('bo', /Bo published this[^\n]*\n[^\n]*still working/);
  expect(await room.tells('ana', 'public.publish', other)).toMatchInlineSnapshot(`
    "Bo published “still working” at HH:MM UTC. Nothing more was published.
    Each text goes out once, and none after a later one."
  `);
  await room.sees('bo', /Not to be published any more[^\n]*\n[^\n]*still working/);
  expect(await published(room)).toEqual(['template:still-working']);
  const staging = rooms.room('raxx-api-staging');
  await rooms.stage().database.pool.query({
    text: `insert into incident (id, app, channel, symptom, opened_by, opened_at)
           select '2026-06-21-' || $1 || '-in-aaaaaaaa', $1, channel, 'slow', 'ana', opened_at from incident limit 1`,
    values: [staging.app],
  });
  await staging.as('ana').slash(staging.channel, `/incident public ${staging.app} investigating`);
  expect(shown(staging, (await staging.sees('ana', /Customers do not see/)).plain)).toMatchInlineSnapshot(`
    "Customers do not see raxx-api-staging: only production has texts for them. Nothing was done.
    For operators: \`/incident note …\`"
  `);
});

test('a button from before drafts were kept still publishes', async () => {
  const room = rooms.room();
  await firstDraft(room);
  const { id } = await room.operation();
  const { database } = rooms.stage();
  const button = {
    type: 'button',
    action_id: 'public.publish-investigating',
    value: id,
    text: { type: 'plain_text', text: 'Publish' },
  };
  await database.pool.query({
    text: `insert into outbox (key, channel, text, blocks, created_at)
           select $1 || '/of-old', channel, 'Draft of old', $2, clock_timestamp() from incident where id = $1`,
    values: [await incidentOf(room), JSON.stringify([{ type: 'actions', elements: [button] }])],
  });
  const old = await room.sees('ana', /^Draft of old|^\[Publish\]$/);
  await room.as('ana').tap(old, 'public.publish-investigating');
  await room.sees('ana', /Ana published at/);
  expect(await published(room)).toEqual(['investigating']);
  expect(onPage(room).map(({ text }) => text)).toEqual([INVESTIGATING]);
});

test('practice: published into the thread alone', async () => {
  const room = rooms.room();
  const draft = await firstDraft(room);
  await rooms.stage().database.pool.query({
    text: 'update incident set drill = true where app = $1',
    values: [room.app],
  });
  await room.as('ana').slash(room.channel, `/incident public ${await incidentOf(room)} Only practice.`);
  const practice = await room.sees('ana', /DRILL draft/);
  expect(shown(room, practice.plain)).toMatchInlineSnapshot(`
    "DRILL draft for customers, by Ana. [Publish] puts it into this thread and nowhere else, as it stands:
    > Only practice.
    [Publish] [Edit]"
  `);
  await room.as('bo').tap(practice, 'public.publish');
  await room.as('bo').tap(draft, 'public.publish');
  const said = await room.sees('bo', /DRILL · Bo published/);
  expect(shown(room, said.plain)).toMatchInlineSnapshot(
    `"DRILL · Bo published at HH:MM UTC, in this thread alone: a text written by hand."`,
  );
  await room.sees('bo', /^DRILL · Only practice/);
  expect(inStatus('Only practice.')).toEqual([]);
  expect(onPage(room)).toEqual([]);
});
