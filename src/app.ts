/** The composition root: edges made, procedures given them, everything started and stopped in order. */
import { randomBytes } from 'node:crypto';
import type { Receiver } from '@slack/bolt';
import { openFrontDesk } from './chat/front-desk.ts';
import { rollbackCard } from './chat/rollback-card.ts';
import type { Config } from './config/config.ts';
import { openBudget } from './heroku/budget.ts';
import { openHeroku } from './heroku/open-heroku.ts';
import { readiness, remembered } from './http/readiness.ts';
import { type HttpServer, httpServer, type Routes } from './http/server.ts';
import { openSmoke } from './http/smoke.ts';
import type { Log } from './log.ts';
import { answers, refuseScaledTime } from './postgres/at-start.ts';
import { openLedger } from './postgres/ledger.ts';
import { openPool } from './postgres/pool.ts';
import { openClock } from './run/clock.ts';
import { enqueueRun } from './run/enqueue.ts';
import type { LivenessTimes } from './run/liveness.ts';
import { startRuns } from './run/runs.ts';
import { prepare } from './runbooks/rollback/prepare.ts';
import { rollBack } from './runbooks/rollback/roll-back.ts';
import { approversBut, type Settings, type World } from './runbooks/world.ts';
import { startCardDrawer } from './slack/card-drawer.ts';
import { deliver } from './slack/delivery.ts';
import { frontDoor } from './slack/front-door.ts';
import { findHome } from './slack/home.ts';
import { trackJobs } from './slack/jobs.ts';
import { startOutboxSender } from './slack/outbox-sender.ts';
import { slackPeople } from './slack/people.ts';
import { replayGuard } from './slack/replay.ts';
import { socketDoor } from './slack/socket-door.ts';
import { slackWeb } from './slack/web.ts';
import { mentions } from './words/rollback.ts';
import { stuck } from './words/stuck.ts';

export interface AppOptions {
  readonly config: Config;
  /** The role that runs everything: restricted where there is one. */
  readonly databaseUrl: string;
  readonly log: Log;
  /** This process must not go on: overtaken by a peer, or shut out by Slack. */
  readonly onFatal: (reason: string) => void;
  /** For tests in which durable time runs fast: patience measured in real time, shortened to match. */
  readonly times?: {
    readonly liveness?: LivenessTimes;
    /** Milliseconds for a rollback's POST in all. */
    readonly sendDeadlineMs?: number;
  };
}

export interface App {
  /** The HTTP port listened on. */
  readonly port: number;
  readonly executorId: string;
  /** Takes no more work, lets what is in hand finish, hands the rest on. At most `withinMs` and a little. */
  stop(withinMs: number): Promise<void>;
}

/** Throws when the database is away, not migrated, or carries a scaled clock in production. */
export async function startApp({ config, databaseUrl, log, onFatal, times = {} }: AppOptions): Promise<App> {
  const stopping = new AbortController();
  const pool = openPool(databaseUrl, {
    applicationName: 'switchback',
    onError: (err) => log.warn({ err }, 'idle database connection lost'),
  });
  if (config.production) await refuseScaledTime(pool);
  const clock = openClock(pool, stopping.signal);
  const web = slackWeb({ token: config.slack.botToken.reveal(), apiUrl: config.slack.apiUrl, log });
  const home = findHome(web, log);
  const people = slackPeople({ web, home: home.get, table: config.people, log, now: Date.now });
  const budget = openBudget({
    db: pool,
    account: 'bot',
    log,
    limits: { perHour: config.herokuBudgetPerHour },
  });
  const heroku = openHeroku({
    baseUrl: config.heroku.apiUrl,
    tokenFor: (app) => (app === null ? config.heroku.token : config.heroku.tokenFor(app)).reveal(),
    budget,
    log,
    ...(times.sendDeadlineMs === undefined ? {} : { sendDeadlineMs: times.sendDeadlineMs }),
  });
  const smoke = openSmoke({
    targetFor: (app) => config.apps.find(app)?.smoke ?? null,
    allowLoopback: !config.production,
    log,
  });
  const ledger = openLedger({ pool, enqueue: enqueueRun });
  const settings = settingsOf(config);
  const world: World = { apps: config.apps, settings, heroku, smoke, ledger, people, clock, newId };

  const runs = await startRuns({
    pool,
    liveness: { url: databaseUrl, ...(times.liveness ? { times: times.liveness } : {}) },
    executorPrefix: config.executorPrefix,
    procedures: { 'roll-back': (run, id) => rollBack(run, world, id) },
    unleased: { prepare: (run, id) => prepare(run, world, id) },
    clock,
    log,
    onOvertaken: () => onFatal('overtaken by another process'),
    onStuck: async (operationId, fault) => {
      await ledger.post([stuck(settings.opsChannels[0], operationId, fault.ref)]);
    },
  });

  const jobs = trackJobs(log);
  const doorParts = { home: home.get, guard: replayGuard(pool, log), web, jobs, log, now: Date.now };
  const { receiver, routes } = openDoor(config, doorParts, onFatal);
  const bolt = deliver({ desk: openFrontDesk(world), receiver, web, jobs, log });
  const ready = readiness(
    {
      database: () => answers(pool),
      slack: async () => home.get() !== null,
      heroku: remembered(
        30_000,
        async () => (await heroku.account(null, { purpose: 'routine', deadlineMs: 3_000 })).ok,
      ),
      runs: async () => runs.healthy(),
    },
    { audit: config.database.appUrl ? 'the bot itself cannot rewrite it' : 'tamper-evident only' },
  );
  const server: HttpServer = httpServer({ routes: { ...routes, ...ready }, log });
  const port = await server.listen(config.port);
  await bolt.start();
  const sender = startOutboxSender({ db: pool, web, executor: runs.executorId, log });
  const drawer = startCardDrawer({
    db: pool,
    web,
    log,
    draw: async (operationId) => {
      const [operation, now] = await Promise.all([ledger.find(operationId), clock.now()]);
      if (!operation) throw new Error(`card of an unknown operation ${operationId}`);
      return rollbackCard(operation, mentions(approversBut(settings, operation.requester.slackId)), now);
    },
  });
  log.info({ port, executor: runs.executorId, door: config.slack.door.kind }, 'started');

  return {
    port,
    executorId: runs.executorId,
    async stop(withinMs) {
      home.stop();
      await Promise.all([server.stop(withinMs / 4), bolt.stop()]);
      await jobs.drain(withinMs / 4);
      stopping.abort(new Error('stopping'));
      await runs.drain(withinMs / 2);
      await Promise.all([sender.stop(), drawer.stop()]);
      await pool.end();
      log.info({ executor: runs.executorId }, 'stopped');
    },
  };
}

/** Signed HTTP, or Socket Mode with only health and readiness on HTTP: by which variables are set. */
function openDoor(
  config: Config,
  parts: Parameters<typeof frontDoor>[0] extends infer P ? Omit<P, 'secrets'> : never,
  onFatal: (reason: string) => void,
): { readonly receiver: Receiver; readonly routes: Routes } {
  const { door } = config.slack;
  if (door.kind === 'socket') {
    const receiver = socketDoor({
      ...parts,
      appToken: door.appToken.reveal(),
      apiUrl: config.slack.apiUrl,
      onFatal: (code) => onFatal(`Slack refuses the app token: ${code}`),
    });
    return { receiver, routes: {} };
  }
  const receiver = frontDoor({ ...parts, secrets: door.signingSecrets.map((secret) => secret.reveal()) });
  return { receiver, routes: { 'POST /slack/events': receiver.handle } };
}

function settingsOf(config: Config): Settings {
  const [first, ...rest] = config.channels.ops;
  if (first === undefined) throw new Error('no ops channel is configured');
  const operators = config.people.persons.filter(
    (person) => !person.agent && (person.role === 'ops' || person.role === 'superadmin'),
  );
  const groups = config.people.groups.filter((group) => group.role === 'ops' || group.role === 'superadmin');
  return {
    opsChannels: [first, ...rest],
    recordChannel: config.channels.record,
    ownApp: config.ownApp,
    approvalExpiresMs: config.approvalExpiresMs,
    holdMs: config.holdMs,
    approverMentions: {
      people: operators.flatMap((person) => person.slackIds.slice(0, 1)),
      groups: groups.map((group) => group.id),
    },
  };
}

const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** `rb-` and 8 characters that cannot be mistaken for one another when read aloud. */
function newId(): string {
  return `rb-${Array.from(randomBytes(8), (byte) => ALPHABET[byte % ALPHABET.length]).join('')}`;
}
