/** What is still to be done after an incident: added, listed, done once, its owner reminded; and where the review is. */
import { expect, test } from 'vitest';
import { newId } from '../../src/settings.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 3, 'raxx-console-prod': 1 });
const DAY_MS = 24 * 60 * 60_000;

async function rowsOf(text: string, ...values: readonly unknown[]) {
  const found = await rooms.stage().database.pool.query({ text, values: [...values] });
  return found.rows as readonly Record<string, unknown>[];
}

async function opens(room: Room, symptom: string): Promise<string> {
  const { slack } = rooms.stage();
  const channel = [...slack.state.channels.values()].find(({ name }) => name === room.channel)?.id;
  const id = newId('in');
  await rowsOf(
    `with said as (insert into outbox (key, channel, text) values ('incident/' || $1, $2, 'Incident open: ' || $4))
     insert into incident (id, app, channel, symptom, opened_by, opener, opened_at)
     values ($1, $3, $2, $4, 'ana', $5, switchback_now())`,
    `2026-11-20-${room.app}-${id}`,
    channel,
    room.app,
    symptom,
    { id: 'ana', slackId: room.as('ana').id, name: 'Ana', agent: false },
  );
  return id;
}

function shown(room: Room, text: string): string {
  return room
    .readable(text)
    .replace(/\bin-[a-z0-9]{8}\b/g, 'in-xxxxxxxx')
    .replace(/\d{4}-\d\d-\d\d(?! \d)/g, 'YYYY-MM-DD');
}

const inDays = (n: number) => new Date(rooms.stage().now().getTime() + n * DAY_MS).toISOString().slice(0, 10);

/** `/incident action`, the form filled in, sent. */
async function adds(
  room: Room,
  who: string,
  typed: string,
  over: { readonly owner?: string; readonly name?: string; readonly due?: string; readonly issue?: string },
) {
  return room.busy(who, async () => {
    const form = await room.fills(who, () => room.as(who).slash(room.channel, `/incident action ${typed}`));
    if (over.owner) await form.pickUser('owner', 'owner', over.owner);
    if (over.name) await form.fill('owner-name', 'owner-name', over.name);
    if (over.due) await form.pickDate('due', 'due', over.due);
    if (over.issue) await form.fill('issue', 'issue', over.issue);
    const text = shown(room, form.text());
    const sent = await form.submit();
    if (sent.kind !== 'closed') throw new Error(form.text());
    return text;
  });
}

test('added during the incident, listed, and done once, with a line for each', async () => {
  const room = rooms.room();
  const id = await opens(room, 'signup 500s');
  const form = await adds(room, 'ana', `${id} check the *exit* code <@U1>`, {
    owner: 'bo',
    due: inDays(3),
    issue: '#98',
  });
  expect(form).toMatchInlineSnapshot(`
    "── Action item ──
    For in-xxxxxxxx · raxx-api-prod: signup 500s
    What is to be done?
      check the *exit* code <@U1>
    Who does it? (optional)
      [@Bo ▾]
    Or, if they are not in this Slack (optional)
      ____
      A name such as feature-developer.
    Due (optional)
      [YYYY-MM-DD ▾]
      Whoever does it is reminded at HH:MM UTC of that day, then weekly.
    Issue (optional)
      #98
      A link or a number.
    [Cancel] [Add]"
  `);
  const added = await room.sees('bo', /Action item 1\./);
  expect(shown(room, added.plain)).toMatchInlineSnapshot(`
    "Action item 1. check the *exit* code <@U1> · Bo · due YYYY-MM-DD · #98 (added by Ana)
    [Done]"
  `);
  // A name alone, and nothing else; by app, whatever else is open.
  await adds(room, 'raxx-dev-bot', `${room.app} write the docstring`, { name: 'feature-developer' });
  await room.sees('bo', /Action item 2\./);
  await room.as('kim').slash(room.channel, `/incident actions ${id}`);
  const list = await room.sees('kim', /Action items of/);
  expect(shown(room, list.plain)).toMatchInlineSnapshot(`
    "*Action items of in-xxxxxxxx* · raxx-api-prod
    1. check the *exit* code <@U1> · Bo · due YYYY-MM-DD · #98
    [Done]
    2. write the docstring · feature-developer
    [Done]
    Add one: \`/incident action in-xxxxxxxx WHAT\`"
  `);
  await room.as('bo').tap(added, 'incident.action-done');
  expect(shown(room, (await room.sees('kim', /is done, says/)).plain)).toMatchInlineSnapshot(
    `"Action item 1 is done, says Bo: check the *exit* code <@U1>"`,
  );
  // In the list of before, by somebody else.
  expect(await room.tells('kim', 'incident.action-done', added)).toMatchInlineSnapshot(
    `"Action item 1 is done already: Bo said so at HH:MM UTC. Nothing was changed."`,
  );
  expect(
    (
      await rowsOf(
        `select text from timeline_entry where kind = 'action' and incident_id like '%' || $1 order by id`,
        id,
      )
    ).map(({ text }) => shown(room, String(text))),
  ).toMatchInlineSnapshot(`
    [
      "Action item 1. check the *exit* code &lt;@U1&gt; · Bo · due YYYY-MM-DD · #98",
      "Action item 2. write the docstring · feature-developer",
      "Action item 1 done: check the *exit* code &lt;@U1&gt;",
    ]
  `);
});

test('nothing to do is nothing to add', async () => {
  const room = rooms.room();
  await opens(room, 'signup 500s');
  await room.busy('ana', async () => {
    const form = await room.fills('ana', () =>
      room.as('ana').slash(room.channel, `/incident action ${room.app}`),
    );
    await form.fill('what', 'what', ' \u200b ');
    expect(await form.submit()).toMatchObject({
      kind: 'errors',
      errors: { what: expect.stringContaining('to be done') },
    });
    await form.close();
  });
  await room.as('ana').slash(room.channel, `/incident actions ${room.app}`);
  await room.sees('ana', /None yet/);
});

test('the review’s link comes later, is said in the thread, and is asked for once when it does not come', async () => {
  const room = rooms.room('raxx-console-prod');
  const { leap } = rooms.stage();
  const id = await opens(room, 'drill page is empty');
  await room.as('bo').slash(room.channel, `/incident review ${id} https://wiki.raxx.app/1`);
  expect((await room.sees('bo', /This incident is open/)).plain).toContain('Nothing was done.');
  await room.busy('bo', async () => {
    const form = await room.fills('bo', () => room.as('bo').slash(room.channel, `/incident close ${id}`));
    await form.fill('resolution', 'resolution', 'restarted');
    expect((await form.submit()).kind).toBe('closed');
  });
  await room.sees('bo', /^Incident closed/);
  await leap(2 * DAY_MS);
  expect(room.reads('bo')).not.toContain('still to be decided');
  await leap(DAY_MS + 60_000);
  expect(shown(room, (await room.sees('bo', /still to be decided/)).plain)).toMatchInlineSnapshot(`
    "@Bo the review of in-xxxxxxxx (raxx-console-prod: drill page is empty) is still to be decided.
    \`/incident rca in-xxxxxxxx\` writes what is known; \`/incident review in-xxxxxxxx LINK\` says where it is."
  `);
  // By the channel's newest closed one, named by nobody.
  await room.as('sue').slash(room.channel, '/incident review http://wiki/1');
  await room.sees('sue', /is no address/);
  await room.as('sue').slash(room.channel, '/incident review https://wiki.raxx.app/rca?a=1&b=2');
  expect((await room.sees('bo', /^Post-incident review/)).plain).toBe(
    'Post-incident review: https://wiki.raxx.app/rca?a=1&b=2 (Sue).',
  );
  await room.as('sue').slash(room.channel, `/incident review ${id} https://wiki.raxx.app/rca?a=1&b=2`);
  await room.sees('sue', /Nothing was changed/);
  await leap(10 * DAY_MS);
  const asked = room
    .as('bo')
    .messages(room.channel)
    .filter(({ plain }) => plain.includes('still to be decided'));
  expect(asked).toHaveLength(1);
});

test('its owner is reminded on the day, weekly until it is done; whom only a name is known of, by whoever added it', async () => {
  const room = rooms.room();
  const { slack, leap } = rooms.stage();
  const id = await opens(room, 'signup 500s');
  await adds(room, 'ana', `${id} check the exit code`, { owner: 'bo', due: inDays(2) });
  await adds(room, 'ana', `${id} pin the flag`, { name: 'feature-developer', due: inDays(2) });
  const reminders = (n: number) =>
    room
      .as('bo')
      .messages(room.channel)
      .filter(({ plain }) => new RegExp(`Still to be done: action item ${n}\\.`).test(plain));
  const direct = (who: string) =>
    room
      .as(who)
      .directMessages()
      .filter(({ plain }) => plain.includes('Still to be done'));
  await leap(3 * DAY_MS);
  await slack.until(
    () => reminders(1).length === 1 && reminders(2).length === 1,
    20_000,
    () => room.reads('bo'),
  );
  await slack.until(
    () => direct('bo').length === 1 && direct('ana').length === 1,
    20_000,
    'both hear of it directly',
  );
  expect(shown(room, reminders(1)[0]?.plain ?? '')).toMatchInlineSnapshot(`
    "@Bo Still to be done: action item 1. check the exit code · Bo · due YYYY-MM-DD.
    [Done]"
  `);
  expect(shown(room, direct('ana')[0]?.plain ?? '')).toMatchInlineSnapshot(`
    "Still to be done: action item 2. pin the flag · feature-developer · due YYYY-MM-DD. You added it: tell feature-developer.
    Of in-xxxxxxxx, raxx-api-prod: signup 500s.
    [Done]"
  `);
  await leap(7 * DAY_MS);
  await slack.until(() => reminders(1).length === 2, 20_000, 'the second one');
  const last = direct('bo').at(-1);
  if (!last) throw new Error('no direct message');
  await room.as('bo').tap(last, 'incident.action-done');
  await room.sees('bo', /Action item 1 is done/);
  for (const [n, weeks] of [3, 4].entries()) {
    await leap(7 * DAY_MS);
    await slack.until(() => reminders(2).length === weeks, 20_000, `reminder ${n + 3} of the other`);
  }
  expect(reminders(1)).toHaveLength(2);
  expect(
    await rowsOf(
      `select 1 from agenda where what = 'action-due' and done_at is null and incident_id like '%' || $1`,
      id,
    ),
  ).toEqual([]);
});
