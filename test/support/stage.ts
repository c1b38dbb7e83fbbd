/** The real bot between the three stand-ins, on a database of its own: what a front-door test stands on. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type GitHubSim, startGitHub } from '../../rehearsal/github/start.ts';
import { type HerokuOptions, type HerokuSim, startHeroku } from '../../rehearsal/heroku/start.ts';
import { type Pager, startPager } from '../../rehearsal/pager/start.ts';
import { filesOf, type SetUpOptions, setUp } from '../../rehearsal/set-up.ts';
import { type SlackOptions, type SlackWorld, startSlack } from '../../rehearsal/slack/start.ts';
import { type StatusPage, startStatusPage } from '../../rehearsal/status-page/start.ts';
import { type App, type AppOptions, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { createLog } from '../../src/log.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';
import { type PostgresProxy, startPostgresProxy } from './postgres-proxy.ts';
import { program } from './program.ts';

export interface Stage {
  readonly slack: SlackWorld;
  readonly heroku: HerokuSim;
  readonly github: GitHubSim;
  /** Who takes the bot's webhooks; null unless asked for. */
  readonly receivers: { readonly statusPage: StatusPage; readonly pager: Pager } | null;
  readonly database: StageDatabase;
  /** It may be stopped before its end; stopping it again does nothing. */
  readonly bot: App;
  /** Every line the bot logged. */
  readonly logged: readonly string[];
  /** Another process of the same bot. DBOS knows one engine per process, so this is a real one. */
  another(): Promise<OtherBot>;
  /** Durable time, as near as this side of the database can tell. */
  now(): Date;
  /** Durable time and Heroku's own jump ahead by so many milliseconds; what has begun on Heroku takes as long as before. */
  leap(ms: number): Promise<void>;
  /** Between the bot and its database, when asked for. */
  readonly proxy: PostgresProxy | null;
}

/** A stage that several tests share; whoever sets it strikes it. */
export interface SharedStage extends Stage {
  strike(): Promise<void>;
}

export interface OtherBot {
  readonly requestUrl: string;
  readonly process: ChildProcess;
}

const HOUR_MS = 3_600_000;

export type StageDatabase = Omit<FreshDatabase, 'appPool'>;

export interface StageOptions {
  readonly heroku?: HerokuOptions;
  readonly slack?: SlackOptions;
  /** Durable seconds per real second. Heroku runs at the same rate. Default 20. */
  readonly rate?: number;
  readonly setUp?: SetUpOptions;
  /** Another database than a clone on the run's server. */
  readonly database?: () => Promise<StageDatabase>;
  /** The bot reaches its database through a proxy. */
  readonly proxied?: boolean;
  /** A status page and a pager, and a bot that tells them. */
  readonly receivers?: boolean;
  /** What the bot measures in real time, shortened. */
  readonly times?: AppOptions['times'];
}

/** For one test, which strikes it at its end. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const stage = await setStage(options);
  onTestFinished(() => stage.strike());
  return stage;
}

export async function setStage(options: StageOptions = {}): Promise<SharedStage> {
  const rate = options.rate ?? 20;
  const database = await (options.database ?? freshDatabase)();
  const began = Date.now();
  let leapt = 0;
  const now = () => new Date(began + (Date.now() - began) * rate + leapt);
  await database.pool.query({
    text: 'insert into clock (real_anchor, durable_anchor, rate) values ($1, $1, $2)',
    values: [new Date(began), rate],
  });
  const heroku = await startHeroku({ speed: rate, now, ...options.heroku });
  const github = await startGitHub({ world: heroku.world });
  const slack = await startSlack(options.slack);
  const receivers = options.receivers
    ? { statusPage: await startStatusPage({ now }), pager: await startPager({ now }) }
    : null;
  const proxy = options.proxied === true ? await startPostgresProxy(database.appUrl) : null;
  const logged: string[] = [];
  const others: { readonly child: ChildProcess; readonly directory: string }[] = [];

  const { environment, yaml } = setUp(slack, heroku, github, {
    databaseUrl: database.url,
    appDatabaseUrl: database.appUrl,
    ...(receivers ? { receivers } : {}),
    ...options.setUp,
  });

  async function start(): Promise<App> {
    const read = readConfig(environment, filesOf(yaml));
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const log = createLog({
      level: 'debug',
      destination: { write: (line) => logged.push(line) },
      secrets: read.config.secrets,
    });
    return startApp({
      config: read.config,
      databaseUrl: proxy?.url ?? database.appUrl,
      log,
      // What is seen of Heroku beside an operation is the business of the files that ask for it.
      times: { sightLookMs: HOUR_MS, ...options.times },
      onFatal: (reason) => logged.push(`FATAL ${reason}`),
    });
  }

  async function another(): Promise<OtherBot> {
    const directory = await mkdtemp(join(tmpdir(), 'switchback-'));
    const config = join(directory, 'rehearsal.yaml');
    await writeFile(config, yaml);
    const child = spawn(process.execPath, [await program('src/main.ts')], {
      env: {
        PATH: process.env['PATH'],
        TZ: process.env['TZ'],
        ...environment,
        SWITCHBACK_CONFIG: config,
        LOG_LEVEL: 'info',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    others.push({ child, directory });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      logged.push(text);
    });
    const port = await slack.until(
      () => /"port":(\d+)/.exec(output)?.[1],
      45_000,
      () => `another bot to start: ${output}`,
    );
    const url = `http://127.0.0.1:${port}`;
    await slack.until(
      async () => (await fetch(`${url}/ready`)).status === 200,
      10_000,
      'the other bot to be ready',
    );
    return { requestUrl: `${url}/slack/events`, process: child };
  }

  async function leap(ms: number): Promise<void> {
    await database.pool.query({
      text: `update clock set durable_anchor = durable_anchor + make_interval(secs => $1)`,
      values: [ms / 1000],
    });
    leapt += ms;
  }

  const bot = stoppedOnce(await start());
  slack.connect({ requestUrl: `http://127.0.0.1:${bot.port}/slack/events` });
  await slack.until(
    async () => (await fetch(`http://127.0.0.1:${bot.port}/ready`)).status === 200,
    5_000,
    'the bot to be ready',
  );
  async function strike(): Promise<void> {
    await bot.stop(4_000);
    for (const { child, directory } of others) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      await rm(directory, { recursive: true });
    }
    await Promise.all([slack.stop(), heroku.stop(), github.stop(), proxy?.stop()]);
    await Promise.all([receivers?.statusPage.stop(), receivers?.pager.stop()]);
    await database.drop();
  }
  return { slack, heroku, github, receivers, database, bot, logged, another, now, leap, proxy, strike };
}

function stoppedOnce(app: App): App {
  let stopped: Promise<void> | null = null;
  return {
    ...app,
    stop(withinMs) {
      stopped ??= app.stop(withinMs);
      return stopped;
    },
  };
}
