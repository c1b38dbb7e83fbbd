/** Shortcuts: the request form from anywhere, and from the message that says what is broken. */
import { expect, test } from 'vitest';
import type { Modal } from '../../rehearsal/slack/people/modal.ts';
import { SHORTCUTS } from '../../src/ids.ts';
import { openRooms } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 1 }, { times: { membershipMs: 1 } });

/** The modal that `act` opens. */
async function shows(handle: string, act: () => Promise<unknown>): Promise<Modal> {
  const { slack } = rooms.stage();
  await slack.as(handle).closeModal();
  await act();
  return slack.until(() => slack.as(handle).modal(), 5_000, `${handle}'s modal`);
}

async function told(handle: string, act: () => Promise<unknown>): Promise<string> {
  const modal = await shows(handle, act);
  const text = modal.text();
  await modal.close();
  return text.replaceAll(/#[\w-]+(?: or #[\w-]+)*/g, '#ops');
}

/** A message of Sue's, as others see it. */
async function said(channel: string, text: string) {
  const { slack } = rooms.stage();
  slack.as('sue').say(channel, text);
  const [first = ''] = text.split('\n').filter((line) => line !== '');
  return slack.until(
    () =>
      slack
        .as('ana')
        .messages(channel)
        .findLast(({ plain }) => plain.includes(first)),
    5_000,
  );
}

test('from anywhere: which app, then the form, and the request goes to the ops channel', async () => {
  const { slack } = rooms.stage();
  const ana = slack.as('ana');
  const modal = await shows('ana', () => ana.shortcut(SHORTCUTS.rollBack));
  expect(modal.text()).toMatchInlineSnapshot(`
    "── Roll back ──
    Which app?
      [Choose ▾]
    What is broken? (optional)
      ____
      A few words.
    [Cancel] [Next]"
  `);
  await modal.choose('app', 'rollback.app', 'raxx-api-staging');
  await slack.until(
    () => modal.text().includes('dynos up ·'),
    8_000,
    () => modal.text(),
  );
  expect(await modal.submit()).toMatchObject({ kind: 'closed' });
  await slack.until(() => ana.find('ops', /raxx-api-staging v\d+ → v\d+/), 10_000);
});

test('from a message in the ops channel: its first line is the symptom, whatever it holds', async () => {
  const { slack } = rooms.stage();
  const room = rooms.room();
  const message = await said(room.channel, '\n  signup <!channel> 500s & *worse*\nsince 02:58');
  const modal = await shows('ana', () => room.as('ana').messageShortcut(SHORTCUTS.rollBackBecause, message));
  expect(modal.value('symptom', 'symptom')).toEqual({
    type: 'plain_text_input',
    value: 'signup <!channel> 500s & *worse*',
  });
  await modal.choose('app', 'rollback.app', room.app);
  await slack.until(
    () => modal.text().includes('v85 → v'),
    8_000,
    () => modal.text(),
  );
  expect(modal.value('symptom', 'symptom')).toMatchObject({ value: 'signup <!channel> 500s & *worse*' });
  await slack.until(
    () => !modal.text().includes('Checking…'),
    8_000,
    () => modal.text(),
  );
  expect(await modal.submit()).toMatchObject({ kind: 'closed' });
  const incident = await room.sees('bo', /^Incident open/);
  expect(incident.text).toContain('signup &lt;!channel&gt; 500s &amp; *worse*');
});

test.each([
  ['ten thousand characters', 'so broken '.repeat(1_000), /^(so broken ){19}/],
  ['nothing that can be seen', ' \u200b ', /^$/],
])('a message of %s', async (_what, text, expected) => {
  const { slack } = rooms.stage();
  slack.as('sue').say('ops', text);
  const message = slack.as('ana').messages('ops').at(-1);
  if (message === undefined) throw new Error('nothing was said');
  const modal = await shows('ana', () => slack.as('ana').messageShortcut(SHORTCUTS.rollBackBecause, message));
  const typed = modal.value('symptom', 'symptom');
  expect(typed?.type === 'plain_text_input' ? (typed.value ?? '') : null).toMatch(expected);
  await modal.close();
});

test('a message of the bot, with links and mentions, becomes what it reads', async () => {
  const { slack } = rooms.stage();
  const ana = slack.as('ana');
  await ana.slash('ops', '/ops lock raxx-console-prod freeze & fix');
  const message = await slack.until(() => ana.find('ops', /are locked by/), 5_000);
  const modal = await shows('ana', () => ana.messageShortcut(SHORTCUTS.rollBackBecause, message));
  expect(modal.value('symptom', 'symptom')).toMatchInlineSnapshot(`
    {
      "type": "plain_text_input",
      "value": "Deploys of raxx-console-prod are locked by Ana: freeze & fix",
    }
  `);
  await modal.close();
});

test('the wrong place and the wrong person are told what the command would tell them', async () => {
  const { slack } = rooms.stage();
  const elsewhere = await said('general', 'signup 500s');
  const because = (handle: string, message = elsewhere) =>
    told(handle, () => slack.as(handle).messageShortcut(SHORTCUTS.rollBackBecause, message));
  expect(await because('ana')).toMatchInlineSnapshot(`
    "── Switchback ──
    I roll back only in #ops, so others can see it. Nothing was done.
    Paste there: \`/rollback\`
    [Close]"
  `);
  const here = await said('ops', 'signup 500s');
  expect(await because('sue', here)).toMatchInlineSnapshot(`
    "── Switchback ──
    Asking for a rollback needs the operator or superadmin role; you have support. Nothing was done.
    Operators: Ana, Kristerpher, Bo, Kim.
    [Close]"
  `);
  expect(await because('gus', here)).toMatchInlineSnapshot(`
    "── Switchback ──
    This needs a full member of this workspace; your account is a guest. Nothing was done.
    Ask an operator in the ops channel.
    [Close]"
  `);
  expect(await told('sue', () => slack.as('sue').shortcut(SHORTCUTS.rollBack))).toContain(
    'needs the operator or superadmin role; you have support. Nothing was done.',
  );
  const { rows } = await rooms
    .stage()
    .database.pool.query(
      `select distinct actor, payload ->> 'reason' as reason from audit where action = 'refused' order by actor`,
    );
  expect(rows).toEqual([
    { actor: 'U0RAXX00GUS', reason: 'not-a-member' },
    { actor: 'ana', reason: 'wrong-channel' },
    { actor: 'sue', reason: 'wrong-role' },
  ]);
});

test('an agent may ask', async () => {
  const { slack } = rooms.stage();
  const modal = await shows('raxx-dev-bot', () => slack.as('raxx-dev-bot').shortcut(SHORTCUTS.rollBack));
  expect(modal.text()).toContain('Which app?');
});

test('Slack lets the moment for the form pass: the person is told, in the channel or directly', async () => {
  const { slack } = rooms.stage();
  rooms.allow('expired_trigger_id');
  const message = await said('ops', 'the trigger expires');
  const lift = slack.faults.add({
    kind: 'error',
    error: 'expired_trigger_id',
    method: 'views.open',
    times: 3,
  });
  const ana = slack.as('ana');
  await ana.messageShortcut(SHORTCUTS.rollBackBecause, message);
  await slack.until(() => ana.find('ops', /moment for opening the form pass/), 5_000);
  await ana.shortcut(SHORTCUTS.rollBack);
  await slack.until(() => ana.find('dm', /moment for opening the form pass/), 5_000);
  // A refusal needs no form to be heard.
  await slack.as('sue').shortcut(SHORTCUTS.rollBack);
  await slack.until(() => slack.as('sue').find('dm', /you have support/), 5_000);
  lift();
});
