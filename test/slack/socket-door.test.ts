import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FrontDesk } from '../../src/ports.ts';
import { deliver } from '../../src/slack/delivery.ts';
import { trackJobs } from '../../src/slack/jobs.ts';
import { replayGuard } from '../../src/slack/replay.ts';
import { socketDoor } from '../../src/slack/socket-door.ts';
import { slackWeb } from '../../src/slack/web.ts';
import { type Bench, listeningLog, NO_DESK, openBench } from './bench.ts';

let bench: Bench;
let heard: string[];
let fatal: string[];
let stops: (() => Promise<unknown>)[];

const DESK: FrontDesk = {
  ...NO_DESK,
  commands: {
    '/rollback': async ({ text }) => {
      heard.push(text);
      return { kind: 'tell', message: { text: `heard ${text}` } };
    },
  },
};

beforeEach(async () => {
  [heard, fatal, stops] = [[], [], []];
  bench = await openBench();
});
afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()));
  await bench.close();
});

function socketProcess(appToken = bench.slack.appToken) {
  const { slack, db } = bench;
  const log = listeningLog();
  const jobs = trackJobs(log);
  const web = slackWeb({ token: slack.botToken, apiUrl: slack.apiUrl, log });
  const door = socketDoor({
    appToken,
    apiUrl: slack.apiUrl,
    home: () => ({ teamId: slack.teamId, enterpriseId: null }),
    guard: replayGuard(db.appPool, log),
    web,
    jobs,
    log,
    now: Date.now,
    onFatal: (code) => fatal.push(code),
  });
  deliver({ desk: DESK, receiver: door, web, jobs, log });
  stops.push(async () => {
    await door.stop();
    await jobs.drain(5_000);
  });
  return { door, log };
}

test('a command over the socket is answered; the same envelope again is not handled again', async () => {
  await socketProcess().door.start();
  await socketProcess().door.start();
  const ana = bench.slack.as('ana');
  const { delivery } = await ana.slash('ops', '/rollback api');
  expect(ana.find('ops', /heard api/)?.ephemeralFor).toBe(ana.id);
  if (delivery === null) throw new Error('nothing was delivered');
  for (const _again of [1, 2, 3]) {
    const again = await bench.slack.deliverAgain(delivery);
    expect([again.outcome, again.body]).toEqual(['acknowledged', null]);
  }
  expect(heard).toEqual(['api']);
});

test('it comes back after a refresh, a cut line and an outage of Slack', async () => {
  await socketProcess().door.start();
  const ana = bench.slack.as('ana');
  const ends = [
    () => bench.slack.refreshSockets(),
    () => bench.slack.dropSockets(),
    () => {
      bench.slack.goDown();
      bench.slack.faults.add({ kind: 'error', error: 'internal_error', method: 'apps.connections.open' });
      bench.slack.comeUp();
    },
  ];
  for (const [at, end] of ends.entries()) {
    const opened = connections();
    end();
    await bench.slack.until(() => connections() > opened && bench.slack.openSockets() === 1, 10_000);
    expect((await ana.slash('ops', `/rollback ${at}`)).notice).toBeNull();
  }
  expect(heard).toEqual(['0', '1', '2']);
  expect(fatal).toEqual([]);
});

function connections(): number {
  const opened = bench.slack.journal.calls.filter((each) => each.method === 'apps.connections.open');
  return opened.filter((each) => each.error === null && each.outcome === 'answered').length;
}

test('without Slack it starts all the same, connects when Slack is there, and can be stopped any time', async () => {
  bench.slack.goDown();
  const { door } = socketProcess();
  await door.start();
  bench.slack.comeUp();
  await bench.slack.until(() => bench.slack.openSockets() === 1, 10_000);
  const { notice } = await bench.slack.as('ana').slash('ops', '/rollback late');
  expect([notice, heard]).toEqual([null, ['late']]);
  await door.stop();
  await bench.slack.until(() => bench.slack.openSockets() === 0, 3_000);
});

test('a token that is refused, at the start or later, is fatal and said once', async () => {
  await socketProcess('xapp-not-ours').door.start();
  expect(fatal).toEqual(['invalid_auth']);
  await socketProcess().door.start();
  bench.slack.faults.add({ kind: 'error', error: 'internal_error', method: 'apps.connections.open' });
  bench.slack.faults.add({ kind: 'error', error: 'token_revoked', method: 'apps.connections.open' });
  bench.slack.dropSockets();
  await bench.slack.until(() => fatal.length === 2, 10_000);
  expect(fatal).toEqual(['invalid_auth', 'token_revoked']);
});

test('a person from elsewhere gets nowhere', async () => {
  await socketProcess().door.start();
  const { delivery } = await bench.slack.as('otto').slash('ops', '/rollback api');
  expect(delivery?.outcome).not.toBe('acknowledged');
  expect(heard).toEqual([]);
});
