/** The timeline as people write and read it: notes, corrections, pages, files. */
import { test } from 'vitest';
import type { Modal } from '../../rehearsal/slack/people/modal.ts';
import { openIncidents } from '../../src/postgres/incidents.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 8 });

/** Opened by asking for a rollback; its id. */
async function opens(room: Room): Promise<string> {
  await room.asks('ana');
  return String((await room.operation())['incident_id']);
}

const entries = async (id: string) => {
  const { rows } = await rooms.stage().database.pool.query({
    text: `select id, kind, actor, text, happened_at, added_at, corrects from timeline_entry
            where incident_id = $1 order by happened_at, id`,
    values: [id],
  });
  return rows as {
    id: string;
    kind: string;
    actor: string;
    text: string;
    happened_at: Date;
    added_at: Date;
    corrects: string | null;
  }[];
};

/** What the command answers to this person alone. */
async function told(room: Room, handle: string, typed: string): Promise<string> {
  const { delivery } = await room.as(handle).slash(room.channel, `/incident ${typed}`);
  const body = delivery?.body as { text: string } | null;
  return room.readable(body?.text ?? '');
}

test.concurrent('a note: in the thread, in the timeline, and the person who wrote it is told what stands there', async ({
  expect,
}) => {
  const room = rooms.room();
  const id = await opens(room);
  expect(await told(room, 'sue', 'note users cannot sign up <!channel> *at all* <@U0RAXX000BO>')).toBe(
    'In the timeline of raxx-api-prod: signup 500s since 02:58 UTC\nHH:MM UTC Sue: users cannot sign up &lt;!channel&gt; *at all* &lt;@U0RAXX000BO&gt;',
  );
  const said = await room.sees('bo', /^\d\d:\d\d UTC Sue: users cannot/);
  expect(room.readable(said.plain)).toMatchInlineSnapshot(
    `"HH:MM UTC Sue: users cannot sign up <!channel> *at all* <@U0RAXX000BO>"`,
  );
  expect(said.threadTs).not.toBeNull();
  expect(await entries(id)).toContainEqual(
    expect.objectContaining({
      kind: 'note',
      actor: 'Sue',
      text: 'users cannot sign up &lt;!channel&gt; *at all* &lt;@U0RAXX000BO&gt;',
    }),
  );
  expect(rooms.stage().slack.as('bo').notifications()).not.toContainEqual(
    expect.objectContaining({ ts: said.ts }),
  );
});

test.concurrent('Slack breaks off while it is posted: one line, one post, also of a file', async ({
  expect,
}) => {
  const room = rooms.room();
  const id = await opens(room);
  const { slack } = rooms.stage();
  const channel = room.as('bo').messages(room.channel)[0]?.channel ?? '';
  for (const method of ['chat.postMessage', 'files.completeUploadExternal'])
    for (const argument of ['channel', 'channel_id'])
      slack.faults.add({ kind: 'reset', when: 'after', method, times: 1, where: { [argument]: channel } });
  await told(room, 'ana', 'note signup is slow');
  await told(room, 'ana', 'timeline export');
  await room.sees('bo', /as JSON/, 40_000);
  const texts = room
    .as('bo')
    .messages(room.channel)
    .map(({ plain }) => plain);
  for (const pattern of [/UTC Ana: signup is slow/, /as Markdown/, /as JSON/])
    expect(texts.filter((text) => pattern.test(text))).toHaveLength(1);
  expect((await entries(id)).filter(({ kind }) => kind === 'note')).toHaveLength(1);
});

test.concurrent('a time typed first: when it happened, and when it was added', async ({ expect }) => {
  const room = rooms.room();
  const id = await opens(room);
  const before = new Date(rooms.stage().now().getTime() - 3 * 3_600_000);
  const clock = before.toISOString().slice(11, 16);
  await told(room, 'ana', `note ${clock} first mail from a customer`);
  const said = await room.sees('bo', /first mail/);
  expect(said.plain).toMatch(
    new RegExp(`^(\\d{4}-\\d\\d-\\d\\d )?${clock} UTC Ana: first mail from a customer \\(added .*UTC\\)$`),
  );
  const note = (await entries(id)).find(({ kind }) => kind === 'note');
  expect(note?.happened_at.toISOString().slice(11)).toBe(`${clock}:00.000Z`);
  expect(note && note.added_at > note.happened_at).toBe(true);
});

test.concurrent('what is no note, no line and no incident is said so', async ({ expect }) => {
  const room = rooms.room();
  await opens(room);
  const refused = [
    await told(room, 'ana', 'note'),
    await told(room, 'ana', `note ${'long '.repeat(500)}`),
    await told(room, 'ana', 'correct'),
    await told(room, 'ana', 'correct 123456789 nonsense'),
    await told(room, 'ana', 'correct twelve nonsense'),
    await told(room, 'ana', 'timeline staging'),
  ];
  expect(refused.join('\n---\n')).toMatchInlineSnapshot(`
    "Write what you see first. Nothing was added.
    Like this: \`/incident note 03:04 nobody can sign up\`
    ---
    That has 2499 characters; a line of the timeline holds 2000. Nothing was added.
    Say it in several notes, or link to the whole of it.
    ---
    Which line is wrong? Nothing was added.
    Numbers are in \`/incident timeline\`; then \`/incident correct 12 what is right\`
    ---
    No line of a timeline has the number \`123456789\`. Nothing was added.
    Numbers are in \`/incident timeline\`; then \`/incident correct 12 what is right\`
    ---
    No line of a timeline has the number \`twelve\`. Nothing was added.
    Numbers are in \`/incident timeline\`; then \`/incident correct 12 what is right\`
    ---
    staging has had no incident. Nothing was done.
    Open one with \`/incident open APP what is broken\`"
  `);
});

test.concurrent('[Note] on a card of a rollback with an incident is the same thing, once however often it is sent', async ({
  expect,
}) => {
  const room = rooms.room();
  const id = await opens(room);
  const { slack } = rooms.stage();
  await room.approves('bo');
  const text = await room.busy('bo', async () => {
    const card = await room.sees('bo', / · rb-\w+[\s\S]*\[Note\]/);
    await room.as('bo').tap(card, 'rollback.note');
    const modal = await shown(room, 'bo');
    await modal.fill('note', 'note', '00:00 dynos\nrestarted by hand');
    const asked = modal.text();
    await modal.submit();
    return asked;
  });
  expect(room.readable(text)).toMatchInlineSnapshot(`
    "── Note ──
    raxx-api-prod v85 → v84
    What do you see?
      00:00 dynos
    restarted by hand
      For the timeline and the thread. A time first (03:04, UTC) says when it happened.
    [Not now] [Add]"
  `);
  await room.sees('kim', /dynos restarted by hand/);
  const sent = slack.journal.deliveries.filter(
    ({ about, kind }) => about === 'rollback.note' && kind === 'view_submission',
  );
  for (const each of sent) await slack.deliverAgain(each);
  expect((await entries(id)).filter(({ kind }) => kind === 'note')).toHaveLength(1);
});

test.concurrent('a correction: a line of its own, the old one struck through where it stands', async ({
  expect,
}) => {
  const room = rooms.room();
  const id = await opens(room);
  await told(room, 'ana', 'note 12 users ~cannot~ sign up');
  const line = (await entries(id)).find(({ kind }) => kind === 'note');
  await told(room, 'bo', `correct #${line?.id} 120 users cannot sign up`);
  const said = await room.sees('ana', /corrects #/);
  expect(numberless(room.readable(said.plain))).toBe(
    'HH:MM UTC Bo corrects #N (HH:MM UTC Ana): 120 users cannot sign up',
  );
  const after = await entries(id);
  expect(after.find((each) => each.id === line?.id)).toEqual(line);
  expect(after.find(({ kind }) => kind === 'correction')).toMatchObject({
    corrects: line?.id,
    happened_at: line?.happened_at,
  });
  const text = await room.busy('kim', async () => {
    await room.as('kim').slash(room.channel, '/incident timeline');
    const modal = await shown(room, 'kim');
    const page = modal.text();
    await modal.close();
    return page;
  });
  expect(text).toMatch(
    /── Timeline ──\n.* · signup 500s since 02:58 UTC · .* · open · \d+ lines\n\*\d{4}-\d\d-\d\d\*\n/,
  );
  // What looking and waiting add in between is a matter of chance.
  const written = numberless(room.readable(text))
    .split('\n')
    .filter((line) => / · (note|correction) · /.test(line));
  expect(written.join('\n')).toMatchInlineSnapshot(`
    "*HH:MM UTC* · note · #N · Ana: ~12 users ∼cannot∼ sign up~ → #N
    *HH:MM UTC* · correction · #N · Bo: corrects #N: 120 users cannot sign up"
  `);
});

test.concurrent('300 lines: the newest first, page by page to the first and back; corrected from there; exported', async ({
  expect,
}) => {
  const room = rooms.room();
  const id = await opens(room);
  const { pool } = rooms.stage().database;
  await pool.query({
    text: `insert into timeline_entry (incident_id, happened_at, added_at, actor, text, kind)
           select $1, i.opened_at + make_interval(secs => n), i.opened_at + make_interval(secs => n), 'Ana', 'line ' || n, 'note'
             from generate_series(1, 300) n, incident i where i.id = $1`,
    values: [id],
  });
  await room.busy('kim', async () => {
    await room.as('kim').slash(room.channel, '/incident timeline');
    const modal = await shown(room, 'kim');
    const read: number[] = [];
    for (;;) {
      const page = [...modal.text().matchAll(/: line (\d+)\b/g)].map(([, n]) => Number(n));
      read.unshift(...page);
      if (!modal.text().includes('[Older]')) break;
      const first = page[0];
      await modal.tap('timeline.older');
      await rooms.stage().slack.until(() => !modal.text().includes(`: line ${first}\n`), 5_000);
    }
    expect(read).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
    await modal.tap('timeline.newer');
    await rooms.stage().slack.until(() => modal.text().includes('[Older]'), 5_000);
    await modal.tap('timeline.newest');
    await rooms.stage().slack.until(() => modal.text().includes(': line 300'), 5_000);
    await modal.close();
  });
  expect(await told(room, 'kim', 'timeline export')).toBe(
    'Both files come into the thread: Markdown and JSON.',
  );
  const markdown = await room.sees('bo', /as Markdown\.\n\[file .*-timeline\.md\]/);
  const json = await room.sees('bo', /as JSON\.\n\[file .*-timeline\.json\]/);
  expect(markdown.threadTs).not.toBeNull();
  const [file] = json.files.map((each) => rooms.stage().slack.state.files.get(each)?.content ?? '');
  const exported = JSON.parse(file ?? '') as { entries: { happenedAt: string; kind: string }[] };
  const all = await openIncidents({
    pool,
    anchor: () => {
      throw new Error('nothing ends here');
    },
  }).timeline(id);
  // The bot goes on adding lines of its own.
  expect(exported.entries.filter(({ kind }) => kind === 'note').map(({ happenedAt }) => happenedAt)).toEqual(
    all.filter(({ kind }) => kind === 'note').map(({ happenedAt }) => happenedAt.toISOString()),
  );
});

/** Numbers of lines differ from run to run. */
function numberless(text: string): string {
  return text.replace(/#\d+/g, '#N');
}

async function shown(room: Room, handle: string): Promise<Modal> {
  return rooms.stage().slack.until(() => room.as(handle).modal(), 5_000, `${handle}'s modal`);
}
