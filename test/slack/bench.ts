/** The Slack edge between a local Slack and a desk of the test's own, on a database of its own. */
import { type SlackWorld, startSlack } from '../../rehearsal/slack/start.ts';
import { type HttpServer, httpServer } from '../../src/http/server.ts';
import type { Log } from '../../src/log.ts';
import type { FrontDesk } from '../../src/ports.ts';
import { deliver } from '../../src/slack/delivery.ts';
import { type FrontDoor, frontDoor } from '../../src/slack/front-door.ts';
import { type Jobs, trackJobs } from '../../src/slack/jobs.ts';
import { replayGuard } from '../../src/slack/replay.ts';
import { slackWeb } from '../../src/slack/web.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly facts: object;
}

/** Keeps what was said, for looking things up by their reference. */
export function listeningLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const say = (level: string) => (facts: object, message: string) => {
    lines.push({ level, message, facts });
  };
  return { lines, debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
}

export const NO_DESK: FrontDesk = {
  commands: {},
  taps: {},
  submissions: {},
  shortcuts: {},
  reacted: async () => ({ kind: 'nothing' }),
  searches: {},
  home: async () => ({ type: 'home', blocks: [] }),
};

export interface Process {
  readonly url: string;
  readonly server: HttpServer;
  readonly door: FrontDoor;
  readonly jobs: Jobs;
  readonly log: ReturnType<typeof listeningLog>;
  stop(): Promise<void>;
}

/** One process of the bot, as far as Slack can see it. */
export async function startProcess(
  slack: SlackWorld,
  pool: FreshDatabase['appPool'],
  desk: FrontDesk,
  secrets: readonly string[] = [slack.signingSecret],
): Promise<Process> {
  const log = listeningLog();
  const jobs = trackJobs(log);
  const web = slackWeb({ token: slack.botToken, apiUrl: slack.apiUrl, log });
  const home = { teamId: slack.teamId, enterpriseId: null };
  const guard = replayGuard(pool, log);
  const door = frontDoor({ home: () => home, guard, web, jobs, log, now: Date.now, secrets });
  deliver({ desk, receiver: door, web, jobs, log });
  const server = httpServer({ routes: { 'POST /slack/events': door.handle }, log });
  const port = await server.listen(0, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${port}/slack/events`,
    server,
    door,
    jobs,
    log,
    async stop() {
      await server.stop(5_000);
      await jobs.drain(5_000);
    },
  };
}

export interface Bench {
  readonly slack: SlackWorld;
  readonly db: FreshDatabase;
  /** Starts a process and lets Slack deliver to it. */
  open(desk: FrontDesk): Promise<Process>;
  close(): Promise<void>;
}

export const GRANTS = {
  shortcuts: [],
  homeTab: true,
  events: ['app_home_opened'],
  slashCommands: ['/rollback', '/drill', '/nothing'].map((command) => ({
    command,
    description: '',
    usageHint: '',
  })),
  scopes: [
    'chat:write',
    'files:write',
    'commands',
    'users:read',
    'usergroups:read',
    'channels:history',
    'channels:read',
    'im:history',
    'im:write',
  ],
};

export async function openBench(): Promise<Bench> {
  const [slack, db] = await Promise.all([startSlack({ grants: GRANTS }), freshDatabase()]);
  const processes: Process[] = [];
  return {
    slack,
    db,
    async open(desk) {
      const started = await startProcess(slack, db.appPool, desk);
      processes.push(started);
      slack.connect({ requestUrl: started.url });
      return started;
    },
    async close() {
      await Promise.all(processes.map((each) => each.stop()));
      await slack.stop();
      await db.drop();
    },
  };
}

/** A moment the test decides on. */
export function gate<T = void>(): { readonly promise: Promise<T>; readonly open: (value: T) => void } {
  let open: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}
