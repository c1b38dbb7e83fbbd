import type { HomeView } from '@slack/types';
import { expect, test } from 'vitest';
import { homeTabs } from '../../src/slack/home-tab.ts';
import { trackJobs } from '../../src/slack/jobs.ts';
import type { SlackReply } from '../../src/slack/slack-failure.ts';
import { gate, listeningLog } from './bench.ts';

const DONE: SlackReply<unknown> = { ok: true, value: {} };

function saying(text: string): HomeView {
  return { type: 'home', blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] };
}

/** Homes whose publishing the test holds up; what was published for whom. */
function bench(draw: (user: string) => Promise<HomeView>) {
  const log = listeningLog();
  const jobs = trackJobs(log);
  const published: string[] = [];
  const hold = { wait: Promise.resolve() };
  const homes = homeTabs({
    draw,
    jobs,
    log,
    web: {
      async publishHome(user, view) {
        await hold.wait;
        published.push(`${user}: ${JSON.stringify(view.blocks)}`);
        return DONE;
      },
    },
  });
  return { homes, jobs, log, published, hold };
}

test('asked for again while it is published, it is drawn once more, however often it was asked for', async () => {
  let state = 'older';
  const { homes, jobs, published, hold } = bench(async () => saying(state));
  const slow = gate();
  hold.wait = slow.promise;
  homes.refresh('U0ANA');
  await Promise.resolve();
  state = 'newer';
  for (let n = 0; n < 20; n += 1) homes.refresh('U0ANA');
  slow.open();
  expect(await jobs.drain(5_000)).toBe(true);
  expect(published.length).toBeLessThanOrEqual(2);
  expect(published.at(-1)).toContain('newer');

  homes.refresh('U0ANA');
  await jobs.drain(5_000);
  expect(published).toHaveLength(3);
});

test('one person does not wait for another', async () => {
  const slow = gate();
  const { homes, jobs, published } = bench(async (user) => {
    if (user === 'U0ANA') await slow.promise;
    return saying('drawn');
  });
  homes.refresh('U0ANA');
  homes.refresh('U00BO');
  while (published.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(published[0]).toContain('U00BO');
  slow.open();
  expect(await jobs.drain(5_000)).toBe(true);
  expect(published).toHaveLength(2);
});

test('what cannot be drawn says so, with a reference that the log knows', async () => {
  const { homes, jobs, log, published } = bench(async () => {
    throw new Error('no database');
  });
  homes.refresh('U0ANA');
  await jobs.drain(5_000);
  const [reference] = /[0-9A-F]{4}-[0-9A-F]{4}/.exec(published[0] ?? '') ?? [];
  expect(published[0]).toContain('I could not look how things stand');
  expect(published[0]).toContain('Look again');
  expect(log.lines.map(({ facts }) => facts)).toContainEqual(expect.objectContaining({ reference }));
});
