/** The team's own Slack over the simulated Heroku: our stand-in plays the workspace, over Socket Mode, as Slack would. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { raxx } from '../../rehearsal/heroku/seed.ts';
import { ownSlackAsked } from '../../rehearsal/own-slack/asked.ts';
import { openOwnSlackStage } from '../../rehearsal/own-slack/stage.ts';
import { readTeam } from '../../rehearsal/own-slack/team.ts';
import { entriesFor } from '../../rehearsal/page/entries.ts';
import { openHouseAlone } from '../../rehearsal/page/house.ts';
import { perform } from '../../rehearsal/page/perform.ts';
import { CAST, CHANNELS, OPERATORS } from '../../rehearsal/slack/cast.ts';
import type { SeenMessage } from '../../rehearsal/slack/people/sight.ts';
import { type SlackWorld, startSlack } from '../../rehearsal/slack/start.ts';
import { theatreOf } from '../../rehearsal/theatre.ts';
import { readAnchors } from '../../src/access/audit-anchors.ts';

const RAXX = readFileSync('config/switchback.yaml', 'utf8');
const PATIENCE_MS = 30_000;
const APP = 'acme-shop-prod';

/** A team that is not Raxx: other apps, their own people. Its record and status channel must hear nothing. */
function theirConfig(change: object = {}): string {
  const shipped = parse(RAXX) as { readonly apps: Readonly<Record<string, object>> };
  return stringify({
    ...shipped,
    public_url: 'https://switchback.acme.example',
    channels: { ops: [CHANNELS.ops], record: CHANNELS.general, status: CHANNELS.status },
    people: { Ana: { slack: [CAST.ana.id], role: 'ops' } },
    user_groups: { [OPERATORS.id]: 'ops' },
    apps: {
      [APP]: {
        ...shipped.apps['raxx-api-prod'],
        aliases: ['shop'],
        repository: 'acme/shop',
        smoke: {
          url: 'https://shop.acme.example/status/deep',
          headers: { 'X-Pass': { env: 'SMOKE_ACME' } },
        },
      },
      'raxx-velvet-staging': shipped.apps['raxx-velvet-staging'],
    },
    ...change,
  });
}

function teamOf(slack: SlackWorld, config = theirConfig()) {
  return readTeam({
    environment: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      // Of the bot itself: none of it may be used here.
      HEROKU_API_KEY: 'the-real-one',
      SLACK_SIGNING_SECRET: 'the-real-one',
      SWITCHBACK_CONFIG: 'theirs.yaml',
    },
    readFile: (path) => (path === 'theirs.yaml' ? config : readFileSync(path, 'utf8')),
  });
}

async function slackHere(): Promise<SlackWorld> {
  const slack = await startSlack();
  onTestFinished(() => slack.stop());
  return slack;
}

function theatreIn(slack: SlackWorld, config?: string) {
  const team = teamOf(slack, config);
  const theatre = theatreOf(({ rate }) =>
    openOwnSlackStage({ team, rate, logLevel: 'error', serverUrl: inject('postgres').url }),
  );
  onTestFinished(() => theatre.stop());
  return theatre;
}

test('asked, approved and closed in their own channels, over the simulated Heroku, every word marked', async () => {
  const slack = await slackHere();
  const theatre = theatreIn(slack);
  const { heroku } = await theatre.renew({ rate: 20, mortal: false });
  const [ana, bo] = [slack.as('ana'), slack.as('bo')];
  const reads = (pattern: RegExp): Promise<SeenMessage> =>
    slack.until(() => bo.find('ops', pattern), PATIENCE_MS, `Bo to read ${pattern}`);
  await slack.until(() => slack.openSockets() === 1, PATIENCE_MS, 'the bot over Socket Mode');
  await reads(/A rehearsal of Switchback begins/);

  await ana.slash('ops', '/rollback shop v84 signup 500s');
  const ask = await slack.until(() => ana.modal(), PATIENCE_MS, 'the form');
  expect(ask.text()).toContain('*REHEARSAL*');
  expect((await ask.submit()).kind).toBe('closed');
  const card = await reads(/Approve\?[\s\S]*CLEAR/);
  await bo.tap(card, 'rollback.review');
  const review = await slack.until(() => bo.modal(), PATIENCE_MS, 'the review');
  await slack.until(
    () => review.text().includes('CLEAR'),
    PATIENCE_MS,
    () => review.text(),
  );
  expect((await review.submit()).kind).toBe('closed');
  const over = await reads(/is back on v84/);
  await bo.tap(over, 'incident.close');
  const closing = await slack.until(() => bo.modal(), PATIENCE_MS, 'the closing form');
  expect(closing.text()).toContain('*REHEARSAL*');
  expect((await closing.submit()).kind).toBe('closed');
  await reads(/Incident closed/);

  expect(heroku.control.app(APP).releases[0]).toMatchObject({ version: 86, description: 'Rollback to v84' });
  expect(heroku.control.journal.requests().some(({ path }) => path === `/front/${APP}/status/deep`)).toBe(
    true,
  );
  await ana.slash('ops', '/rollback nobodys-app');
  expect(ana.find('ops', /nobodys-app/)?.plain).toMatch(/^REHEARSAL · /);
  // Public texts have no channel here: they are drafted for whoever practises, marked like the rest.
  const everything = [...slack.state.messages.values()].filter(({ user }) => user === slack.botUserId);
  expect(everything.length).toBeGreaterThan(8);
  expect(everything.filter(({ text }) => !text.startsWith('REHEARSAL · '))).toEqual([]);
  expect(everything.filter(({ channel }) => channel === CHANNELS.status)).toEqual([]);
  expect(everything.filter(({ channel }) => channel === CHANNELS.general)).toEqual([]);
  // What is said of the rehearsal's own audit vouches for nothing in the real one.
  const said = everything.map(({ text, ts }) => ({ ts, text, user: slack.botUserId, bot_id: 'B0' }));
  expect(JSON.stringify(said)).toContain('audit head');
  expect(readAnchors(JSON.stringify(said), null)).toMatchObject({ anchors: [], others: [] });
  expect(readAnchors(said.map(({ text }) => text).join('\n'), null).anchors).toEqual([]);

  await theatre.stop();
  expect(bo.messages('ops').at(-1)?.plain).toMatch(/^REHEARSAL · The rehearsal is over/);
});

test('its page has the simulated Heroku and the clock, and says whose workspace it is', async () => {
  const slack = await slackHere();
  const theatre = theatreIn(slack);
  await theatre.renew({ rate: 1, mortal: false });
  const house = openHouseAlone(theatre);
  const seen = new Map([...entriesFor(house, 'ana')].map(([name, id, value]) => [`${name}/${id}`, value]));
  expect(seen.get('ownSlack/')).toEqual({ workspace: 'Raxx', bot: 'switchback' });
  expect(seen.has('clock/')).toBe(true);
  expect([...seen.keys()].filter((key) => /^(me|cast|channel|message)\//.test(key))).toEqual([]);
  await expect(
    perform(house, 'ana', { what: 'say', channel: 'ops', text: 'hello', threadTs: null }),
  ).rejects.toThrow('The workspace is your own Slack');
  await perform(house, 'ana', { what: 'theatre.reset' });
  expect(slack.openSockets()).toBe(1);
});

describe('nothing begins', () => {
  test('while another bot is connected as the same app', async () => {
    const slack = await slackHere();
    await theatreIn(slack).renew({ rate: 1, mortal: false });
    await slack.until(() => slack.openSockets() === 1, PATIENCE_MS, 'the first bot');
    await expect(theatreIn(slack).renew({ rate: 1, mortal: false })).rejects.toThrow(
      /Another bot is connected with these tokens/,
    );
  });

  test.for([
    ['a refused bot token', { botToken: 'xoxb-wrong' }, /Slack refuses SLACK_BOT_TOKEN \(invalid_auth\)/],
    ['a refused app token', { appToken: 'xapp-wrong' }, /Slack refuses SLACK_APP_TOKEN \(invalid_auth\)/],
    ['no Slack there', { apiUrl: 'http://127.0.0.1:1/api/' }, /Slack cannot be reached at 127\.0\.0\.1:1/],
  ] as const)('with %s', async ([, change, words]) => {
    const slack = await slackHere();
    await expect(theatreIn({ ...slack, ...change }).renew({ rate: 1, mortal: false })).rejects.toThrow(words);
    expect(slack.state.messages.size).toBe(0);
  });

  test('where the bot may not post', async () => {
    const slack = await slackHere();
    slack.office.removeBot('ops');
    await expect(theatreIn(slack).renew({ rate: 1, mortal: false })).rejects.toThrow(
      `I cannot post in ${CHANNELS.ops}, an ops channel of your configuration (not_in_channel). Invite the bot there: /invite @switchback`,
    );
  });

  test('with placeholders left in the file: all of them are named, with their lines', async () => {
    const slack = await slackHere();
    expect(() => teamOf(slack, RAXX)).toThrow(/1 problem|problems/);
    const words = (() => {
      try {
        teamOf(slack, RAXX);
        return '';
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
    })();
    const ids = [...new Set(RAXX.match(/\b[CUS]REPLACE\d+/g))];
    expect(ids.length).toBeGreaterThan(4);
    for (const id of ids)
      expect(words).toMatch(new RegExp(`theirs\\.yaml:\\d+: holds the placeholder ${id}`));
  });

  test('without an app token, or with a file that is wrong: everything is said at once', () => {
    const team = () =>
      readTeam({
        environment: { SLACK_BOT_TOKEN: 'xoxp-a-person', NODE_TLS_REJECT_UNAUTHORIZED: '0' },
        readFile: () => 'channels: {}',
      });
    expect(team).toThrow(/SLACK_BOT_TOKEN/);
    expect(team).toThrow(/SLACK_APP_TOKEN is not set/);
    expect(team).toThrow(/NODE_TLS_REJECT_UNAUTHORIZED/);
    expect(team).toThrow(/config\/switchback\.yaml:1: /);
  });
});

test('the simulated Heroku has their apps and no others, the unknown ones like those most alike', async () => {
  const slack = await slackHere();
  const { seed, repositories, apps } = teamOf(slack);
  expect(apps).toEqual([APP, 'raxx-velvet-staging']);
  expect(repositories).toEqual(['acme/shop', 'raxx-app/TradeMasterAPI']);
  const [shop, velvet] = seed.apps;
  expect(shop).toMatchObject({ name: APP, kind: 'slug', stage: 'production', smokePath: '/status/deep' });
  expect(shop?.releases).toEqual(raxx.apps.find(({ name }) => name === 'raxx-api-prod')?.releases);
  expect(velvet).toMatchObject({ name: 'raxx-velvet-staging', kind: 'container', stage: 'staging' });
});

describe('the command line', () => {
  const environment = { SLACK_BOT_TOKEN: 'xoxb-env', SLACK_APP_TOKEN: 'xapp-env' };

  test.for([
    [{}, { kind: 'no' }],
    [{ 'slack-token': 'xoxb-1' }, { kind: 'unclear', why: expect.stringContaining('--heroku simulated') }],
    [{ heroku: 'real' }, { kind: 'unclear', why: expect.stringContaining('never touches a real Heroku') }],
    [{ config: 'x.yaml' }, { kind: 'unclear', why: expect.stringContaining('--heroku simulated') }],
    [
      { heroku: 'simulated', play: 'first-rollback' },
      { kind: 'unclear', why: expect.stringContaining('leave it out') },
    ],
    [{ heroku: 'simulated' }, { kind: 'asked', environment }],
    [
      { heroku: 'simulated', 'slack-token': 'xoxb-1', 'slack-app-token': 'xapp-1', config: 'x.yaml' },
      {
        kind: 'asked',
        environment: { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SWITCHBACK_CONFIG: 'x.yaml' },
      },
    ],
  ] as const)('%o', ([given, asked]) => {
    expect(ownSlackAsked(given, environment)).toEqual(asked);
  });

  test('a real Heroku is answered in words', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'rehearsal/start.ts', '--slack-token', 'xoxb-1', '--heroku', 'production'],
      { encoding: 'utf8' },
    );
    expect(stdout).toContain('A rehearsal never touches a real Heroku.');
    expect(status).toBe(2);
  });
});
