/** What is read in the workspace: by whom, when, and how it changes under one's eyes. */
import type { KnownBlock } from '@slack/types';
import { expect, test } from 'vitest';
import { CAST, CHANNELS } from '../../rehearsal/slack/cast.ts';
import { edit, messageAt, post } from '../../rehearsal/slack/messages.ts';
import type { StoredMessage } from '../../rehearsal/slack/state.ts';
import { openRehearsal } from './harness/rehearsal.ts';

const rehearsal = openRehearsal();

interface Said {
  readonly channel?: string;
  readonly threadTs?: string;
  readonly broadcast?: boolean;
  readonly ephemeralFor?: string;
}

/** As the bot. */
function says(text: string, blocks: readonly KnownBlock[] = [], where: Said = {}): StoredMessage {
  return post(rehearsal.stage().slack.state, { channel: CHANNELS.status, text, blocks, ...where });
}

function rewrites({ channel, ts }: StoredMessage, text: string, blocks: readonly KnownBlock[] = []): void {
  const { state } = rehearsal.stage().slack;
  const message = messageAt(state, channel, ts);
  if (message !== null) edit(state, message, { text, blocks, metadata: null, broadcast: message.broadcast });
}

function button(words: string): KnownBlock {
  return {
    type: 'actions',
    block_id: 'ways',
    elements: [{ type: 'button', action_id: 'way', text: { type: 'plain_text', text: words } }],
  };
}

function section(text: string): KnownBlock {
  return { type: 'section', block_id: 'words', text: { type: 'mrkdwn', text } };
}

test('an answer for one person is on nobody else’s screen', async () => {
  const [ana, bo] = await Promise.all([rehearsal.window('ana'), rehearsal.window('bo')]);
  await ana.goes('#ops');
  await ana.types('/rollback no-such-app');
  const answer = await ana.reads(/no-such-app/);
  expect(await answer.textContent()).toContain('Only visible to you');
  rehearsal.stage().slack.as('ana').say('ops', 'And now something for everybody.');
  await bo.reads(/something for everybody/);
  expect(await bo.sees(/no-such-app/)).toBe(false);
});

test('a message changes in place, and whoever is on its button stays there', async () => {
  const ana = await rehearsal.window('ana');
  await ana.goes('#status');
  const card = says('Waiting', [section('Waiting'), button('Look closer')]);
  const shown = await ana.reads(/Waiting/);
  expect(await shown.textContent()).not.toContain('(edited)');
  const look = ana.page.getByRole('button', { name: 'Look closer' });
  await look.focus();
  rewrites(card, 'Done', [section('Done *at last*'), button('Look closer')]);
  const changed = await ana.reads(/Done at last/);
  expect(await changed.textContent()).toContain('(edited)');
  expect(await changed.getByText('at last').evaluate((element) => element.tagName)).toBe('STRONG');
  await look.and(ana.page.locator(':focus')).waitFor();
});

test('a thread is opened, answered and left by key', async () => {
  const ana = await rehearsal.window('ana');
  await ana.goes('#status');
  const root = says('The root of it');
  says('First branch', [], { threadTs: root.ts });
  says('For everybody', [], { threadTs: root.ts, broadcast: true });
  const message = await ana.reads(/The root of it/);
  const summary = message.getByRole('button', { name: /2 replies/ });
  await summary.focus();
  await ana.page.keyboard.press('Enter');
  await ana.readsInThread(/First branch/);
  expect(await (await ana.readsInThread(/For everybody/)).textContent()).toContain('also sent to #status');
  expect(await ana.sees(/First branch/)).toBe(false);
  expect(await (await ana.reads(/For everybody/)).textContent()).toContain('replied to a thread');
  const thread = ana.page.getByRole('complementary', { name: 'Thread' });
  await thread.getByRole('textbox').fill('Mine');
  await thread.getByRole('textbox').press('Enter');
  await ana.readsInThread(/Mine/);
  await thread.getByRole('button', { name: 'Close thread' }).press('Enter');
  await thread.waitFor({ state: 'detached' });
  await message
    .getByRole('button', { name: /3 replies/ })
    .and(ana.page.locator(':focus'))
    .waitFor();
});

test('a mention calls whoever looks elsewhere, and leads there', async () => {
  const bo = await rehearsal.window('bo');
  await bo.goes('#general');
  says(`<@${CAST.bo.id}> the *build* is red`, [], { channel: CHANNELS.ops });
  const channels = bo.page.getByRole('navigation', { name: 'Channels' });
  const toast = bo.page
    .getByRole('region', { name: 'Notifications' })
    .getByRole('button', { name: /in #ops/ });
  // Pointed at, it stays.
  await toast.hover();
  await channels.getByText('for you').first().waitFor({ state: 'attached' });
  expect(await toast.textContent()).toContain('@Bo the build is red');
  await toast.click();
  const message = await bo.reads(/the build is red/);
  await bo.page.getByRole('heading', { level: 1, name: '#ops' }).waitFor();
  expect(await message.getByText('@Bo').getAttribute('class')).toContain('mention-me');
  await channels.getByRole('button', { name: /^#ops \d+ for you/ }).waitFor({ state: 'detached' });
  expect(await toast.count()).toBe(0);
});

test('what is called in sight is not called twice', async () => {
  const bo = await rehearsal.window('bo');
  await bo.goes('#status');
  says(`<@${CAST.bo.id}> here you are`);
  await bo.reads(/here you are/);
  expect(await bo.page.getByRole('region', { name: 'Notifications' }).getByRole('button').count()).toBe(0);
});

test.each([
  ['Europe/Berlin', '2026-11-20 04:00:00'],
  ['Pacific/Chatham', '2026-11-20 16:45:00'],
])('dates and times are those of a reader in %s, and in UTC on demand', async (zone, written) => {
  const ana = await rehearsal.window('ana', { zone });
  await ana.goes('#status');
  const { ts } = says(`In ${zone} it began <!date^1795143600^{date_num} {time_secs}|then>.`);
  const message = await ana.reads(new RegExp(`In ${zone} it began`));
  expect(await message.textContent()).toContain(`it began ${written}.`);
  expect(await message.getByTitle('2026-11-20 03:00:00 UTC').count()).toBe(1);
  const at = new Date(Number(ts) * 1000);
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'short' }).format(at);
  expect(await message.getByText(clock, { exact: true }).count()).toBe(1);
});

test('whoever reads further up stays there, and is told of what is new', async () => {
  const ana = await rehearsal.window('ana', { size: { width: 1280, height: 500 } });
  await ana.goes('#status');
  for (let n = 1; n <= 30; n += 1) says(`Line ${n} of many`);
  const last = await ana.reads(/Line 30 of many/);
  await expect.poll(() => inSight(last)).toBe(true);
  const log = ana.page.getByRole('log');
  await log.press('Home');
  await expect.poll(() => log.evaluate((element) => element.scrollTop)).toBe(0);
  says('The newest of all');
  const way = ana.page.getByRole('button', { name: /New messages/ });
  await way.waitFor();
  expect(await log.evaluate((element) => element.scrollTop)).toBe(0);
  await way.click();
  await expect.poll(async () => inSight(await ana.reads(/The newest of all/))).toBe(true);
  await way.waitFor({ state: 'detached' });
});

async function inSight(locator: { boundingBox(): Promise<{ y: number; height: number } | null> }) {
  const box = await locator.boundingBox();
  return box !== null && box.y >= 0 && box.y + box.height <= 500;
}

test('words that try to be more are words', async () => {
  const ana = await rehearsal.window('ana');
  await ana.goes('#status');
  rehearsal
    .stage()
    .slack.as('bo')
    .say('status', '<img src=x onerror=alert(1)> <!channel> <@U0RAXX00ANA> is typed');
  says('<javascript:alert(1)|press here> to win');
  const typed = await ana.reads(/is typed/);
  expect(await typed.textContent()).toContain(
    '<img src=x onerror=alert(1)> <!channel> <@U0RAXX00ANA> is typed',
  );
  expect(await typed.locator('img, .mention').count()).toBe(0);
  expect(await (await ana.reads(/press here to win/)).getByRole('link').count()).toBe(0);
});

const words = (text: string) => ({ type: 'plain_text' as const, text });
const options = [{ text: words('One'), value: 'one' }];

/** One of everything that the workspace takes in a message. */
const EVERYTHING: readonly KnownBlock[] = [
  { type: 'header', text: words('The header') },
  { type: 'divider' },
  {
    type: 'section',
    text: { type: 'mrkdwn', text: 'The section' },
    fields: [words('A field'), { type: 'mrkdwn', text: '_Another_' }],
    accessory: { type: 'image', alt_text: 'A far picture', image_url: 'https://elsewhere.example/a.png' },
  },
  { type: 'section', text: words('More'), accessory: { type: 'overflow', action_id: 'more', options } },
  {
    type: 'image',
    alt_text: 'A wide picture',
    title: words('Its title'),
    image_url: 'https://elsewhere.example/b.png',
  },
  {
    type: 'context',
    elements: [
      words('Beside the point'),
      { type: 'image', alt_text: 'A small picture', image_url: 'https://elsewhere.example/c.png' },
    ],
  },
  {
    type: 'actions',
    elements: [
      { type: 'button', action_id: 'b', text: words('A button') },
      { type: 'static_select', action_id: 's', options, placeholder: words('A choice') },
      { type: 'checkboxes', action_id: 'c', options: [{ text: words('A box'), value: 'box' }] },
      { type: 'radio_buttons', action_id: 'r', options: [{ text: words('A dot'), value: 'dot' }] },
      { type: 'external_select', action_id: 'e', placeholder: words('A search') },
    ],
  },
];

test('everything the workspace takes in a message is drawn', async () => {
  const ana = await rehearsal.window('ana');
  await ana.goes('#status');
  says('Everything', EVERYTHING);
  const message = await ana.reads(/The section/);
  await message.getByRole('heading', { name: 'The header' }).waitFor();
  const shown = await message.textContent();
  for (const each of ['A field', 'Another', 'More', 'Its title', 'Beside the point'])
    expect(shown).toContain(each);
  for (const name of ['A far picture', 'A wide picture', 'A small picture'])
    expect(await message.getByRole('img', { name }).count()).toBe(1);
  expect(await message.getByRole('separator').count()).toBe(1);
  expect(await message.getByRole('button', { name: 'A button' }).count()).toBe(1);
  expect(await message.getByRole('checkbox', { name: 'A box' }).count()).toBe(1);
  expect(await message.getByRole('radio', { name: 'A dot' }).count()).toBe(1);
  expect(await message.getByPlaceholder('A choice').count()).toBe(1);
  expect(await message.getByPlaceholder('A search').count()).toBe(1);
});

test('on a phone there is one pane at a time, and a way back', async () => {
  const ana = await rehearsal.window('ana', { size: { width: 360, height: 740 } });
  const { page } = ana;
  await page.getByRole('button', { name: 'Channels' }).click();
  await ana.goes('#status');
  const root = says('A root on a phone');
  says('A leaf', [], { threadTs: root.ts });
  await (await ana.reads(/A root on a phone/)).getByRole('button', { name: /1 reply/ }).click();
  await ana.readsInThread(/A leaf/);
  expect(await page.getByRole('main').isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Close thread' }).click();
  await ana.reads(/A root on a phone/);
  await page.getByRole('button', { name: 'Workshop' }).click();
  await page.getByRole('complementary', { name: 'Workshop' }).waitFor();
  expect(await page.locator('html').evaluate((html) => html.scrollWidth)).toBe(360);
  await page.getByRole('button', { name: 'Workshop' }).click();
  await page.getByRole('main').waitFor();
});
