/**
 * What every rehearsal stands on, whoever's Slack it is played in: a database of its own, durable time, Heroku, GitHub,
 * and whoever takes the bot's webhooks.
 */
import pg from 'pg';
import { openClock, type StageClock } from './clock.ts';
import { type Database, startServer, throwawayDatabase } from './databases.ts';
import { type GitHubMemory, type GitHubSim, startGitHub } from './github/start.ts';
import type { HerokuMemory } from './heroku/memory.ts';
import { raxx, type Seed } from './heroku/seed.ts';
import { type HerokuOptions, type HerokuSim, startHeroku } from './heroku/start.ts';
import { inTheEnd } from './in-the-end.ts';
import { type Pager, type PagerMemory, startPager } from './pager/start.ts';
import { type StatusPage, type StatusPageMemory, startStatusPage } from './status-page/start.ts';

export interface Grounds {
  readonly heroku: HerokuSim;
  readonly github: GitHubSim;
  readonly statusPage: StatusPage;
  readonly pager: Pager;
  /** The bot's database, as its owner. */
  readonly database: pg.Pool;
  /** Durable time, as the bot and Heroku have it. */
  readonly clock: StageClock;
}

export interface GroundsMemory {
  /** Epoch milliseconds. */
  readonly durable: number;
  readonly heroku: HerokuMemory;
  readonly github: GitHubMemory;
  readonly statusPage: StatusPageMemory;
  readonly pager: PagerMemory;
}

export interface GroundsOptions {
  /** Durable seconds per real second, for the bot and for Heroku alike. */
  readonly rate: number;
  /** A server to make the database on, instead of the embedded one. */
  readonly serverUrl?: string | undefined;
  /** What Heroku begins with; the Raxx apps by default. */
  readonly seed?: Seed;
  /** `owner/name` of the repositories on GitHub; the Raxx set-up's by default. */
  readonly repositories?: readonly string[];
  /** Stays when the grounds are left, instead of one that is thrown away. */
  readonly kept?: Database | undefined;
  /** What others remembered, to go on with: of the kept database's time. */
  readonly memory?: GroundsMemory | undefined;
  readonly beforeHerokuAnswers?: HerokuOptions['beforeAnswer'];
}

/** Whoever opens them leaves them, after the bot has stopped. */
export async function openGrounds(
  options: GroundsOptions,
): Promise<Grounds & { readonly databaseUrl: string; leave(): Promise<void> }> {
  const { rate, seed = raxx, repositories, kept, memory, beforeHerokuAnswers } = options;
  const { later, end } = inTheEnd();
  try {
    const { url } = kept ?? (await threwAway());
    const database = new pg.Pool({ connectionString: url, max: 2 });
    // `end` does not wait for the sockets, and what is still open when the database is dropped is told so.
    database.on('error', () => undefined);
    later(() => database.end());
    const clock = await openClock(database, rate, memory?.durable);
    const heroku = await startHeroku({
      speed: rate,
      now: clock.now,
      seed,
      ...(memory && { memory: memory.heroku }),
      ...(beforeHerokuAnswers && { beforeAnswer: beforeHerokuAnswers }),
    });
    later(heroku.stop);
    clock.follow((speed, leaptMs) => {
      heroku.world.timeline.setSpeed(speed);
      heroku.world.timeline.leap(leaptMs);
    });
    const github = await startGitHub({
      world: heroku.world,
      ...(repositories && { repositories }),
      ...(memory && { memory: memory.github }),
    });
    later(github.stop);
    const statusPage = await startStatusPage({
      now: clock.now,
      ...(memory && { memory: memory.statusPage }),
    });
    later(statusPage.stop);
    const pager = await startPager({ now: clock.now, ...(memory && { memory: memory.pager }) });
    later(pager.stop);
    return { heroku, github, statusPage, pager, database, clock, databaseUrl: url, leave: end };
  } catch (error) {
    await end();
    throw error;
  }

  async function threwAway(): Promise<Database> {
    const { serverUrl } = options;
    const server = serverUrl === undefined ? await startServer() : null;
    if (server !== null) later(server.stop);
    const database = await throwawayDatabase(serverUrl ?? server?.url ?? '');
    later(database.drop);
    return database;
  }
}
