/** What people said in Slack, kept in the timeline: from a message's menu, and by a pushpin under it. */
import { test } from 'vitest';
import type { Modal } from '../../rehearsal/slack/people/modal.ts';
import type { SeenMessage } from '../../rehearsal/slack/people/sight.ts';
import { SHORTCUTS } from '../../src/ids.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 7 });
rooms.allow('thread_not_found', 'fatal_error');

/** Opened by asking for a rollback; its id. */
async function opens(room: Room): Promise<string> {
  await room.asks('ana');
  return String((await room.operation())['incident_id']);
}

interface Line {
  readonly kind: string;
  readonly actor: string;
  readonly text: string;
  readonly happened_at: Date;
}

async function messagesIn(id: string): Promise<readonly Line[]> {
  const { rows } = await rooms.stage().database.pool.query({
    text: `select kind, actor, text, happened_at from timeline_entry where incident_id = $1 and kind = 'message' order by id`,
    values: [id],
  });
  return rows as Line[];
}

async function says(room: Room, handle: string, text: string, thread?: string): Promise<SeenMessage> {
  room.as(handle).say(room.channel, text, thread ?? null);
  const said = room.as('kim').messages(room.channel).at(-1);
  if (!said) throw new Error('nothing was said');
  return said;
}

function shown(room: Room, handle: string): Promise<Modal> {
  return rooms.stage().slack.until(() => room.as(handle).modal(), 5_000, `${handle}'s modal`);
}

/** What the bot tells this person alone. */
async function aside(room: Room, handle: string, act: () => Promise<unknown>): Promise<SeenMessage> {
  const alone = () =>
    room
      .as(handle)
      .messages(room.channel)
      .filter((each) => each.ephemeralFor !== null);
  const before = alone().length;
  await act();
  return rooms.stage().slack.until(() => alone()[before], 10_000, `a word for ${handle}`);
}

/** Where the incident's thread begins. */
async function headline(id: string): Promise<string> {
  const posted = async () => {
    const { rows } = await rooms.stage().database.pool.query({
      text: `select ts from outbox where key = 'incident/' || $1`,
      values: [id],
    });
    return rows[0]?.ts as string | null;
  };
  return rooms.stage().slack.until(posted, 10_000, 'the headline');
}

const linkless = (text: string) => text.replace(/<https:[^|]*\|message>/, '<LINK|message>');

test.concurrent('from its menu: as said or as put right, with who said it and when; once', async ({
  expect,
}) => {
  const room = rooms.room();
  const id = await opens(room);
  const said = await says(room, 'sue', 'nobody can <!channel> sign up\n& mail is *late*');
  const text = await room.busy('ana', async () => {
    await room.as('ana').messageShortcut(SHORTCUTS.addToTimeline, said);
    const modal = await shown(room, 'ana');
    const asked = modal.text();
    if (asked.includes('Which incident?')) await modal.choose('incident', 'incident', id);
    await modal.fill('text', 'text', `${room.app}: nobody can <!channel> sign up`);
    await modal.submit();
    return asked;
  });
  expect(text).toContain('── Add to timeline ──');
  expect(room.readable(text)).toContain('Sue said at HH:MM UTC:');
  expect(text).toContain('nobody can <!channel> sign up & mail is *late*');
  const line = await room.sees('bo', /kept by Ana/);
  expect(room.readable(line.plain)).toMatch(
    /^HH:MM UTC Sue: raxx-api-prod: nobody can <!channel> sign up · message \(https:\S+\) kept by Ana/,
  );
  expect(line.text).toContain(`/archives/${said.channel}/p${said.ts.replace('.', '')}|message>`);
  expect((await messagesIn(id)).map((each) => ({ ...each, text: linkless(each.text) }))).toEqual([
    {
      kind: 'message',
      actor: 'Sue',
      text: `${room.app}: nobody can &lt;!channel&gt; sign up · <LINK|message> kept by Ana`,
      happened_at: new Date(Math.floor(Number(said.ts) * 1_000)),
    },
  ]);
  const again = await room.busy('bo', async () => {
    await room.as('bo').messageShortcut(SHORTCUTS.addToTimeline, said);
    const modal = await shown(room, 'bo');
    if (modal.text().includes('Which incident?')) await modal.choose('incident', 'incident', id);
    await modal.submit();
    const refused = modal.text();
    await modal.close();
    return refused;
  });
  expect(again.replace(/#\d+|correct \d+/g, (found) => found.replace(/\d+/, 'N'))).toContain(
    'It is in that timeline already, as #N. Nothing was added. To put it right: /incident correct N what is right',
  );
  expect(await messagesIn(id)).toHaveLength(1);
});

test.concurrent("an app's message from where the bot is not, deleted before the form is sent", async ({
  expect,
}) => {
  const room = rooms.room();
  const id = await opens(room);
  const { slack } = rooms.stage();
  slack.as('raxx-dev-bot').say('general', `${room.app} deploy failed`);
  const [said] = slack.as('ana').messages('general').slice(-1);
  if (!said) throw new Error('nothing was said');
  slack.office.removeBot('general');
  await room.busy('ana', async () => {
    await room.as('ana').messageShortcut(SHORTCUTS.addToTimeline, said);
    const modal = await shown(room, 'ana');
    slack.state.messages.delete(`${said.channel}/${said.ts}`);
    if (modal.text().includes('Which incident?')) await modal.choose('incident', 'incident', id);
    expect((await modal.submit()).kind).toBe('closed');
  });
  await room.sees('bo', /raxx-dev-bot: .* deploy failed · message \(\S+ kept by Ana/);
  expect(await messagesIn(id)).toMatchObject([{ actor: 'raxx-dev-bot' }]);
});

test.concurrent('a pushpin: in the timeline of the channel, or of the thread it stands in; other signs say nothing', async ({
  expect,
}) => {
  const room = rooms.room();
  const id = await opens(room);
  const said = await says(room, 'sue', 'customers call <@U0RAXX000BO>');
  await room.as('kim').react(said, 'eyes');
  await room.as('kim').react(said, 'pushpin');
  await room.sees('bo', /customers call.* kept by Kim/);
  const root = await headline(id);
  const reply = await says(room, 'bo', 'dyno restarted by hand', root);
  await room.as('ana').react(reply, 'pushpin');
  const kept = await room.sees('kim', /Bo: dyno restarted by hand .* kept by Ana/);
  expect(kept.threadTs).toBe(root);
  // Our own words are there already, and a bot points at nothing.
  await room.as('ana').react(kept, 'pushpin');
  const later = await says(room, 'sue', 'and again');
  await room.as('switchback').react(later, 'pushpin');
  const told = await aside(room, 'bo', () => room.as('bo').react(said, 'pushpin'));
  expect(told.plain).toMatch(/^It is in that timeline already, as #\d+\. Nothing was added\.\n/);
  expect((await messagesIn(id)).map(({ actor }) => actor)).toEqual(['Sue', 'Bo']);
});

test.concurrent('a pushpin from somebody who may not, on what is gone, and on what Slack does not show', async ({
  expect,
}) => {
  const room = rooms.room();
  await opens(room);
  const { slack } = rooms.stage();
  const said = await says(room, 'sue', 'signup is slow');
  const guest = await aside(room, 'gus', () => room.as('gus').react(said, 'pushpin'));
  slack.faults.add({ kind: 'slow', ms: 700, method: 'conversations.replies', where: { ts: said.ts } });
  const gone = await aside(room, 'ana', async () => {
    await room.as('ana').react(said, 'pushpin');
    slack.state.messages.delete(`${said.channel}/${said.ts}`);
  });
  const other = await says(room, 'sue', 'signup is slower');
  slack.faults.add({
    kind: 'error',
    error: 'fatal_error',
    method: 'conversations.replies',
    where: { ts: other.ts },
  });
  const unread = await aside(room, 'ana', () => room.as('ana').react(other, 'pushpin'));
  expect([guest, gone, unread].map(({ plain }) => plain).join('\n---\n')).toMatchInlineSnapshot(`
    "This needs a full member of this workspace; your account is a guest. Nothing was done.
    Ask an operator in the ops channel.
    ---
    The message you pinned is gone. Nothing was added.
    Say what it said: \`/incident note 03:04 what it said\`
    ---
    Slack did not let me read the message you pinned. Nothing was added.
    “Add to incident timeline” in the message's own menu does the same."
  `);
});

test.concurrent('several incidents in one channel: one is chosen; what stands in a thread needs no choice', async ({
  expect,
}) => {
  const room = rooms.room();
  const id = await opens(room);
  const { pool } = rooms.stage().database;
  await pool.query({
    text: `insert into incident (id, app, channel, symptom, opened_by, opened_at)
           select '2026-06-21-' || app || '-in-' || substr(md5(app), 1, 8), app, channel, 'mail is late', 'ana', opened_at
             from incident where id = $1`,
    values: [id],
  });
  const said = await says(room, 'sue', 'no mail since 02:00');
  const asked = await aside(room, 'kim', () => room.as('kim').react(said, 'pushpin'));
  expect(room.readable(asked.plain).replace(/\bin-\w{8}\b/g, 'in-xxxxxxxx')).toMatchInlineSnapshot(`
    "Which incident does the pinned message belong to? Nothing was added yet.
    [Choose ▾]"
  `);
  expect(await messagesIn(id)).toEqual([]);
  const { rows } = await pool.query({
    text: `select id from incident where app = $1 and symptom = 'mail is late'`,
    values: [room.app],
  });
  const second = String(rows[0]?.id);
  const value = `${second.slice(-11)} ${said.channel} ${said.ts}`;
  await room.as('kim').tap(asked, 'timeline.pin-in', { value });
  await rooms.stage().slack.until(async () => (await messagesIn(second)).length === 1, 5_000);
  const root = await headline(id);
  const reply = await says(room, 'bo', 'this is about signup', root);
  await room.as('ana').react(reply, 'pushpin');
  await rooms.stage().slack.until(async () => (await messagesIn(id)).length === 1, 5_000);
});

test.concurrent('where no incident is, a pushpin is only a pushpin: nobody is told, nothing is read', async ({
  expect,
}) => {
  const room = rooms.room();
  const { slack } = rooms.stage();
  const said = await says(room, 'sue', 'lunch at noon');
  await room.as('gus').react(said, 'pushpin');
  // What follows is answered after it.
  const later = await says(room, 'sue', 'or at one');
  await opens(room);
  await aside(room, 'gus', () => room.as('gus').react(later, 'pushpin'));
  const read = slack.journal.calls.filter(({ args }) => args['ts'] === said.ts || args['latest'] === said.ts);
  expect(read).toEqual([]);
});
