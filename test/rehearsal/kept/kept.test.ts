/** What a rehearsal is, it is again after a stop, a kill, or a damaged file; and there is one at a time. */
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startServer } from '../../../rehearsal/databases.ts';
import { until } from '../../../rehearsal/slack/until.ts';
import { TAPS } from '../../../src/ids.ts';
import { scratchDirectory } from '../../support/scratch.ts';
import { rehearse, type Seat, sit } from './rehearse.ts';

/** Without what the bot says to one person by itself: that they have no second factor yet. */
function inChannels(seat: Seat) {
  return seat.all('message').filter(({ channel }) => !channel.startsWith('D'));
}

const OPS = 'C0RAXX00OPS';
/** Several starts, on a machine that does much else. */
const PATIENT_MS = 180_000;
const ASK = '/rollback raxx-api-prod v84 signup 500s';
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(await scratchDirectory(), 'switchback-rehearsal-'));
  // As root, Postgres runs as somebody else, who must be able to enter.
  await chmod(directory, 0o755);
});

afterAll(async () => {
  // The one that a killed rehearsal left running.
  await (await startServer(join(directory, '.switchback/rehearsal'))).stop();
  await rm(directory, { recursive: true, force: true });
});

/** From the typed command to the rollback's request at Heroku. */
async function rollBack(ana: Seat, bo: Seat): Promise<void> {
  await ana.ask({ what: 'say', channel: OPS, text: ASK, threadTs: null });
  const form = await ana.modal(/CLEAR|NEEDS/);
  await ana.ask({ what: 'modal.submit', viewId: form.id, unkept: [] });
  const request = await bo.message(/rollback\.review/);
  const block = request.blocks.find((each) => JSON.stringify(each).includes(TAPS.review));
  const blockId = block?.block_id ?? '';
  await bo.ask({ what: 'tap', channel: OPS, ts: request.ts, blockId, actionId: TAPS.review });
  const review = await bo.modal(/CLEAR|NEEDS/);
  const unkept = /I know that/.test(JSON.stringify(review.view))
    ? [{ blockId: 'ticks', actionId: 'ticks', values: ['ticks'] }]
    : [];
  await bo.ask({ what: 'modal.submit', viewId: review.id, unkept });
  await until(() => releasesOf(ana).some(({ version }) => version === 86), 30_000, 'the rollback');
}

/** Newest first. */
function releasesOf(seat: Seat) {
  return seat.all('heroku.app').find(({ name }) => name === 'raxx-api-prod')?.releases ?? [];
}

function posts(seat: Seat): number {
  return seat
    .all('heroku.request')
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/releases')).length;
}

test(
  'killed in the middle of a rollback, it goes on: one rollback, nothing said twice',
  async () => {
    const killed = rehearse(directory, '--fresh');
    const before = await killed.url();
    const [ana, bo] = await Promise.all([sit(before, 'ana'), sit(before, 'bo')]);
    await ana.ask({ what: 'clock.rate', rate: 10 });
    await rollBack(ana, bo);
    const seen = ana.all('message');
    const time = ana.single('clock')?.durable ?? 0;
    killed.process.kill('SIGKILL');
    await killed.ended();

    const url = await rehearse(directory).url();
    expect(url.href).toBe(before.href);
    const after = await sit(url, 'ana');
    expect(after.single('clock')).toMatchObject({ rate: 10 });
    expect(after.single('clock')?.durable).toBeGreaterThan(time);
    // Everything that was read before can be read now; edits may have gone on since.
    const kept = new Set(after.all('message').map(({ ts }) => ts));
    expect(seen.filter(({ ts }) => !kept.has(ts))).toEqual([]);
    await after.message(/Rollback confirmed/);
    expect(releasesOf(after)[0]).toMatchObject({ version: 86, status: 'succeeded', current: true });
    expect(posts(after)).toBe(1);
    const confirmed = after.all('message').filter(({ text }) => text.startsWith('Rollback confirmed'));
    expect(confirmed).toHaveLength(1);
  },
  PATIENT_MS,
);

test(
  'stopped and started again it is the same, and whoever comes meanwhile is told where it is',
  async () => {
    const first = rehearse(directory, '--fresh');
    const before = await first.url();
    const ana = await sit(before, 'ana');
    await ana.ask({ what: 'say', channel: OPS, text: 'Is anybody there?', threadTs: null });
    await ana.ask({ what: 'say', channel: OPS, text: '/rollback raxx-api-prod', threadTs: null });
    const form = await ana.modal(/CLEAR|NEEDS|BLOCKED/);
    const elsewhere = rehearse(directory);
    expect(await elsewhere.ended()).toBe(1);
    expect(elsewhere.printed()).toContain(before.href);
    first.process.kill('SIGINT');
    expect(await first.ended()).toBe(0);

    const second = rehearse(directory);
    const url = await second.url();
    await expect.poll(() => second.printed(), { timeout: 10_000 }).toContain('It goes on where it was');
    const again = await sit(url, 'ana');
    await again.message(/Is anybody there/);
    expect(again.single('modals')?.[0]?.id).toBe(form.id);
    second.process.kill('SIGHUP');
    expect(await second.ended()).toBe(0);

    const fresh = rehearse(directory, '--fresh');
    const anew = await sit(await fresh.url(), 'ana');
    expect(fresh.printed()).not.toContain('goes on');
    expect(inChannels(anew)).toEqual([]);
  },
  PATIENT_MS,
);

test(
  'what cannot be read is put aside, with a line, and a new one begins',
  async () => {
    const first = rehearse(directory, '--fresh');
    const ana = await sit(await first.url(), 'ana');
    await ana.ask({ what: 'say', channel: OPS, text: 'Is anybody there?', threadTs: null });
    first.process.kill('SIGTERM');
    expect(await first.ended()).toBe(0);
    const world = join(directory, '.switchback/rehearsal/world');
    const bytes = await readFile(world);
    await writeFile(world, bytes.subarray(0, bytes.length - 7));

    const second = rehearse(directory);
    const anew = await sit(await second.url(), 'ana');
    await expect
      .poll(() => second.printed())
      .toContain('is damaged. It is put aside as world.aside, and a new one begins.');
    expect(inChannels(anew)).toEqual([]);
    // Nobody else on this machine may read what is kept.
    expect((await stat(world)).mode & 0o077).toBe(0);
  },
  PATIENT_MS,
);

test(
  'a bot in a process of its own does not outlive its rehearsal',
  async () => {
    const rehearsal = rehearse(directory, '--fresh');
    const ana = await sit(await rehearsal.url(), 'ana');
    await ana.ask({ what: 'story.begin', name: 'bot-killed' });
    const [bot] = await childrenOf(rehearsal.process.pid ?? 0);
    expect(bot).toBeDefined();
    rehearsal.process.kill('SIGKILL');
    await until(async () => !isAlive(bot ?? 0), 20_000, 'the bot to end');
  },
  PATIENT_MS,
);

test('a port that is taken, and options that make no sense, are answered in words', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void taken.close());
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const refused = rehearse(directory, '--port', String(port));
  expect(await refused.ended()).toBe(1);
  expect(refused.printed()).toContain(`Port ${port} is taken by another program. Give another --port.`);
});

test.each([
  [['--prot', '4000'], /Unknown option '--prot'[\s\S]*--port N/],
  [['--port', 'http'], /a port is a number/],
  [['--port', '70000'], /a port is a number/],
  [['--play', 'first-rollback', '--fresh'], /--fresh is for the page/],
  [['--list', '--no-open'], /--no-open is for the page/],
  [['--heroku', 'simulated', '--fresh'], /no need for --fresh/],
  [['surprise'], /surprise/],
] as const)('%j is answered with what there is, and exit code 2', async (args, words) => {
  const refused = rehearse(directory, ...args);
  expect(await refused.ended()).toBe(2);
  expect(refused.printed()).toMatch(words);
});

async function childrenOf(pid: number): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [id, parent] = line.trim().split(/ +/).map(Number);
    return parent === pid && line.includes('bot-process') ? [id ?? 0] : [];
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
