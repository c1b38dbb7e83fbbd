/** From the start of the process to `GET /ready` answering 200. */
import { rm } from 'node:fs/promises';
import { startGitHub } from '../../rehearsal/github/start.ts';
import { startHeroku } from '../../rehearsal/heroku/start.ts';
import { setUp } from '../../rehearsal/set-up.ts';
import { startSlack } from '../../rehearsal/slack/start.ts';
import { duration, type Figure, spread } from '../figure.ts';
import { startBot } from '../stage/bot.ts';
import { type BenchServer, HOME } from '../stage/server.ts';

const STARTS = 7;

export async function start(server: BenchServer): Promise<readonly Figure[]> {
  const [slack, heroku, database] = await Promise.all([startSlack(), startHeroku(), server.fresh()]);
  const github = await startGitHub({ world: heroku.world });
  // Each start is given the same; only where its database is differs.
  const given = setUp(slack, heroku, github, { databaseUrl: database.url, appDatabaseUrl: database.appUrl });
  const embedded = setUp(slack, heroku, github);
  const cwd = `${HOME}/first-start`;
  await rm(cwd, { recursive: true, force: true });
  try {
    const empty = await started(given);
    const migrated = await times(STARTS, () => started(given));
    const cold = await started(embedded, cwd);
    const warm = await times(STARTS, () => started(embedded, cwd));
    return [
      figure('start to ready, DATABASE_URL, empty database (migrates)', [empty]),
      figure('start to ready, DATABASE_URL, migrated', migrated),
      figure('start to ready, embedded database, made anew', [cold]),
      figure('start to ready, embedded database, made before', warm),
    ];
  } finally {
    await Promise.all([slack.stop(), heroku.stop(), github.stop()]);
    await database.drop();
  }
}

/** Stopped properly afterwards, so that an embedded server is stopped with it. */
async function started(configuration: ReturnType<typeof setUp>, cwd?: string): Promise<number> {
  const bot = await startBot(configuration, cwd === undefined ? {} : { cwd });
  await bot.kill('SIGTERM');
  return bot.readyMs;
}

async function times(n: number, act: () => Promise<number>): Promise<readonly number[]> {
  const values: number[] = [];
  while (values.length < n) values.push(await act());
  return values;
}

function figure(name: string, values: readonly number[]): Figure {
  const { n, p50, max } = spread(values);
  return {
    name,
    measured: n === 1 ? duration(p50) : `p50 ${duration(p50)}, max ${duration(max)}, n ${n}`,
    bar: null,
    numbers: { n, p50, max, values },
  };
}
