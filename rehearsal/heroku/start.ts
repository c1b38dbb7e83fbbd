/** Starts a simulated Heroku Platform API on 127.0.0.1. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Platform } from './call.ts';
import { carryOut } from './carry-out.ts';
import { type Control, makeControl } from './control.ts';
import { CONTROL, serveControl } from './control-http.ts';
import { openDoor } from './door.ts';
import { makeFaults } from './faults.ts';
import { makeJournal, type RequestEntry } from './journal.ts';
import { makeLogSessions } from './log-sessions.ts';
import { type HerokuMemory, rememberHeroku } from './memory.ts';
import { plant } from './plant.ts';
import { receive } from './request.ts';
import { bug, respond } from './respond.ts';
import { BOT, raxx, type Seed } from './seed.ts';
import { type Desk, type OnRequest, serve } from './serve.ts';
import { startTimeline } from './timeline.ts';
import { makeBudgets, makeTokens, type Tokens } from './tokens.ts';
import { makeWebhooks } from './webhooks.ts';
import { appNamed, MEASURED, makeWorld, personNamed, type Rules, type Timing, type World } from './world.ts';

export interface HerokuOptions {
  readonly seed?: Seed;
  /** 0 picks a free one. */
  readonly port?: number;
  /** Divides every simulated duration: boots, release commands, cool-off. Default 1. */
  readonly speed?: number;
  /** Milliseconds; default as measured on a real app. */
  readonly timing?: Partial<Timing>;
  readonly rules?: Partial<Rules>;
  /** What Heroku's stamps say; default the real clock. */
  readonly now?: () => Date;
  readonly onRequest?: OnRequest;
  /** Goes on with what another one remembered, instead of a seed; it becomes this one's own. */
  readonly memory?: HerokuMemory;
  /** Called in the instant in which a request has acted, and awaited before its answer. */
  readonly beforeAnswer?: (request: RequestEntry) => Promise<void>;
  /** Where several processes must know the bot's token beforehand. */
  readonly botToken?: string;
}

export interface HerokuSim {
  /** The Platform API, without a slash at the end. */
  readonly url: string;
  readonly world: World;
  readonly control: Control;
  readonly tokens: Tokens;
  /** The bot's own token: scope `global`, all apps. */
  readonly botToken: string;
  /** A new token of this person: scope `global`, all apps. Narrower ones: `tokens.issue`. */
  tokenOf(email: string): string;
  /** The app's smoke URL through its front. */
  frontUrl(app: string): string;
  /** Where Heroku says how it is, without a slash at the end. */
  readonly statusUrl: string;
  /** The same at its herokuapp address. */
  directUrl(app: string): string;
  /** Of this moment, and live: to be copied before the next. */
  memory(): HerokuMemory;
  stop(): Promise<void>;
}

/** Tests: `const heroku = await startHeroku({ speed: 100 })`, then `heroku.url` and `heroku.control`. */
export async function startHeroku(options: HerokuOptions = {}): Promise<HerokuSim> {
  const { now = () => new Date(), speed = 1, seed = raxx, memory } = options;
  const timeline = startTimeline(speed, now);
  const rules: Rules = {
    failedReleases: 'not-deployed',
    configReleasesCarry: 'current-code',
    herokuIncident: null,
    ...memory?.rules,
    ...options.rules,
  };
  const timing = { ...MEASURED, ...options.timing };
  const { people, apps } = memory ?? plant(seed, now());
  const world = makeWorld({ timeline, timing, rules, people, apps, carryOut });

  let onRequest: OnRequest = options.onRequest ?? (() => undefined);
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number, act: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  };

  let desk: Desk | undefined;
  let control: Control | undefined;
  const door = await openDoor(options.port ?? 0, (request, response) => {
    if (desk === undefined || control === undefined) response.destroy();
    else void attend(desk, control, request, response);
  });
  const webhooks = makeWebhooks(world, () => door.url);
  const journal = makeJournal(now, memory?.journal);
  const tokens = makeTokens();
  const budgets = makeBudgets(Date.now, memory?.budgets);
  const platform: Platform = {
    world,
    tokens,
    journal,
    webhooks,
    budgets,
    logSessions: makeLogSessions(),
    url: door.url,
  };
  world.subscribe(journal.hear);
  world.subscribe(webhooks.hear);
  world.resume(memory?.pending ?? []);
  const faults = makeFaults(memory?.faults);
  desk = {
    platform,
    faults,
    later,
    async onRequest(moment) {
      if (moment.boundary === 'acted') await options.beforeAnswer?.(moment.request);
      await onRequest(moment);
    },
  };
  const listen = (listener: OnRequest) => {
    onRequest = listener;
  };
  control = makeControl({ platform, faults, door, later, listen });

  const everything = { scopes: ['global'], apps: null } as const;
  const botToken = tokens.issue({ person: personNamed(world, BOT), ...everything }, options.botToken);
  return {
    url: door.url,
    statusUrl: `${door.url}/status-page`,
    world,
    control,
    tokens,
    botToken,
    tokenOf: (email) => tokens.issue({ person: personNamed(world, email), ...everything }),
    frontUrl: (app) => `${door.url}/front/${app}${appNamed(world, app).smokePath}`,
    directUrl: (app) => `${door.url}/direct/${app}${appNamed(world, app).smokePath}`,
    memory: () => rememberHeroku({ world, faults, journal, budgets }),
    async stop() {
      timeline.stop();
      webhooks.stop();
      for (const timer of timers) clearTimeout(timer);
      await door.close();
    },
  };
}

async function attend(
  desk: Desk,
  control: Control,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.url?.startsWith(CONTROL))
      serveControl(control, desk.platform.tokens, await receive(request), response);
    else await serve(desk, request, response);
  } catch (error) {
    // The sender went away in the middle, or a listener or a scenario failed: the latter must not look like a fault asked for.
    if (response.destroyed || response.headersSent) response.destroy();
    else respond(response, bug(error), {});
  }
}
