/** One world for one run: the stand-ins, a database behind a proxy, and real processes of the bot. */
import { startGitHub } from '../../rehearsal/github/start.ts';
import { raxx, type Seed } from '../../rehearsal/heroku/seed.ts';
import { type HerokuSim, startHeroku } from '../../rehearsal/heroku/start.ts';
import { setUp } from '../../rehearsal/set-up.ts';
import { type SlackWorld, startSlack } from '../../rehearsal/slack/start.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { startPostgresProxy, type Verdict } from '../support/postgres-proxy.ts';
import type { Bot, BotStore } from './bots.ts';
import { queryLabels, type Reached } from './boundaries.ts';
import { type FastTime, fastTime, impatient, shortenLanes } from './time.ts';

/** Durable seconds per real second: the quiet period of 90 s takes 3. */
export const RATE = 30;
/** A stopped process is dead to its peers after `staleMs`, real milliseconds. */
const LIVENESS = { staleMs: 2_000, beatMs: 400, lookMs: 200 };
const SEND_DEADLINE_MS = 700;
const OUTBOX_LEASE_SECONDS = 3;
/** What is seen of Heroku beside the rollback has no end to be waited for. */
const SIGHT_LOOK_MS = 3_600_000;

export interface Stage {
  readonly slack: SlackWorld;
  readonly heroku: HerokuSim;
  readonly database: FreshDatabase;
  readonly time: FastTime;
  /** Another process; resolves when it takes commands, which are then delivered to it. */
  startBot(): Promise<Bot>;
  /** Called, and awaited, at each boundary of the first process. `cut` drops a query and its connection. */
  onReached(hook: (reached: Reached) => Promise<Verdict>): void;
  /** The first process is gone: what follows is not counted. */
  offReached(): void;
  close(): Promise<void>;
}

/** The real seed, with a release command of four seconds instead of 47. */
const seed: Seed = {
  ...raxx,
  apps: raxx.apps.map((app) => ({
    ...app,
    releases: app.releases.map((release) =>
      'deploy' in release.change && release.change.deploy.commandMs !== undefined
        ? { ...release, change: { deploy: { ...release.change.deploy, commandMs: 4_000 } } }
        : release,
    ),
  })),
};

export async function openStage(bots: BotStore, quickTakeover: boolean): Promise<Stage> {
  const database = await freshDatabase();
  const time = fastTime(database.pool);
  await Promise.all([time.run(RATE), shortenLanes(database.pool)]);
  let hook: ((reached: Reached) => Promise<Verdict>) | null = null;
  const reach = async (reached: Reached): Promise<Verdict> => (hook === null ? 'pass' : hook(reached));

  const heroku = await startHeroku({
    seed,
    speed: RATE,
    now: time.now,
    async onRequest({ boundary, request }) {
      await reach({
        place: 'heroku',
        side: boundary === 'received' ? 'before' : 'after',
        label: request.name,
      });
    },
  });
  const github = await startGitHub({ world: heroku.world });
  const slack = await startSlack({
    async onCall({ method, args, phase }) {
      const key = method === 'chat.postMessage' ? ` ${postName(args['metadata'])}` : '';
      await reach({ place: 'slack', side: phase, label: `${method}${key}` });
    },
  });
  const { environment, yaml } = setUp(slack, heroku, github, {
    databaseUrl: database.url,
    appDatabaseUrl: database.appUrl,
    logLevel: 'info',
    // The approval must outlive a kill at this speed; holding is shortened with everything else.
    change: { approval_expires: '4h', hold: '10s' },
  });
  const proxies: { stop(): Promise<void> }[] = [];
  const started: Bot[] = [];

  return {
    slack,
    heroku,
    database,
    time,
    async startBot() {
      const proxy = await startPostgresProxy(impatient(database.appUrl));
      proxies.push(proxy);
      if (started.length === 0) {
        const labelOf = queryLabels();
        proxy.onBoundary(async (query) => {
          const side = query.at === 'before-request' ? 'before' : 'after';
          return reach({ place: 'postgres', side, label: labelOf(query) });
        });
      }
      const bot = await bots.start({
        environment,
        yaml,
        databaseUrl: proxy.url,
        times: {
          sendDeadlineMs: SEND_DEADLINE_MS,
          outboxLeaseSeconds: OUTBOX_LEASE_SECONDS,
          sightLookMs: SIGHT_LOOK_MS,
          ...(quickTakeover ? { liveness: LIVENESS } : {}),
        },
      });
      started.push(bot);
      // Until it knows its workspace it answers 503, and then refuses what is unsigned.
      const open = async () => (await fetch(bot.requestUrl, { method: 'POST' }).catch(() => null))?.status;
      await slack.until(
        async () => ((await open()) ?? 503) !== 503,
        60_000,
        () => `the bot to open its door: ${bot.log().slice(-5).join('\n')}`,
      );
      slack.connect({ requestUrl: bot.requestUrl });
      return bot;
    },
    onReached(given) {
      hook = given;
    },
    offReached() {
      hook = null;
    },
    async close() {
      hook = null;
      for (const bot of started) if (bot.alive()) bot.signal('SIGKILL');
      await Promise.all(started.map((bot) => bot.exited));
      await Promise.all([
        slack.stop(),
        heroku.stop(),
        github.stop(),
        ...proxies.map((proxy) => proxy.stop()),
      ]);
      await database.drop();
    },
  };
}

/** `confirmed` of `rb-abc/confirmed`; the kind alone where the key holds an id elsewhere. */
function postName(metadata: unknown): string {
  const text = typeof metadata === 'string' ? metadata : JSON.stringify(metadata ?? '');
  const key = /"key":"([^"]*)"/.exec(text)?.[1] ?? '?';
  return key.startsWith('incident/') ? 'incident' : key.replace(/^rb-\w+\//, '').replace(/-\d{6,}$/, '');
}
