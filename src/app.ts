/** The composition root: edges made, procedures given them, everything started and stopped in order. */
import type { Receiver } from '@slack/bolt';
import { commitOf, stopping as locksStopping } from './access/deploy-locks.ts';
import { openVault } from './access/vault.ts';
import { openFrontDesk } from './chat/front-desk.ts';
import type { Config } from './config/config.ts';
import { totpKeyBytes } from './config/totp-key.ts';
import { openGitHub } from './github/open-github.ts';
import { openBudget } from './heroku/budget.ts';
import { openHeroku } from './heroku/open-heroku.ts';
import { openHerokuStatus } from './http/heroku-status.ts';
import { lockRoutes } from './http/locks.ts';
import { readiness, remembered } from './http/readiness.ts';
import { type HttpServer, httpServer, type Routes } from './http/server.ts';
import { openSmoke } from './http/smoke.ts';
import { totpPage } from './http/totp-page.ts';
import type { Log } from './log.ts';
import { answers, refuseScaledTime } from './postgres/at-start.ts';
import { openIncidents } from './postgres/incidents.ts';
import { openLedger } from './postgres/ledger.ts';
import { openPool } from './postgres/pool.ts';
import { openPublications } from './postgres/publications.ts';
import { openReviews } from './postgres/reviews.ts';
import { openSecondFactors } from './postgres/second-factors.ts';
import { type RoundsParts, startRounds } from './rounds.ts';
import { openClock } from './run/clock.ts';
import { enqueueRun } from './run/enqueue.ts';
import type { LivenessTimes } from './run/liveness.ts';
import { startRuns } from './run/runs.ts';
import { anchorIn } from './runbooks/daily.ts';
import { prepare } from './runbooks/rollback/prepare.ts';
import { recentLooks } from './runbooks/rollback/recent-looks.ts';
import { rollBack } from './runbooks/rollback/roll-back.ts';
import { secondLook } from './runbooks/rollback/second-look.ts';
import { redeemPage } from './runbooks/second-factor/enrol.ts';
import type { World } from './runbooks/world.ts';
import { destinationsOf, newId, settingsOf } from './settings.ts';
import { conversations } from './slack/conversations.ts';
import { deliver } from './slack/delivery.ts';
import type { DoorParts } from './slack/door.ts';
import { frontDoor } from './slack/front-door.ts';
import { findHome } from './slack/home.ts';
import { trackJobs, within } from './slack/jobs.ts';
import { slackPeople } from './slack/people.ts';
import { markedAnswer, markedWeb } from './slack/rehearsal-mark.ts';
import { replayGuard } from './slack/replay.ts';
import { socketDoor } from './slack/socket-door.ts';
import { slackWeb } from './slack/web.ts';
import { stuck } from './words/stuck.ts';

export interface AppOptions {
  readonly config: Config;
  /** The role that runs everything: restricted where there is one. */
  readonly databaseUrl: string;
  readonly log: Log;
  /** This process must not go on: overtaken by a peer, or shut out by Slack. */
  readonly onFatal: (reason: string) => void;
  /** Slack is real and Heroku is not: every word is marked. No variable turns it on. */
  readonly rehearsal?: boolean;
  /** Which address to listen on; default every one of this machine. */
  readonly host?: string;
  /** For tests in which durable time runs fast: patience measured in real time, shortened to match. */
  readonly times?: RoundsParts['times'] & {
    readonly liveness?: LivenessTimes;
    /** Milliseconds for a rollback's POST in all. */
    readonly sendDeadlineMs?: number;
    /** How long what Slack says of a person is believed. */
    readonly membershipMs?: number;
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
export async function startApp(options: AppOptions): Promise<App> {
  const { config, databaseUrl, log, onFatal, rehearsal = false, times = {}, host } = options;
  const stopping = new AbortController();
  const pool = openPool(databaseUrl, {
    applicationName: 'switchback',
    onError: (err) => log.warn({ err }, 'idle database connection lost'),
  });
  if (config.production) await refuseScaledTime(pool);
  const clock = openClock(pool, stopping.signal);
  const slack = slackWeb({ token: config.slack.botToken.reveal(), apiUrl: config.slack.apiUrl, log });
  const web = rehearsal ? markedWeb(slack) : slack;
  const home = findHome(web, log);
  const people = slackPeople({
    web,
    home: home.get,
    table: config.people,
    log,
    now: Date.now,
    ...(times.membershipMs === undefined ? {} : { trustForMs: times.membershipMs }),
  });
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
    allowLoopback: !config.production,
    ...(times.sendDeadlineMs === undefined ? {} : { sendDeadlineMs: times.sendDeadlineMs }),
  });
  const github = openGitHub({
    token: () => config.github.token?.reveal() ?? null,
    apiUrl: config.github.apiUrl,
    allowLoopback: !config.production,
    log,
  });
  const smoke = openSmoke({
    targetFor: (app) => config.apps.find(app)?.smoke ?? null,
    allowLoopback: !config.production,
    log,
  });
  const settings = settingsOf(config);
  const anchor = anchorIn(settings.recordChannel);
  const ledger = openLedger({ pool, enqueue: enqueueRun, anchor });
  const totpKey = config.totpKey && totpKeyBytes(config.totpKey.reveal());
  const world: World = {
    apps: config.apps,
    settings,
    heroku,
    github,
    smoke,
    herokuStatus: openHerokuStatus({
      url: config.heroku.statusUrl,
      allowLoopback: !config.production,
      log,
    }),
    ledger,
    incidents: openIncidents({ pool, anchor }),
    publications: openPublications(pool),
    reviews: openReviews(pool),
    people,
    conversations: conversations(web, home.self),
    clock,
    looks: recentLooks(),
    slackAddress: home.address,
    secondFactors: openSecondFactors(pool),
    vault: totpKey && openVault(totpKey),
    newId,
  };

  const runs = await startRuns({
    pool,
    liveness: { url: databaseUrl, ...(times.liveness ? { times: times.liveness } : {}) },
    executorPrefix: config.executorPrefix,
    procedures: { 'roll-back': (run, id) => rollBack(run, world, id) },
    unleased: {
      prepare: (run, id) => prepare(run, world, id),
      'second-look': (run, id) => secondLook(run, world, id),
    },
    clock,
    log,
    onOvertaken: () => onFatal('overtaken by another process'),
    onStuck: async (operationId, fault) => {
      await ledger.post([stuck(settings.opsChannels[0], operationId, fault.ref)]);
    },
  });

  const jobs = trackJobs(log);
  const guard = replayGuard(pool, log);
  const dress = rehearsal ? { dress: markedAnswer } : {};
  const doorParts = { home: home.get, guard, web, jobs, log, now: Date.now, ...dress };
  const { receiver, routes } = openDoor(config, doorParts, onFatal);
  const bolt = deliver({ desk: openFrontDesk(world), receiver, web, jobs, log });
  const ready = readiness(
    {
      // Anybody may ask: a crowd must not take the connections that acknowledging needs.
      database: remembered(1_000, () => answers(pool)),
      slack: async () => home.get() !== null,
      heroku: remembered(
        30_000,
        async () => (await heroku.account(null, { purpose: 'routine', deadlineMs: 3_000 })).ok,
      ),
      runs: async () => runs.healthy(),
    },
    { audit: config.database.appUrl ? 'the bot itself cannot rewrite it' : 'tamper-evident only' },
  );
  const locks = lockRoutes({
    token: config.httpToken?.reveal() ?? null,
    apps: config.apps,
    commitOf,
    stopping: async (app, commit) => locksStopping(await ledger.locks(app), commit),
    log,
  });
  const pages = config.publicUrl === null ? {} : totpPage((token) => redeemPage(world, token));
  const server: HttpServer = httpServer({ routes: { ...routes, ...ready, ...locks, ...pages }, log });
  const port = await server.listen(config.port, host);
  await bolt.start();
  const rounds = startRounds({
    pool,
    web,
    world,
    fallback: config.channels.fallback,
    executorId: runs.executorId,
    destinations: destinationsOf(config),
    allowLoopback: !config.production,
    known: () => home.get() !== null,
    times,
    log,
  });
  log.info({ port, executor: runs.executorId, door: config.slack.door.kind }, 'started');

  return {
    port,
    executorId: runs.executorId,
    async stop(withinMs) {
      home.stop();
      // Each part has its share; what is not done by then is in rows, and a peer or the next start goes on with it.
      const share = withinMs / 4;
      const quiet = rounds.stop();
      await Promise.all([server.stop(share), within(bolt.stop(), share)]);
      await jobs.drain(share);
      stopping.abort(new Error('stopping'));
      await runs.drain(share);
      await within(quiet, share / 2);
      await within(pool.end(), share / 2);
      log.info({ executor: runs.executorId }, 'stopped');
    },
  };
}

/** Signed HTTP, or Socket Mode with only health and readiness on HTTP: by which variables are set. */
function openDoor(
  config: Config,
  parts: DoorParts,
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
